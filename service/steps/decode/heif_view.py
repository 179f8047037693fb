"""How the picture of a HEIC or AVIF file is to be shown (ISO 23008-12): crop, turns, colours.

libheif takes a crop for the size of the coded picture and gives up, and libavif leaves it to its
caller: so the crop is taken out of the file before it is decoded, and made afterwards.
"""

from dataclasses import dataclass, field
from struct import pack, unpack_from

from service.steps.decode.isobmff import contents, meta_boxes, primary_item, properties

EXIF_BYTES = 65_536  # as many as a JPEG's may have
Rectangle = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(slots=True)
class HeifView:
    """What the header says of the picture that is shown.

    `coded_crop` is the part of the coded picture that is shown, `crop` the same after its turns;
    `turned`: whether the file says how to turn it; `code_points`: its primaries and transfer
    function (ITU-T H.273); `exif`: its EXIF in TIFF's form.
    """

    coded_crop: Rectangle | None = None
    crop: Rectangle | None = None
    turned: bool = False
    code_points: tuple[int, int] | None = None
    exif: bytes = b""
    _size: tuple[int, int] = (0, 0)
    _apertures: list[tuple[int, bytes]] = field(default_factory=list)

    def uncropped(self, data: bytes) -> bytes:
        """The file with crops as large as the picture."""
        if not self._apertures:
            return data
        whole = bytearray(data)
        for place, aperture in self._apertures:
            whole[place : place + len(aperture)] = aperture
        return bytes(whole)

    def read(self, data: bytes, kind: bytes, start: int) -> None:
        """Take in the next property of the picture."""
        match kind:
            case b"ispe":
                self._size = unpack_from(">II", data, start + 4)
            case b"clap":
                self._aperture(data, start)
            case b"irot":
                self.turned = True
                for _ in range(data[start] & 3):
                    self._turn()
            case b"imir":
                self.turned = True
                self._mirror(data[start] & 1)
            case b"colr" if data[start : start + 4] == b"nclx":
                self.code_points = unpack_from(">HH", data, start + 4)

    def _aperture(self, data: bytes, start: int) -> None:
        numbers = unpack_from(">IIIIiIiI", data, start)
        if 0 in numbers[1::2]:
            raise ValueError("the crop is divided by zero")
        width, height, right, down = (
            top / bottom for top, bottom in zip(numbers[::2], numbers[1::2], strict=True)
        )
        left = max(0, round(right + (self._size[0] - width) / 2))
        top = max(0, round(down + (self._size[1] - height) / 2))
        self.crop = self.coded_crop = (
            left,
            top,
            min(left + round(width), self._size[0]),
            min(top + round(height), self._size[1]),
        )
        whole = pack(">8I", self._size[0], 1, self._size[1], 1, 0, 1, 0, 1)
        self._apertures.append((start, whole))

    def _turn(self) -> None:
        """Turn by a quarter anticlockwise."""
        width, height = self._size
        self._size = height, width
        if self.crop:
            left, top, right, bottom = self.crop
            self.crop = top, width - right, bottom, width - left

    def _mirror(self, axis: int) -> None:
        """Exchange top and bottom (0) or left and right (1)."""
        width, height = self._size
        if self.crop:
            left, top, right, bottom = self.crop
            if axis == 0:
                self.crop = left, height - bottom, right, height - top
            else:
                self.crop = width - right, top, width - left, bottom


def heif_view(data: bytes) -> HeifView:
    """How the picture is to be shown. Raises struct.error, IndexError or ValueError."""
    meta, view = meta_boxes(data), HeifView()
    shown = primary_item(data, meta)
    for item, (kind, start, _) in properties(data, meta):
        if item == shown:
            view.read(data, kind, start)
    if view.crop and (view.crop[0] >= view.crop[2] or view.crop[1] >= view.crop[3]):
        raise ValueError("the crop leaves nothing")
    for content in contents(data, meta, {b"Exif"}, EXIF_BYTES).values():
        view.exif = content[4 + int.from_bytes(content[:4], "big") :]
        break
    return view
