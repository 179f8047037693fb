"""ICC profiles: from the colours of a profile to sRGB, and from figures to a profile."""

import io
import struct
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_SRGB = ImageCms.createProfile("sRGB")
# Where a profile's header names the kind of its colours, and the kind of pixels that this is.
_SPACE = slice(16, 20)
_MODES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}
# White on white, black on black as it is measured, and no taste of the profile's maker in between:
# a profile of tables gives the same as one of a matrix.
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
MAX_KEPT = 20_000  # bytes; profiles of phones have about 500, and some of printers a million
MAX_TAGS = 100  # as lcms reads at most

# ICC.1:2022, 7.2: version 4.3 of a display's profile from RGB to XYZ.
_HEADER = ">I4xI4s4s4s12s4s28x3i48x"
_D50 = 0.9642, 1.0, 0.8249
# Bradford: the adaptation that ICC.1:2022, annex E, recommends.
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)


def to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """RGB, grey or CMYK pixels without alpha, through a profile.

    A profile that is broken or for another kind of pixel is ignored, whatever its name.
    """
    mode = _MODES.get(profile[_SPACE])
    if mode == "RGB" and image.mode != "CMYK":
        image = _rgb(image)
    if image.mode != mode:
        return _rgb(image)
    try:
        make = _kept_transform if len(profile) <= MAX_KEPT else _transform
        transform = make(profile, mode)
        converted = ImageCms.applyTransform(image, transform) if transform else None
    except (ImageCms.PyCMSError, OSError, ValueError):
        converted = None
    return converted if converted is not None else _rgb(image)


def _rgb(image: Image.Image) -> Image.Image:
    """The image itself where it is RGB: Pillow would copy it."""
    return image if image.mode == "RGB" else image.convert("RGB")


def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The transform from a profile to sRGB; None if it changes no colour by more than one level."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(_without_programs(profile)))
    transform = ImageCms.buildTransform(source, _SRGB, mode, "RGB", _INTENT, _FLAGS)
    if mode == "CMYK":
        return transform
    colours = _colours(mode)
    seen = ImageCms.applyTransform(colours, transform)
    if seen is None:
        return transform
    apart = np.asarray(seen, np.int16) - np.asarray(colours.convert("RGB"), np.int16)
    return transform if np.abs(apart).max() > 1 else None


def _without_programs(profile: bytes) -> bytes:
    """A profile whose tables and matrices alone count.

    The tags D2B0 to D2B3 (ICC.1:2022, 9.2.17) hold programs of any length, which would run for
    36,000 colours: those of a profile of 1 MB for 7 s.
    """
    directory = slice(132, 132 + 12 * MAX_TAGS)
    if b"D2B" not in profile[directory]:
        return profile
    return profile[:132] + profile[directory].replace(b"D2B", b"d2b") + profile[directory.stop :]


_kept_transform = lru_cache(maxsize=16)(_transform)


@lru_cache(maxsize=2)
def _colours(mode: str) -> Image.Image:
    """Colours from all over the space, every 17th level of each channel; every level of grey."""
    if mode == "L":
        return Image.fromarray(np.arange(256, dtype=np.uint8)[np.newaxis])
    levels = np.arange(0, 256, 17, dtype=np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), axis=-1)
    return Image.fromarray(cube.reshape(levels.size, -1, 3))


def matrix_profile(chromaticities: Sequence[float], curve: NDArray[np.float64]) -> bytes:
    """The profile of RGB with x and y of white, red, green and blue, and a curve for all three.

    `curve` is linear light in [0, 1] for evenly spaced signals. Raises ValueError for figures that
    describe no colours.
    """
    steps = np.round(np.clip(curve, 0, 1) * 65_535).astype(">u2").tobytes()
    table = struct.pack(">4s4xI", b"curv", len(curve)) + steps
    columns = _colorants(np.asarray(chromaticities, float).reshape(4, 2))
    tags = [
        (name, struct.pack(">4s4x3i", b"XYZ ", *_fixed(column)))
        for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns.T, strict=True)
    ]
    directory, at = b"", 132 + 12 * 6
    for name, content in tags:
        directory += struct.pack(">4sII", name, at, len(content))
        at += len(content)
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        directory += struct.pack(">4sII", name, at, len(table))
    header = struct.pack(
        _HEADER, at + len(table), 0x04300000, b"mntr", b"RGB ", b"XYZ ", b"", b"acsp", *_fixed(_D50)
    )
    body = b"".join(content for _, content in tags)
    return header + struct.pack(">I", 6) + directory + body + table


def _colorants(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """XYZ of full red, green and blue as columns, under D50."""
    if not (np.isfinite(points).all() and (points[:, 1] > 0).all()):
        raise ValueError("the chromaticities are no colours")
    x, y = points.T
    xyz = np.stack([x / y, np.ones(4), (1 - x - y) / y])
    white, primaries = xyz[:, 0], xyz[:, 1:]
    columns = primaries * np.linalg.solve(primaries, white)
    scale = (_BRADFORD @ np.array(_D50)) / (_BRADFORD @ white)
    adapted: NDArray[np.float64] = np.linalg.inv(_BRADFORD) @ np.diag(scale) @ _BRADFORD @ columns
    if not (np.abs(adapted) < 8).all():
        raise ValueError("the chromaticities are no colours")
    return adapted


def _fixed(values: Sequence[float] | NDArray[np.float64]) -> list[int]:
    """As s15Fixed16Number."""
    return [round(float(value) * 65_536) for value in values]
