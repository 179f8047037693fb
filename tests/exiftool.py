"""The metadata of a file as exiftool reads it, which shares no code with what wrote it."""

import json
import subprocess

from tests.needed import program


def read(data):
    """Tags by `group:name`."""
    command = [program("exiftool", "libimage-exiftool-perl"), "-json", "-G1", "-n", "-"]
    (tags,) = json.loads(
        subprocess.run(command, input=data, capture_output=True, check=True).stdout
    )
    return tags
