"""The window that is matted, and the pixels of the document's frame."""

import math

import cv2
import numpy as np

from service.raster import Coverage, shrink
from service.values import geometry
from service.values.geometry import Affine
from service.values.photo import RGB, Alpha, Face, Matte, Photo, Window

# The window around the eyes in units of eyes-to-chin (half a head): wide enough for the widest
# frame of a document (head a half of a square photo) and for shoulders that tell the network
# what it sees.
WINDOW_SIDE, WINDOW_UP, WINDOW_DOWN = 3.2, 2.4, 3.6


def window(photo: Photo, face: Face, scale: float = 1.0) -> Window:
    """Head and shoulders around `face`, cut off at the photo's edges.

    A `scale` below 1, for a frame that shows the head smaller than usual, makes it wider.
    """
    unit = face.unit / min(1.0, scale)
    (x, y), (width, height) = face.eyes, photo.size
    left = max(0, math.floor(x - WINDOW_SIDE * unit))
    top = max(0, math.floor(y - WINDOW_UP * unit))
    right = min(width, math.ceil(x + WINDOW_SIDE * unit))
    bottom = min(height, math.ceil(y + WINDOW_DOWN * unit))
    return Window(left, top, right - left, bottom - top)


def cut(
    photo: Photo, matte: Matte, affine: Affine, size: tuple[int, int], chin_y: float = math.inf
) -> tuple[RGB, Alpha]:
    """Colour and alpha of the frame.

    Beyond the photo alpha is 0, but below `chin_y` (in photo pixels) the photo's edge is
    repeated: a body that is cut off slightly inside the frame must not float.
    """
    alpha = project(matte.alpha, matte, affine, size)
    inside = Coverage(affine, photo.size, size).mask(below=chin_y)
    return _warp(photo.rgb, affine, size), np.asarray(alpha * inside, np.float32)


def project(plane: Alpha, matte: Matte, affine: Affine, size: tuple[int, int]) -> Alpha:
    """A plane (h, w) of `matte` in the frame of (width, height) `size`."""
    whole = geometry.compose(affine, matte.to_photo)
    warped = cv2.warpAffine(
        plane, whole, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, np.float32)


def _warp(rgb: RGB, affine: Affine, size: tuple[int, int]) -> RGB:
    """`rgb` through `affine`, without aliasing.

    It is averaged by a whole factor where the frame is coarser, then sampled on a grid twice as
    fine as the frame and averaged again.
    """
    factor = max(1, math.floor(1 / geometry.scale_of(affine) + 1e-6))
    source = rgb.shape[1] // factor, rgb.shape[0] // factor
    rgb = shrink(rgb[: source[1] * factor, : source[0] * factor], source)
    enlarged = geometry.resize(source, (source[0] * factor, source[1] * factor))
    affine = geometry.compose(affine, enlarged)
    fine = 1 if geometry.scale_of(affine) >= 1 - 1e-6 else 2
    finer = size[0] * fine, size[1] * fine
    warped = cv2.warpAffine(
        cv2.cvtColor(rgb, cv2.COLOR_RGB2RGBA),  # OpenCV warps four channels faster than three
        geometry.compose(geometry.resize(size, finer), affine),
        finer,
        flags=cv2.INTER_CUBIC if fine == 1 else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return shrink(np.asarray(cv2.cvtColor(warped, cv2.COLOR_RGBA2RGB), np.uint8), size)
