"""The photos with known alpha, each with the window that every method is judged on."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from service.steps.decode import Limits, decode
from service.steps.face import Detector, only_face
from service.steps.frame import window
from service.values.errors import ConfigError
from service.values.photo import RGB, Alpha, Face, Photo, Window

VARIABLE = "IDPHOTO_TEST_PHOTOS"
SETS = ("comp", "studio")  # other backgrounds put behind the person, and the photos themselves


@dataclass(frozen=True, slots=True)
class Case:
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


def folder() -> Path:
    """The folder of test photos. Raises ConfigError where there is none."""
    given = os.environ.get(VARIABLE)
    if not given:
        raise ConfigError(f"{VARIABLE} is not set; it names the folder of test photos")
    path = Path(given)
    if not path.is_dir():
        raise ConfigError(f"{VARIABLE}={given} is no folder")
    return path


def names(photos: Path, limit: int | None) -> list[str]:
    """The names of the first `limit` people, sorted. Raises ConfigError where there are none."""
    found = sorted(path.stem for path in (photos / "pairs" / "alpha").glob("*.png"))
    if not found:
        raise ConfigError(f"there is no pairs/alpha/*.png in {photos}")
    return found[:limit]


def read(photos: Path, group: str, name: str, detector: Detector) -> Case:
    """Decode a photo of `group` at its full size, find its face and cut out what is true of it."""
    pairs = photos / "pairs"
    photo = decode((pairs / group / f"{name}.jpg").read_bytes(), Limits())
    face = only_face(photo, detector)
    area = window(photo, face)
    alpha = np.asarray(Image.open(pairs / "alpha" / f"{name}.png").convert("L"))
    foreground = decode((pairs / "foreground" / f"{name}.jpg").read_bytes(), Limits()).rgb
    for what, size in (("alpha", alpha.shape), ("foreground", foreground.shape[:2])):
        if size != photo.rgb.shape[:2]:
            raise ConfigError(f"{what} of {name} is {size}, its photo {photo.rgb.shape[:2]}")
    return Case(
        name=name,
        group=group,
        photo=photo,
        face=face,
        window=area,
        alpha=crop(alpha, area).astype(np.float32) / np.float32(255),
        foreground=crop(foreground, area),
        exact=group == "comp",
    )


def crop(pixels: RGB, area: Window) -> RGB:
    """The part of `pixels` (H, W) or (H, W, channels) that `area` names."""
    rows = slice(area.top, area.top + area.height)
    return pixels[rows, area.left : area.left + area.width]
