"""Photos in which a face is harder to find than in the photo as it was sent."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import cv2
import numpy as np

from evaluation.finding.cap import mesh_of, with_cap
from service.raster import shrink
from service.values.mesh import FOREHEAD
from service.values.photo import RGB, Face, Photo

AFAR = 0.3  # size of the photo before a grey wall
FAR_PX, FAR_FACE = (4000, 3000), 0.05  # a photo of 12 MP, and a face in shares of its width
CLOSE, CLOSE_WIDE = (
    0.05,
    0.8,
)  # room above and below a close face, and the photo's width, in heights
Spoiling = Callable[[Photo, Face], Photo]


def _grey(photo: Photo, _: Face) -> Photo:
    light = cv2.cvtColor(photo.rgb, cv2.COLOR_RGB2GRAY)
    return replace(photo, rgb=np.dstack([light] * 3))


def _dark(photo: Photo, _: Face) -> Photo:
    """Four stops less light, and a camera's noise."""
    light = (photo.rgb / 255.0) ** 2.2 / 16
    noise = np.random.default_rng(0).normal(0, 0.002, light.shape)
    coded = 255 * np.clip(light + noise, 0, 1) ** (1 / 2.2)
    return replace(photo, rgb=coded.astype(np.uint8))


def _afar(photo: Photo, _: Face) -> Photo:
    """A small picture of it in the middle of a wall."""
    width, height = photo.size
    small = shrink(photo.rgb, (max(1, round(AFAR * width)), max(1, round(AFAR * height))))
    wall: RGB = np.full_like(photo.rgb, 170)
    top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
    wall[top : top + small.shape[0], left : left + small.shape[1]] = small
    return replace(photo, rgb=wall)


def _blurred(photo: Photo, _: Face) -> Photo:
    sigma = max(photo.size) / 150
    return replace(photo, rgb=np.asarray(cv2.GaussianBlur(photo.rgb, (0, 0), sigma), np.uint8))


def _far_away(photo: Photo, face: Face) -> Photo:
    """A twentieth of a photo of 12 MP: what is beside the portrait is its blurred border."""
    scale = FAR_FACE * FAR_PX[0] / face.height
    width, height = (round(scale * side) for side in photo.size)
    if scale < 1:
        small = shrink(photo.rgb, (width, height))
    else:
        small = np.asarray(cv2.resize(photo.rgb, (width, height), interpolation=cv2.INTER_CUBIC))
    left, top = (FAR_PX[0] - width) // 2, (FAR_PX[1] - height) // 2
    edges = (top, FAR_PX[1] - height - top, left, FAR_PX[0] - width - left)
    canvas = cv2.copyMakeBorder(small, *edges, cv2.BORDER_REPLICATE)
    canvas = cv2.resize(cv2.blur(canvas, (81, 81)), FAR_PX)
    canvas[top : top + height, left : left + width] = small
    return replace(photo, rgb=np.asarray(canvas, np.uint8), source_size=FAR_PX)


def _close(photo: Photo, face: Face) -> Photo:
    """Cut off just above the hairline and just below the chin."""
    hairline, chin = mesh_of(face).flat[FOREHEAD], face.chin
    x = float(hairline[0] + chin[0]) / 2
    room = CLOSE * (chin[1] - hairline[1])
    top, bottom = max(0, round(hairline[1] - room)), round(chin[1] + room)
    reach = CLOSE_WIDE / 2 * (bottom - top)
    rgb = photo.rgb[top:bottom, max(0, round(x - reach)) : round(x + reach)]
    return replace(photo, rgb=np.ascontiguousarray(rgb), source_size=(rgb.shape[1], rgb.shape[0]))


SPOILT: Mapping[str, Spoiling] = {
    "as sent": lambda photo, _: photo,
    "grey": _grey,
    "four stops darker": _dark,
    "from afar": _afar,
    "face 5% of 12 MP": _far_away,
    "cut off at hairline and chin": _close,
    "cap down to the brows": with_cap,
    "blurred": _blurred,
    "on its right side": lambda photo, _: photo.turned(1),
    "upside down": lambda photo, _: photo.turned(2),
    "on its left side": lambda photo, _: photo.turned(3),
}
BY_MESH = (_close, with_cap)  # these need the face's mesh, which a profile has not
