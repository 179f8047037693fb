"""The photos with known alpha, each with the window that every method is judged on."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image

from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import Detector, only_face
from service.steps.frame import window
from service.values.errors import ConfigError
from service.values.photo import RGB, Alpha, Face, Photo, Window

Pixels = TypeVar("Pixels", RGB, Alpha)

SETS = ("comp", "studio")  # other backgrounds put behind the person, and the photos themselves


@dataclass(frozen=True, slots=True)
class Sample:
    """One photo and what is true about it: alpha (H, W) and person's colour (H, W, 3) in `window`.

    `exact` tells whether the photo was made from that colour, so that a finished photo can be
    judged by it; otherwise it only serves for showing.
    """

    name: str
    group: str
    photo: Photo
    face: Face
    window: Window
    alpha: Alpha
    foreground: RGB
    exact: bool

    @property
    def colour(self) -> RGB:
        """The photo's own pixels in the window."""
        return crop(self.photo.rgb, self.window)


def names(photos: Path, limit: int | None) -> list[str]:
    """The names of the first `limit` people, sorted. Raises ConfigError where there are none."""
    stems = sorted(path.stem for path in (photos / "pairs" / "alpha").glob("*.png"))
    if not stems:
        raise ConfigError(f"there is no pairs/alpha/*.png in {photos}")
    return stems[:limit]


def read(photos: Path, group: str, name: str, detector: Detector) -> Sample:
    """Decode a photo of `group` at its full size, find its face and cut out what is true of it."""
    pairs = photos / "pairs"
    photo = decode((pairs / group / f"{name}.jpg").read_bytes(), Limits())
    face = only_face(photo, detector)
    area = window(photo, face)
    alpha = read_alpha(photos, name)
    foreground = decode((pairs / "foreground" / f"{name}.jpg").read_bytes(), Limits()).rgb
    for what, size in (("alpha", alpha.shape), ("foreground", foreground.shape[:2])):
        if size != photo.rgb.shape[:2]:
            raise ConfigError(f"{what} of {name} is {size}, its photo {photo.rgb.shape[:2]}")
    return Sample(
        name=name,
        group=group,
        photo=photo,
        face=face,
        window=area,
        alpha=crop(alpha, area),
        foreground=crop(foreground, area),
        exact=group == "comp",
    )


def read_alpha(photos: Path, name: str) -> Alpha:
    """The true alpha of a person's photo, whole."""
    with Image.open(photos / "pairs" / "alpha" / f"{name}.png") as image:
        return np.asarray(image.convert("L"), np.float32) / np.float32(255)


def crop(pixels: Pixels, area: Window) -> Pixels:
    """The part of `pixels` (H, W) or (H, W, channels) that `area` names."""
    rows = slice(area.top, area.top + area.height)
    return pixels[rows, area.left : area.left + area.width]
