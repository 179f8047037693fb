"""The page in Debian's Firefox; without one this is skipped, or fails where `.ci/run` runs."""

import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.server.conftest import ROOT

NAMES = ("firefox-esr", "firefox")
SCRIPT = Path(__file__).with_name("firefox.mjs")


@pytest.fixture(scope="module")
def command():
    """Node and the Firefox that it shall start."""
    firefox = next(filter(None, map(shutil.which, NAMES)), None)
    node = shutil.which("node")
    if firefox and node and (ROOT / "page" / "node_modules" / "puppeteer-core").is_dir():
        return [node, str(SCRIPT), firefox]
    said = "no Firefox, Node.js or page/node_modules: apt-get install firefox-esr; make page"
    if os.environ.get("IDPHOTO_TEST_BROWSER"):
        pytest.fail(said)
    pytest.skip(said)


def test_a_photo_is_saved_the_camera_guides_and_what_is_no_photo_is_refused(
    command, site, portrait, shots, tmp_path
):
    # Firefox refuses a home that belongs to somebody else.
    home = {**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [*command, site, str(portrait), str(tmp_path)],
        env=home, check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    for shot in tmp_path.glob("firefox-*.png"):
        shutil.copy(shot, shots)
    assert seen["errors"] == []
    assert seen["saved"] == ["cn-1inch.jpg"]
    photo = Image.open(io.BytesIO((tmp_path / "cn-1inch.jpg").read_bytes()))
    assert photo.size == (295, 413)
    np.testing.assert_allclose(photo.getpixel((3, 3)), (255, 0, 0), atol=3)
    assert "face" in seen["says"].lower()
    assert "JPEG" in seen["refusal"]
