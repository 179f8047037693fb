"""Photos that assistants hand over, and files that they get."""

import base64
import binascii
from contextlib import suppress
from pathlib import Path

from mcp.server.mcpserver.exceptions import ToolError

SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
}


class InMessages:
    """For a connector that serves others: it touches no file of its machine."""

    about = "This connector reads and writes no files: send photos in base64, without save_to."

    def read(self, photo: str) -> bytes:
        """Decode the base64."""
        text = photo.partition(",")[2] if photo.startswith("data:") else photo
        try:
            return base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise ToolError(f"The photo is no base64: {error}") from error

    def place(self, path: str | None) -> Path | None:
        """Where the result shall be written, looked at before it is made. Raises ToolError."""
        if path:
            raise ToolError("save_to is not available here; the file is in the answer.")
        return None


class OnThisMachine(InMessages):
    """For a connector that the user's own program starts: paths are those of the user."""

    about = (
        "This connector reads files of the user's machine: give paths of photos, and with save_to "
        "the path of a new file with its suffix (.jpg, .png, .webp or .pdf) for the result."
    )

    def read(self, photo: str) -> bytes:
        """Read the file, or decode the base64 where there is none of that name."""
        with suppress(OSError):  # such as a name that is too long for one
            return Path(photo).expanduser().read_bytes()
        try:
            return super().read(photo)
        except ToolError as error:
            raise ToolError(f"There is no file {photo[:200]}, and it is no base64.") from error

    def place(self, path: str | None) -> Path | None:
        """A new file with the suffix of a picture or PDF, in a folder that is there."""
        if not path:
            return None
        target = Path(path).expanduser()
        if not any(target.suffix.lower() in names for names in SUFFIXES.values()):
            raise ToolError("save_to ends with .jpg, .png, .webp or .pdf.")
        if target.exists() or not target.parent.is_dir():
            wrong = "is there already" if target.exists() else "is in a folder that is not there"
            raise ToolError(f"{target} {wrong}.")
        return target


def write(target: Path, data: bytes, media_type: str) -> str:
    """Write a new file of the kind that its suffix says; its path. Raises ToolError."""
    right = SUFFIXES[media_type]
    if target.suffix.lower() not in right:
        raise ToolError(f"The result is {media_type}: let save_to end with {right[0]}.")
    try:
        with target.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise ToolError(f"{target} cannot be written: {error.strerror}.") from error
    return str(target.resolve())
