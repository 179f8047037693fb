"""Photos to send: realistic in size and content, made here, so that the project carries none."""

import importlib.util
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

RGB = NDArray[np.uint8]

# Eileen Collins (NASA, public domain), 512 x 512, comes with scikit-image, which rembg needs.
PORTRAIT = "data/astronaut.png"
COLUMNS = slice(27, 429)  # 3:4 around her head
ABOVE = 24  # rows mirrored above her hair; her head is then a third of the height
ORIENTATION = 0x0112
GRAIN = 1.0  # for files of the size that phones write: 12 MP in 2.5 MB


@dataclass(frozen=True, slots=True)
class Sample:
    """The file of one photo."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The body of a request, its media type, and the photo's name."""

    name: str
    body: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A camera's files: upright width and height in pixels, JPEG quality, EXIF orientation."""

    name: str
    width: int
    height: int
    quality: int
    orientation: int = 1


PHONE = Kind("12 MP", 3024, 4032, 90, orientation=6)
KINDS = (
    PHONE,
    Kind("8 MP", 2448, 3264, 90),
    Kind("2 MP", 1224, 1632, 90),
    Kind("0.5 MP", 612, 816, 92),
)


# What is asked for, in turn; pictures of other sizes and formats cost more or less than others.
SPECS = ("cn-1inch", "cn-1inch-large", "cn-2inch", "cn-2inch-small")
BACKGROUNDS = ("white", "blue", "#438edb", "transparent")


def make(kind: Kind) -> Sample:
    """The portrait as a camera of this kind would save it: the same bytes every time."""
    upright = cv2.resize(_portrait(), (kind.width, kind.height), interpolation=cv2.INTER_CUBIC)
    image = Image.fromarray(_grain(np.asarray(upright, np.uint8)))
    if kind.orientation == 6:  # the camera was held upright, its sensor lies on its side
        image = image.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[ORIENTATION] = kind.orientation
    out = io.BytesIO()
    image.save(out, "JPEG", quality=kind.quality, exif=exif)
    return Sample(kind.name, out.getvalue())


def form(sample: Sample, part: str, **fields: str) -> Form:
    """A photo as the file `part` of multipart/form-data, with other fields before it."""
    image = FileStorage(io.BytesIO(sample.data), "photo.jpg", content_type="image/jpeg")
    boundary, body = encode_multipart({**fields, part: image})
    return Form(sample.name, body, f"multipart/form-data; boundary={boundary}")


def orders(kinds: Iterable[Kind]) -> list[Form]:
    """Photos of every kind for several documents: what callers send in turn."""
    samples = [make(kind) for kind in kinds]
    return [
        form(sample, "image", spec=spec, background=background)
        for spec, background in zip(SPECS, BACKGROUNDS, strict=True)
        for sample in samples
    ]


def bare(sample: Sample) -> Form:
    """A photo as the whole body."""
    return Form(sample.name, sample.data, "image/jpeg")


def _portrait() -> RGB:
    found = importlib.util.find_spec("skimage")
    assert found is not None
    assert found.submodule_search_locations is not None
    path = Path(found.submodule_search_locations[0]) / PORTRAIT
    square = np.asarray(Image.open(path).convert("RGB"))[:, COLUMNS]
    return np.asarray(cv2.copyMakeBorder(square, ABOVE, 0, 0, 0, cv2.BORDER_REFLECT), np.uint8)


def _grain(rgb: RGB) -> RGB:
    """A sensor's noise, as camera software leaves it: soft, and stronger where there is light.

    Without it an enlarged photo would be a smaller file, and quicker to decode, than a real one.
    """
    noise = np.random.default_rng(1).standard_normal(rgb.shape[:2], np.float32)
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grain = GRAIN * np.sqrt(light + 16) * cv2.GaussianBlur(noise, (0, 0), 0.7)
    noisy: RGB = np.clip(np.rint(rgb + grain[..., np.newaxis]), 0, 255).astype(np.uint8)
    return noisy
