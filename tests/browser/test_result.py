"""The result: colours at once, moved by hand, and printed; what is seen is what is saved."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from tests.browser.conftest import DESKTOP, PHONE

SIZE = 295, 413
# At the upper left of the window, over everything, a pixel of the photo for a pixel of the screen.
ALONE = """(picture, [width, height]) => Object.assign(picture.style, {
  position: "fixed", left: "0", top: "0", zIndex: "99", margin: "0", borderRadius: "0",
  width: `${width}px`, height: `${height}px`, maxWidth: "none", maxHeight: "none",
})"""


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), np.float32)


def seen(page):
    """The picture on the page in the photo's own pixels."""
    picture = page.tab.locator(".stage svg.picture")
    picture.evaluate(ALONE, SIZE)
    shown = pixels(picture.screenshot())
    assert shown.shape[:2] == (SIZE[1], SIZE[0])
    return shown


def saved(page):
    data = page.save("Save photo").path().read_bytes()
    page.tab.wait_for_selector("dialog[open]")
    page.tab.keyboard.press("Escape")
    page.tab.wait_for_selector("dialog", state="detached")
    return pixels(data)


@pytest.mark.parametrize("colour", ["blue", "white", "red"])
def test_the_composed_picture_is_the_servers_file(opened, portrait, colour):
    page = opened("?spec=cn-1inch", device=DESKTOP)
    page.choose_and_wait(portrait)
    page.colour(colour)
    file, composed = saved(page), seen(page)
    difference = np.abs(composed - file)
    assert difference.mean() < 2.5  # the JPEG's error and the browser's resampling by a half pixel
    assert np.percentile(difference, 99) < 30
    wall = file[:40, :40].mean(axis=(0, 1))
    assert composed[:40, :40].mean(axis=(0, 1)) == pytest.approx(wall, abs=2)


def test_a_colour_switches_without_another_upload(opened, portrait):
    page = opened("?spec=cn-1inch")
    page.choose_and_wait(portrait)
    posts = []
    page.tab.on("request", lambda request: posts.append(request.method))
    for colour in ("red", "blue", "white"):
        page.colour(colour)
        page.tab.wait_for_timeout(50)
    assert "POST" not in posts


def test_a_phone_shows_the_verdict_before_anybody_scrolls(opened, portrait, shots):
    page = opened("?spec=gb-passport")
    page.choose_and_wait(portrait)
    said, bar = page.tab.locator("button.said"), page.tab.locator(".save-bar")
    page.shot(shots, "verdict")
    box = said.bounding_box()
    assert 0 < box["y"] < box["y"] + box["height"] <= bar.bounding_box()["y"]
    assert said.inner_text() == page.tab.locator("#verdict").inner_text()
    said.click()
    top = "document.querySelector('#verdict').getBoundingClientRect().top"
    page.wait_until(f"{top} < innerHeight / 2")


@pytest.mark.parametrize("size", [(390, 844), (375, 667)])
@pytest.mark.parametrize("spec", ["cn-1inch", "us-passport"])
def test_the_bar_that_saves_hides_no_colour_on_a_phone(opened, portrait, spec, size):
    phone = {**PHONE, "viewport": {"width": size[0], "height": size[1]}}
    page = opened(f"?spec={spec}", device=phone)
    page.choose_and_wait(portrait)
    swatches = page.tab.locator(".swatches").bounding_box()
    assert swatches["y"] + swatches["height"] <= page.tab.locator(".save-bar").bounding_box()["y"]


@pytest.mark.parametrize(("device", "said"), [(PHONE, "finger"), (DESKTOP, "mouse")])
def test_the_magnifier_says_what_to_move(opened, portrait, device, said):
    page = opened("?spec=cn-1inch", device=device)
    page.choose_and_wait(portrait)
    page.tap("Edges")
    assert said in page.tab.locator(".stage-note").inner_text()


@pytest.mark.parametrize(("spec", "rule"), [("us-passport", "religious"), ("cn-1inch", None)])
def test_a_rule_on_hats_is_for_the_person_to_look_at(opened, portrait, spec, rule):
    page = opened(f"?spec={spec}")
    page.choose_and_wait(portrait)
    verdict = page.tab.locator(".verdict").inner_text()
    assert ("Check these yourself" in verdict) == (rule is not None)
    assert rule is None or rule in verdict


def test_the_same_advice_is_given_once(opened, portrait):
    page = opened("?spec=cn-1inch")

    def twice(route):
        answer = route.fetch(headers={**route.request.headers, "accept": "application/json"})
        body = answer.json()
        for check in body["report"]["checks"][:2]:
            check["verdict"] = "warn"
            check["advice"] = {"en": "Do this.", "zh": "请这样做。"}
        route.fulfill(response=answer, json=body)

    page.tab.route("**/v1/idphoto*", twice)
    page.choose_and_wait(portrait)
    told = page.tab.locator(".verdict .wrong li")
    assert told.count() >= 2
    assert page.tab.locator(".verdict").inner_text().count("Do this.") == 1


def test_what_is_moved_by_hand_is_what_the_server_makes(opened, portrait, shots):
    page = opened("?spec=us-visa", device=PHONE)
    page.choose_and_wait(portrait)
    page.tap("Adjust")
    before = page.tab.locator(".adjust").bounding_box()
    assert before["width"] > 200
    for _ in range(3):
        page.tap("^Larger")
    page.tab.locator(".adjust").focus()
    page.tab.keyboard.press("ArrowRight")
    page.shot(shots, "adjust")
    page.tap("Done")
    page.wait_finished()
    with page.tab.expect_response("**/v1/idphoto*") as answer:
        page.save("Save photo")
    report = json.loads(answer.value.body())["report"]
    assert report["adjusted"]["scale"] == pytest.approx(1.02**3, abs=0.01)
    assert report["adjusted"]["offset_x_mm"] > 0
    assert page.errors == []


def test_what_was_moved_a_moment_ago_is_saved_too(opened, portrait):
    page = opened("?spec=us-visa", device=PHONE)
    page.choose_and_wait(portrait)
    page.tap("Adjust")
    with page.tab.expect_request("**/v1/idphoto*") as request:
        # At once, before the hand has rested and the service was asked for the picture.
        page.tab.evaluate("""() => {
            document.querySelector("[aria-label^=Larger]").click();
            document.querySelector(".save-bar button").click();
        }""")
    report = json.loads(request.value.response().body())["report"]
    assert report["adjusted"]["scale"] == pytest.approx(1.02)


def saved_while_the_picture_is_made(page):
    """Tap to save when another picture is under way; the requests, of which the first is held."""
    sent = []

    def hold_the_first(route):
        sent.append(route)
        if len(sent) > 1:
            route.continue_()

    page.tab.route("**/v1/idphoto*", hold_the_first)
    page.tap("Adjust")
    page.tap("^Larger")
    page.wait_until('document.querySelector(".result[aria-busy=true]") !== null')
    page.tap("Save photo")
    return sent


def test_a_tap_to_save_while_the_picture_is_made_saves_when_it_is_there(opened, portrait):
    page = opened("?spec=cn-1inch", device=PHONE)
    page.choose_and_wait(portrait)
    sent = saved_while_the_picture_is_made(page)
    page.wait_until('document.querySelector(".save-bar [aria-disabled=true]") !== null')
    page.button("Save photo").click(force=True)  # a second tap changes nothing
    assert len(sent) == 1, "the file waits for the picture"
    with page.tab.expect_download() as download:
        sent[0].continue_()
    assert download.value.suggested_filename == "cn-1inch.jpg"
    assert len(sent) == 2


DROP = """photo => {
  const bytes = Uint8Array.from(atob(photo), letter => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "another.png", { type: "image/png" }));
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
}"""


@pytest.mark.parametrize("then", ["another photo", "a new beginning"])
def test_a_tap_to_save_is_forgotten_with_the_photo_it_was_meant_for(opened, portrait, then):
    page = opened("?spec=cn-1inch", device=PHONE)
    page.choose_and_wait(portrait)
    saved = []
    page.tab.on("download", lambda file: saved.append(file))
    sent = saved_while_the_picture_is_made(page)
    if then == "a new beginning":
        page.tap("New photo")
        page.choose(portrait)
    else:
        page.tab.evaluate(DROP, base64.b64encode(portrait.read_bytes()).decode())
    page.wait_until('document.querySelector(".result[aria-busy=false] .save-bar") !== null')
    assert len(sent) == 2, "the picture of the other photo, and no file"
    assert page.tab.locator("dialog").count() == 0
    assert saved == []
    page.save("Save photo")
    assert page.errors == []


def test_too_far_by_hand_turns_the_ranges_red(opened, portrait, shots):
    page = opened("?spec=us-visa", device=PHONE)
    page.choose_and_wait(portrait)
    page.tap("Adjust")
    assert page.tab.locator(".band.wrong").count() == 0
    page.tab.locator(".adjust").focus()
    for _ in range(24):
        page.tab.keyboard.press("ArrowDown")
    assert page.tab.locator(".band.wrong").count() > 0
    page.shot(shots, "adjust-wrong")


@pytest.mark.parametrize("view", ["Compare", "Measures", "Edges"])
def test_every_view_shows_the_photo(opened, portrait, shots, view):
    page = opened("?spec=cn-1inch", device=DESKTOP)
    page.choose_and_wait(portrait)
    page.tap(f"^{view}")
    picture = page.tab.locator(".stage svg").first.bounding_box()
    assert picture["width"] > 150
    page.shot(shots, f"view-{view.lower()}")
    assert page.errors == []


def test_a_sheet_is_previewed_and_saved_as_a_pdf(opened, portrait, shots):
    page = opened("?spec=cn-1inch", device=DESKTOP)
    page.choose_and_wait(portrait)
    page.tab.get_by_text("Print it", exact=True).click()
    page.tab.wait_for_selector(".sheet img")
    page.shot(shots, "sheet")
    page.tab.locator(".sheet").get_by_text("PDF", exact=True).click()
    download = page.save("Save the sheet")
    box = PdfReader(download.path()).pages[0].mediabox
    millimetres = sorted(float(side) / 72 * 25.4 for side in (box.width, box.height))
    assert millimetres == pytest.approx([102, 152], abs=1)
