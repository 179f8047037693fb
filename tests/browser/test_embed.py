"""The example of docs/embed.md, on a site that may show the page and on one that may not."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.conftest import DESKTOP, EMBEDDER
from tests.server.conftest import ROOT

EXAMPLE = re.compile(r"```html\n(.*?)```", re.DOTALL)


pytestmark = pytest.mark.usefixtures("around")


@pytest.fixture
def around(site):
    """The site of the example, at the origins that are allowed and at others."""
    (example,) = EXAMPLE.findall((ROOT / "docs" / "embed.md").read_text("utf-8"))
    html = "<!doctype html><meta charset=utf-8>" + example.replace("https://photos.example/", site)
    html = html.replace('allow="camera', 'style="width:420px;height:760px" allow="camera')

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", EMBEDDER), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield
    server.shutdown()
    server.server_close()


def test_the_finished_photo_goes_to_the_page_around(opened, portrait, shots):
    page = opened(device=DESKTOP)
    page.tab.goto(f"http://localhost:{EMBEDDER}/")
    frame = page.tab.frame_locator("#idphoto")
    assert frame.locator(".document-line").is_disabled()  # the site asked for one document
    frame.locator("input[type=file]:not([capture])").first.set_input_files(portrait)
    use = frame.get_by_role("button", name="Use this photo")
    use.wait_for()
    frame.locator(".result[aria-busy=false]").wait_for()
    use.click()
    page.wait_until("document.getElementById('photo').naturalWidth === 295")
    frame.get_by_text("Sent").wait_for()
    page.shot(shots, "embed")


def test_another_site_cannot_show_it(opened):
    page = opened(device=DESKTOP)
    page.tab.goto(f"http://127.0.0.1:{EMBEDDER}/")
    page.tab.wait_for_timeout(1500)
    assert page.tab.frame_locator("#idphoto").locator("#main").count() == 0
    assert any("frame-ancestors" in error for error in page.errors)
