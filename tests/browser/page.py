"""The page as a person uses it: by what its controls are called."""

import json
import re

from axe_playwright_python.sync_playwright import Axe


class Page:
    """One tab. What the console reports as an error, other than failed loads, is kept."""

    def __init__(self, tab, site):
        self.tab, self.site = tab, site
        self.errors = []
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        tab.on("console", self._listen)
        # Playwright has choosers intercepted for the first who listens, and does not wait until
        # they are: a key pressed at once would open a real one. So somebody always listens.
        tab.on("filechooser", lambda _: None)

    def _listen(self, message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def go(self, path=""):
        self.tab.goto(self.site + path)
        self.tab.wait_for_selector("#main", state="visible")

    def wait_until(self, condition):
        """Until a condition in JavaScript holds; wait_for_function would need eval."""
        for _ in range(600):
            if self.tab.evaluate(condition):
                return
            self.tab.wait_for_timeout(100)
        raise AssertionError(f"never came true: {condition}")

    def button(self, name):
        return self.tab.get_by_role("button", name=re.compile(name, re.IGNORECASE)).first

    def tap(self, name):
        self.button(name).click()

    def choose(self, photo):
        """Give a photo to the input that the button for choosing opens."""
        self.tab.locator("input[type=file]:not([capture])").first.set_input_files(photo)

    def choose_and_wait(self, photo):
        self.choose(photo)
        self.wait_finished()

    def wait_finished(self):
        """Until the finished photo is there and nothing is in work."""
        self.tab.wait_for_selector(".result[aria-busy=false] .save-bar button:enabled")

    def save(self, name):
        """Tap to save; the file that the browser got."""
        with self.tab.expect_download() as download:
            self.tap(name)
        return download.value

    def colour(self, name):
        self.tab.locator(f"input[name=background][value='{name}']").check(force=True)

    def shot(self, folder, name):
        self.tab.screenshot(path=folder / f"{name}.png")

    def violations(self):
        """What axe-core finds wrong, in words; nothing: []."""
        # Where motion has ended, so that no text is judged while it fades in.
        self.tab.wait_for_timeout(400)
        found = Axe().run(self.tab).response["violations"]
        return [
            f"{one['id']}: {node['html'][:160]} {json.dumps(node.get('any', [])[:1])[:300]}"
            for one in found
            for node in one["nodes"]
        ]
