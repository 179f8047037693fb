"""Errors as sentences with the next step, in both languages; waiting; no network at all."""

import io
import json

import pytest
from PIL import Image

from tests.browser.conftest import PHONE
from tests.server.conftest import running

ADDRESS = "**/v1/idphoto*"


def refusal(status, slug, **headers):
    body = {"type": f"/problems/{slug}", "title": slug, "status": status, "detail": slug}
    return {
        "status": status,
        "headers": {"Content-Type": "application/problem+json", **headers},
        "body": json.dumps(body),
    }


@pytest.mark.parametrize(
    ("status", "slug", "english", "chinese"),
    [
        (413, "body-too-large", "too large", "太大"),
        (422, "no-face", "No face", "人脸"),
        (429, "busy", "Try again in a minute", "再试"),
        (503, "not-ready", "just starting", "再试|启动"),
    ],
)
def test_every_error_is_a_sentence_with_a_next_step(
    opened, portrait, shots, status, slug, english, chinese
):
    page = opened("?spec=cn-1inch", device=PHONE)
    page.tab.route(
        ADDRESS, lambda route: route.fulfill(**refusal(status, slug, **{"Retry-After": "0"}))
    )
    page.choose(portrait)
    alert = page.tab.get_by_role("alert").first
    alert.wait_for()
    assert english in alert.inner_text()
    assert alert.get_by_role("button").count() >= 1
    assert page.violations() == []
    page.shot(shots, f"error-{status}")
    page.tap("中文")
    page.tab.wait_for_timeout(100)
    assert any(word in alert.inner_text() for word in chinese.split("|"))


def test_the_service_s_own_422_is_told_as_well(opened, tmp_path):
    wall = tmp_path / "wall.png"
    image = io.BytesIO()
    Image.new("RGB", (600, 800), (180, 180, 180)).save(image, "PNG")
    wall.write_bytes(image.getvalue())
    page = opened("?spec=cn-1inch")
    page.choose(wall)
    page.tab.get_by_role("alert").first.wait_for()
    assert "No face" in page.tab.get_by_role("alert").first.inner_text()


def test_of_several_faces_each_has_a_frame_where_it_is(opened, portrait, shots, tmp_path):
    one = Image.open(portrait).convert("RGB")
    width, height = one.size
    both = Image.new("RGB", (2 * width, height))
    both.paste(one, (0, 0))
    both.paste(one, (width, 0))
    both.save(tmp_path / "both.png")
    page = opened("?spec=cn-1inch")
    page.choose(tmp_path / "both.png")
    page.tab.get_by_role("alert").first.wait_for()
    assert "2 faces were found" in page.tab.locator(".stage-note").inner_text()
    page.shot(shots, "several-faces")
    whole = page.tab.locator(".stage image").bounding_box()
    frames = [
        frame.bounding_box() for frame in page.tab.locator(".found-face rect:last-child").all()
    ]
    middles = [(box["x"] + box["width"] / 2 - whole["x"]) / whole["width"] for box in frames]
    # Her face is at 0.44 of the width of the one photo.
    assert sorted(middles) == pytest.approx([0.22, 0.72], abs=0.02)


def test_a_file_that_is_no_photo_has_no_frame(opened, shots, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("This is not a photo.\n" * 5)
    page = opened("?spec=cn-1inch")
    page.choose(note)
    alert = page.tab.get_by_role("alert").first
    alert.wait_for()
    page.shot(shots, "no-photo")
    assert "AVIF" in alert.inner_text()
    assert page.tab.locator(".stage").count() == 0


def test_who_has_to_wait_is_told_how_long_and_then_served(opened, portrait):
    page = opened("?spec=cn-1inch")
    refused = []

    def once(route):
        if refused:
            return route.continue_()
        refused.append(route)
        return route.fulfill(**refusal(429, "busy", **{"Retry-After": "2"}))

    page.tab.route(ADDRESS, once)
    page.choose(portrait)
    page.tab.get_by_text("Your photo continues in").wait_for()
    page.wait_finished()


def test_without_the_service_the_page_opens_and_says_what_is_missing(
    opened, portrait, shots, tmp_path
):
    with running(tmp_path, workers=1, matting="portrait") as server:
        page = opened()
        page.site = f"http://127.0.0.1:{server.port}/"
        page.go("?spec=cn-1inch")
        page.wait_until("navigator.serviceWorker.controller !== null")
    page.tab.reload()
    page.tab.wait_for_selector(".document-line:enabled")  # the catalogue is there too
    page.choose(portrait)
    alert = page.tab.get_by_role("alert").first
    alert.wait_for()
    assert "could not be reached" in alert.inner_text()
    assert page.button("Try again").is_visible()
    page.shot(shots, "offline")


def test_the_browser_keeps_the_page_s_own_files_and_no_photo(opened, portrait):
    page = opened("?spec=cn-1inch")
    page.wait_until("navigator.serviceWorker.controller !== null")
    page.choose_and_wait(portrait)
    kept = page.tab.evaluate(
        """async () => {
          const names = await caches.keys();
          const stores = await Promise.all(names.map(name => caches.open(name)));
          const requests = await Promise.all(stores.map(store => store.keys()));
          return requests.flat().map(request => new URL(request.url).pathname);
        }"""
    )
    assert "/page/page.js" in kept
    assert not [path for path in kept if path.startswith("/v1/")]
