"""The camera: one instruction at a time, until the photo is taken by itself and is accepted."""

import pytest

from tests.browser import camera
from tests.browser.conftest import DESKTOP, PHONE, start

SPEC = "?spec=icao-9303"  # shows so little of the chest that an official portrait has enough
STEPS = 6  # seconds that each scene but the last stays: a busy machine looks only now and then


@pytest.fixture(scope="module")
def scenes(photos):
    """One person, upright; the same too far to one side; another one who looks past the camera."""
    straight = photos / "portraits" / "congress-B001289.jpg"
    turned = photos / "pairs" / "studio" / "W000187.jpg"
    return {
        "straight": camera.scene(straight),
        "aside": camera.scene(straight, aside=-0.22),
        "turned": camera.scene(turned),
    }


@pytest.fixture(scope="module")
def filmed(playwright, executable, tmp_path_factory):
    """Starts browsers whose camera shows scenes in turn."""
    browsers = []

    def film(*of_scenes):
        path = tmp_path_factory.mktemp("film") / "camera.y4m"
        browsers.append(start(playwright, executable, camera.write(path, of_scenes)))
        return browsers[-1]

    yield film
    for browser in browsers:
        browser.close()


@pytest.fixture(scope="module")
def steady(filmed, scenes):
    return filmed((scenes["straight"], 4))


KEEP = """() => {
  window.said = [];
  new MutationObserver(() => {
    const text = document.querySelector(".camera-says")?.innerText;
    if (text && text !== window.said.at(-1)) window.said.push(text);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def test_it_leads_from_aside_and_turned_to_an_accepted_photo(opened, filmed, scenes, shots):
    film = filmed(
        (scenes["aside"], STEPS), (scenes["turned"], STEPS), (scenes["straight"], 8 * STEPS)
    )
    page = opened(SPEC, browser=film, device=PHONE)
    page.tab.evaluate(KEEP)
    page.tap("Take a photo")
    page.tab.get_by_text("Move a little to your left").wait_for()
    page.shot(shots, "camera-aside")
    page.tab.get_by_text("Turn your head a little to your left").wait_for()
    page.shot(shots, "camera-turned")
    page.tab.wait_for_selector(".camera-count")
    page.shot(shots, "camera-counting")
    with page.tab.expect_response("**/v1/idphoto*") as answer:
        page.tab.wait_for_selector(".camera", state="detached")
    report = answer.value.json()["report"]
    assert report["verdict"] == "accepted", report["reasons"]
    said = page.tab.evaluate("window.said")
    steps = ["Move a little to your left.", "Turn your head a little to your left.", "Hold still."]
    places = [said.index(step) for step in steps]
    assert places == sorted(places), said
    assert "Taken." in said
    page.wait_finished()
    page.shot(shots, "camera-result")
    assert page.errors == []


def test_by_the_button_and_in_chinese(opened, steady, shots):
    page = opened(f"{SPEC}&lang=zh", browser=steady, device=DESKTOP, language="zh-CN")
    page.tap("拍照")
    page.tab.get_by_label("自动拍摄").uncheck()
    page.tab.get_by_text("很好，可以拍了。").wait_for()
    assert page.violations() == []
    page.shot(shots, "camera-zh")
    page.tab.get_by_role("button", name="拍照", exact=True).last.click()
    page.wait_finished()
    assert page.button("保存照片").is_visible()


def test_the_preview_is_a_mirror_and_the_photo_is_not(opened, steady):
    page = opened(SPEC, browser=steady)
    page.tap("Take a photo")
    page.tab.wait_for_selector(".camera-outline")
    mirrored = "getComputedStyle(document.querySelector('.camera video')).transform"
    assert page.tab.evaluate(mirrored) == "matrix(-1, 0, 0, 1, 0, 0)"


def test_a_busy_service_is_left_alone_for_as_long_as_it_says(opened, steady):
    page = opened(SPEC, browser=steady)
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        route.fulfill(
            status=429,
            headers={"Retry-After": "3", "Content-Type": "application/problem+json"},
            body='{"type": "/problems/busy", "title": "Busy", "status": 429, "detail": "Busy."}',
        )

    page.tab.route("**/v1/check*", refuse)
    page.tap("Take a photo")
    page.tab.get_by_text("The service is busy").wait_for()
    page.tab.wait_for_timeout(1500)
    assert len(asked) == 1
    assert page.tab.get_by_role("button", name="Take the picture").is_enabled()


LOOKS = """() => {
  window.looks = [];
  const send = window.fetch;
  window.fetch = (address, init) => {
    if (String(address).includes("v1/check")) window.looks.push(init.body.get("image").size);
    return send(address, init);
  };
}"""


def test_it_looks_at_most_twice_a_second_at_small_pictures(opened, steady):
    page = opened(SPEC, browser=steady)
    page.tab.evaluate(LOOKS)
    page.tap("Take a photo")
    page.tab.get_by_label("Take it automatically").uncheck()
    page.tab.wait_for_selector(".camera-says.right")
    before = page.tab.evaluate("looks.length")
    page.tab.wait_for_timeout(3000)
    looks = page.tab.evaluate("looks")
    assert 1 <= len(looks) - before <= 7
    assert max(looks) < 120_000
    page.tap("Close")
    page.tab.wait_for_selector(".camera", state="detached")
    closed = page.tab.evaluate("looks.length")
    page.tab.wait_for_timeout(1500)
    assert page.tab.evaluate("looks.length") == closed  # nobody looks once it is closed


@pytest.mark.parametrize(
    ("arguments", "heading"),
    [((), "No camera was found"), (("fake",), "The camera is not allowed")],
)
def test_without_a_camera_the_page_says_why_and_what_to_do(
    opened, playwright, executable, portrait, shots, arguments, heading
):
    fake = ["--no-sandbox", "--use-fake-device-for-media-stream"] if arguments else ["--no-sandbox"]
    browser = playwright.chromium.launch(executable_path=executable, args=fake)
    page = opened(SPEC, browser=browser)
    page.tap("Take a photo")
    page.tab.get_by_role("heading", name=heading).wait_for()
    page.shot(shots, f"camera-{heading.split()[-1]}")
    assert page.violations() == []
    with page.tab.expect_file_chooser() as chooser:
        page.tap("Use a camera app or a photo")
    chooser.value.set_files(portrait)
    page.wait_finished()
    browser.close()
