"""Debian's Chromium before a real gunicorn, on loopback.

Without a browser these tests are skipped, and say so; where IDPHOTO_TEST_BROWSER is set, as in
`.ci/run`, they fail instead.
"""

import os
import shutil
import socket
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.page import Page
from tests.server.conftest import ROOT, running


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


NAMES = ("chromium", "chromium-browser", "google-chrome")
OUT = ROOT / "out" / "browser"
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
EMBEDDER = _free_port()  # of the site around, which the service has to know when it starts
PATIENCE = 60_000  # ms: a busy machine of two cores makes a photo in a second, or in ten


@pytest.fixture(scope="session")
def executable():
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        said = "no Chromium: apt-get install chromium"
        if os.environ.get("IDPHOTO_TEST_BROWSER"):
            pytest.fail(said)
        pytest.skip(said)
    return found


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as own:
        yield own


def start(playwright, executable, video=None):
    """A browser; its camera plays `video`, or there is none."""
    # Chromium's sandbox needs namespaces that containers do not grant.
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    if video is not None:
        arguments += [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={video}",
        ]
    return playwright.chromium.launch(executable_path=executable, args=arguments)


@pytest.fixture(scope="session")
def chromium(playwright, executable):
    browser = start(playwright, executable)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a service that any page of localhost may embed."""
    folder = tmp_path_factory.mktemp("site")
    settings = {
        "workers": 1,
        "matting": "portrait",
        "embed_origins": f"http://localhost:{EMBEDDER}",
    }
    with running(folder, **settings) as server:
        yield f"http://127.0.0.1:{server.port}/"


@pytest.fixture
def opened(chromium, site):
    """Opens the page in a browser of its own kind; closes what was opened."""
    contexts = []

    def open_page(path="", browser=chromium, device=PHONE, language="en-GB", **options):
        context = browser.new_context(locale=language, **device, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = Page(context.new_page(), site)
        page.go(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def portrait(astronaut, tmp_path_factory):
    path = tmp_path_factory.mktemp("photo") / "portrait.png"
    path.write_bytes(astronaut)
    return path


@pytest.fixture(scope="session")
def shots():
    """Where screenshots go, for people to look at."""
    OUT.mkdir(parents=True, exist_ok=True)
    return Path(OUT)
