"""`make picture`: the page's way from the camera to the file, side by side, for the README.

NASA's portrait of Eileen Collins (public domain) stands before a fake camera in Chromium.
"""

import io
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from service.values.photo import RGB

FOLDER = Path(__file__).parent
OUT = FOLDER / "pictures" / "page.webp"
FILM_PX = 720, 960
PHONE: ViewportSize = {"width": 390, "height": 780}
NEARER, FACE_X, WALL_PX = 2.7, 224, 130  # times; where her face is; more wall above her
PATIENCE_S = 240
GAP, PAPER = 24, (236, 234, 229)


def main() -> None:
    """Write pictures/page.webp."""
    with tempfile.TemporaryDirectory() as folder, serving() as address:
        shots = photographed(address, filmed(Path(folder) / "camera.y4m"))
    side_by_side(shots).save(OUT, quality=80, method=6)
    print(f"{OUT.relative_to(FOLDER.parent)}: {OUT.stat().st_size // 1000} KB")


def photographed(address: str, film: Path) -> list[Image.Image]:
    """The page at the beginning, with its camera, with the finished photo, and moved by hand."""
    chromium = shutil.which("chromium")
    assert chromium is not None, "apt-get install chromium"
    arguments = [
        *("--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
        f"--use-file-for-fake-video-capture={film}",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(
            viewport=PHONE, locale="en-GB", device_scale_factor=2, is_mobile=True, has_touch=True
        )
        page.set_default_timeout(1000 * PATIENCE_S)
        page.goto(f"{address}?spec=cn-1inch")
        page.wait_for_selector(".document-line:enabled")
        shots = [_shot(page)]
        page.get_by_role("button", name="Take a photo").click()
        page.wait_for_selector(".camera-outline")
        page.get_by_text("Close your mouth").wait_for()
        shots.append(_shot(page))
        page.get_by_role("button", name="Take the picture").click()
        page.wait_for_selector(".result[aria-busy=false] .save-bar button:enabled")
        page.locator("input[name=background][value=blue]").check(force=True)
        shots.append(_shot(page))
        page.get_by_role("button", name="Adjust").click()
        shots.append(_shot(page))
        browser.close()
    return shots


def _shot(page: Page) -> Image.Image:
    page.wait_for_timeout(500)  # until motion has ended
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def side_by_side(shots: list[Image.Image]) -> Image.Image:
    """All in a row, on paper."""
    width, height = shots[0].size
    picture = Image.new("RGB", (len(shots) * (width + GAP) + GAP, height + 2 * GAP), PAPER)
    for number, shot in enumerate(shots):
        picture.paste(shot, (GAP + number * (width + GAP), GAP))
    return picture.resize(
        (picture.width * 2 // 3, picture.height * 2 // 3), Image.Resampling.LANCZOS
    )


def filmed(path: Path) -> Path:
    """The portrait as a camera sees it, as a video of one frame a second."""
    photo = np.asarray(Image.open(FOLDER / "astronaut.jpg").convert("RGB"))
    picture = upright(photo)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{FILM_PX[0]} H{FILM_PX[1]} F1:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(4):
            file.write(b"FRAME\n" + cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420).tobytes())
    return path


def upright(photo: RGB) -> RGB:
    """Head and shoulders in an upright picture, as large as the page's outline wants them."""
    width, height = FILM_PX
    large = cv2.resize(photo, None, fx=NEARER, fy=NEARER, interpolation=cv2.INTER_CUBIC)
    large = cv2.copyMakeBorder(large, WALL_PX, 0, 0, 0, cv2.BORDER_REPLICATE)
    left = round(NEARER * FACE_X - width / 2)
    return np.ascontiguousarray(large[:height, left : left + width], np.uint8)


@contextmanager
def serving() -> Iterator[str]:
    """The service on a free port, until it is no longer needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "--bind", address, "--workers", "1"]
    server = subprocess.Popen(command, cwd=FOLDER.parent)  # noqa: S603 - this service itself
    try:
        _wait(f"http://{address}/readyz")
        yield f"http://{address}/"
    finally:
        server.terminate()
        server.wait(60)


def _wait(url: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(url)


if __name__ == "__main__":
    main()
