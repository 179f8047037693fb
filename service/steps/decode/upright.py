"""Which way a picture is stored, and how it is brought upright."""

from PIL import Image

from service.steps.decode.formats import BROKEN

# EXIF 2.32, tag Orientation: what brings each stored orientation upright.
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = {UPRIGHT[orientation] for orientation in (5, 6, 7, 8)}


def turn_of(image: Image.Image, exif: bytes | None) -> Image.Transpose | None:
    """What brings an image upright according to its EXIF, or to `exif` where that is given.

    EXIF that cannot be read says nothing.
    """
    try:
        tags = image.getexif()
        if exif is not None:
            tags = Image.Exif()
            tags.load(exif)
        return UPRIGHT.get(int(tags.get(ORIENTATION, 1)))
    except BROKEN:
        return None
