"""Photos that assistants hand over, and files that they get."""

import base64
import binascii
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

    def write(self, path: str, data: bytes, media_type: str) -> str:
        """Never."""
        del path, data, media_type
        raise ToolError("save_to is not available here; the file is in the answer.")


class OnThisMachine(InMessages):
    """For a connector that the user's own program starts: paths are those of the user."""

    about = (
        "This connector reads files of the user's machine: give paths of photos, and with save_to "
        "the path of a new file with its suffix (.jpg, .png, .webp or .pdf) for the result."
    )

    def read(self, photo: str) -> bytes:
        """Read the file, or decode the base64 where there is none of that name."""
        if len(photo) < 4096 and Path(photo).expanduser().is_file():
            return Path(photo).expanduser().read_bytes()
        try:
            return super().read(photo)
        except ToolError as error:
            raise ToolError(f"There is no file {photo[:200]}, and it is no base64.") from error

    def write(self, path: str, data: bytes, media_type: str) -> str:
        """Write a new file, of nothing but the kind that its suffix says."""
        target = Path(path).expanduser()
        if target.suffix.lower() not in SUFFIXES[media_type]:
            raise ToolError(
                f"The result is {media_type}: let save_to end with {SUFFIXES[media_type][0]}."
            )
        try:
            with target.open("xb") as file:
                file.write(data)
        except OSError as error:
            raise ToolError(f"{target} cannot be written: {error.strerror}.") from error
        return str(target.resolve())
