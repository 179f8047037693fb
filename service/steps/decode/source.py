"""A file as it is given to the library that decodes it, and what its own header says besides."""

from dataclasses import dataclass

from service.steps.decode.container import from_first_frame, is_heif
from service.steps.decode.formats import BROKEN
from service.steps.decode.heif_view import HeifView, heif_view
from service.steps.decode.png import SIGNATURE, essential
from service.values.photo_errors import DamagedImage


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to decode, and what the library does not report: colours, crop and turn."""

    data: bytes
    code_points: tuple[int, int] | None = None
    view: HeifView | None = None

    @property
    def exif(self) -> bytes | None:
        """The EXIF of a HEIC or AVIF that states its turn nowhere else, as Samsung's do.

        In others, EXIF only records how the camera was held, and the picture is turned already.
        """
        return self.view.exif if self.view and not self.view.turned else None


def source_of(data: bytes) -> Source:
    """Prepare a file. Raises DamagedImage."""
    try:
        if is_heif(data):
            view = heif_view(data)
            return Source(view.uncropped(data), view.code_points, view)
        if data.startswith(SIGNATURE):
            return Source(*essential(data))
        return Source(from_first_frame(data) if data.startswith(b"GIF8") else data)
    except BROKEN as error:
        raise DamagedImage(
            "The image's header is not valid; send it again.", "图像文件头无效，请重新发送。"
        ) from error
