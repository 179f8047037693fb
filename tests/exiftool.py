"""The metadata of a file as exiftool reads it, which shares no code with what wrote it."""

import json
import shutil
import subprocess

import pytest


def read(data):
    """Tags by `group:name`."""
    tool = shutil.which("exiftool")
    if tool is None:
        pytest.skip("exiftool is not installed (Debian: libimage-exiftool-perl)")
    command = [tool, "-json", "-G1", "-n", "-"]
    (tags,) = json.loads(
        subprocess.run(command, input=data, capture_output=True, check=True).stdout
    )
    return tags
