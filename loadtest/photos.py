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

ID_PHOTO = "/v1/idphoto"
CN_1INCH = f"{ID_PHOTO}?spec=cn-1inch&background=blue"
# What is asked for, in turn; pictures of other sizes and formats cost more or less than others.
SPECS = ("cn-1inch", "cn-1inch-large", "cn-2inch", "cn-2inch-small")
BACKGROUNDS = ("white", "blue", "#438edb", "transparent")


@dataclass(frozen=True, slots=True)
class Photo:
    """The file of one photo."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """A POST request: the photo's name, the path with its query, body, media type and API key."""

    name: str
    path: str
    body: bytes
    content_type: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Camera:
    """Its files: upright width and height in pixels, JPEG quality, EXIF orientation."""

    name: str
    width: int
    height: int
    quality: int
    orientation: int = 1


PHONE = Camera("12 MP", 3024, 4032, 90, orientation=6)
SMALL = Camera("2 MP", 1224, 1632, 90)
CAMERAS = (
    PHONE,
    Camera("8 MP", 2448, 3264, 90),
    SMALL,
    Camera("0.5 MP", 612, 816, 92),
)


def make_photo(camera: Camera) -> Photo:
    """The portrait as this camera would save it: the same bytes every time."""
    size = (camera.width, camera.height)
    upright = cv2.resize(_portrait(), size, interpolation=cv2.INTER_CUBIC)
    image = Image.fromarray(_grain(np.asarray(upright, np.uint8)))
    if camera.orientation == 6:  # it was held upright, its sensor lies on its side
        image = image.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[ORIENTATION] = camera.orientation
    out = io.BytesIO()
    image.save(out, "JPEG", quality=camera.quality, exif=exif)
    return Photo(camera.name, out.getvalue())


def multipart(photo: Photo, path: str = ID_PHOTO, part: str = "image", **fields: str) -> Upload:
    """A photo as the file `part` of multipart/form-data, with other fields before it."""
    image = FileStorage(io.BytesIO(photo.data), "photo.jpg", content_type="image/jpeg")
    boundary, body = encode_multipart({**fields, part: image})
    return Upload(photo.name, path, body, f"multipart/form-data; boundary={boundary}")


def raw(photo: Photo, path: str = CN_1INCH) -> Upload:
    """A photo as the whole body."""
    return Upload(photo.name, path, photo.data, "image/jpeg")


def small_upload(path: str = CN_1INCH) -> Upload:
    """A photo that costs the service nearly as much as a large one, but is sent at once."""
    return raw(make_photo(SMALL), path)


def uploads(cameras: Iterable[Camera]) -> list[Upload]:
    """Photos of every camera for several documents: what clients send in turn."""
    photos = [make_photo(camera) for camera in cameras]
    return [
        multipart(photo, spec=spec, background=background)
        for spec, background in zip(SPECS, BACKGROUNDS, strict=True)
        for photo in photos
    ]


def _portrait() -> RGB:
    package = importlib.util.find_spec("skimage")
    assert package is not None
    assert package.submodule_search_locations is not None
    path = Path(package.submodule_search_locations[0]) / PORTRAIT
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
