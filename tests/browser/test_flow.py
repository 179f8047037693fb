"""From opening the page to a saved photo: three taps on a phone, and the keyboard alone."""

import io
import re

import pytest
from PIL import Image

from tests.browser.conftest import DESKTOP, PHONE

WORDS = {
    "en-GB": ("Choose a photo", "Save photo", "What is the photo for?"),
    "zh-CN": ("从相册选择", "保存照片", "照片用于什么证件？"),
}


FOCUSED = """() => {
  const focused = document.activeElement;
  return focused === document.body ? "" : focused.ariaLabel ?? focused.innerText;
}"""


def kept(download):
    return Image.open(io.BytesIO(download.path().read_bytes()))


@pytest.mark.parametrize("language", WORDS)
def test_three_taps_on_a_phone(opened, portrait, shots, language):
    choose, save, _ = WORDS[language]
    page = opened("?spec=cn-1inch", device=PHONE, language=language)
    page.shot(shots, f"start-{language}")
    with page.tab.expect_file_chooser() as chooser:
        page.tap(choose)  # the first tap; the second is on the photo in the phone's own picker
    chooser.value.set_files(portrait)
    page.wait_finished()
    page.shot(shots, f"result-{language}")
    download = page.save(save)  # the third
    assert download.suggested_filename == "cn-1inch.jpg"
    assert kept(download).size == (295, 413)
    page.shot(shots, f"saved-{language}")
    assert page.errors == []


def test_the_keyboard_alone(opened, portrait, shots):
    page = opened(device=DESKTOP)

    def tab_to(name):
        for _ in range(60):
            page.tab.keyboard.press("Tab")
            if re.search(name, page.tab.evaluate(FOCUSED) or ""):
                return
        raise AssertionError(f"no Tab leads to {name}")

    page.tab.wait_for_selector(".document-line:enabled")
    tab_to("mm")  # the document
    page.tab.keyboard.press("Enter")
    page.tab.get_by_role("searchbox").focus()
    page.tab.keyboard.type("us passport")
    page.tab.keyboard.press("Tab")
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_selector("dialog", state="detached")
    assert "US passport" in page.tab.evaluate(FOCUSED)  # where one was before
    tab_to("Choose a photo")
    with page.tab.expect_file_chooser() as chooser:
        page.tab.keyboard.press("Enter")
    chooser.value.set_files(portrait)
    page.wait_finished()
    tab_to("Save photo")
    page.shot(shots, "keyboard")
    with page.tab.expect_download() as download:
        page.tab.keyboard.press("Enter")
    assert kept(download.value).size == (600, 600)
    page.tab.wait_for_selector("dialog[open]")
    page.tab.keyboard.press("Escape")
    page.tab.wait_for_selector("dialog", state="detached")


@pytest.mark.parametrize(
    ("asked", "first"),
    [("Germany", "German"), ("一寸", "1-inch|1 inch|one-inch"), ("US visa", "visa")],
)
def test_the_catalogue_is_searched_as_people_say_it(opened, asked, first):
    page = opened(device=DESKTOP)
    page.tab.wait_for_selector(".document-line:enabled")
    page.tab.locator(".document-line").click()
    page.tab.get_by_role("searchbox").fill(asked)
    found = page.tab.locator(".documents button.document").first.inner_text()
    assert re.search(first, found, re.IGNORECASE), found


def test_a_switch_of_the_language_keeps_the_photo(opened, portrait):
    page = opened("?spec=cn-1inch")
    page.choose_and_wait(portrait)
    page.tap("中文")
    assert page.button("保存照片").is_visible()
    assert page.tab.evaluate("document.documentElement.lang") == "zh"
    assert "lang=zh" in page.tab.url
