"""axe-core finds nothing wrong in any state, light or dark, on a phone or a desktop."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE


@pytest.mark.parametrize(
    ("device", "scheme", "language"), [(PHONE, "light", "zh-CN"), (DESKTOP, "dark", "en-GB")]
)
def test_no_state_of_the_page_shuts_anybody_out(opened, portrait, shots, device, scheme, language):
    page = opened("?spec=us-visa", device=device, language=language, color_scheme=scheme)
    states = {}

    def look(name):
        states[name] = page.violations()
        page.shot(shots, f"{scheme}-{name}")

    look("start")
    page.tab.locator(".document-line:enabled").click()
    look("catalogue")
    page.tab.keyboard.press("Escape")
    page.choose_and_wait(portrait)
    for number in range(page.tab.locator(".views button").count()):
        page.tab.locator(".views button").nth(number).click()
        look(f"view-{number}")
    page.tab.locator(".views button").first.click()
    for summary in page.tab.locator("details.group > summary").all():
        summary.click()
    page.tab.wait_for_selector(".sheet img")
    look("details")
    with page.tab.expect_download():
        page.tab.locator(".save-bar button").click()
    page.tab.wait_for_selector("dialog[open]")
    look("saved")
    assert {name: wrong for name, wrong in states.items() if wrong} == {}
    assert len(states) >= 9
    assert page.errors == []
