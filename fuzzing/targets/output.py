"""Finished pixels, labels and rules for the file, to files that say and keep what was asked."""

import io
import json
import math
from collections.abc import Iterator
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from fuzzing.draw import Draw
from service.steps.encode import Encoded, encode, fit
from service.steps.label import label
from service.values.files import Format
from service.values.marks import Labelling
from service.values.order import FileRule
from service.values.photo import RGB
from service.values.photo_errors import SizeUnreachable

FORMATS: tuple[Format, ...] = ("jpeg", "png", "webp")
CONTENT_PRODUCER = "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"


def seeds() -> Iterator[bytes]:
    """Random pictures, rules and names."""
    for seed in range(16):
        yield np.random.default_rng(seed).bytes(600)


def run(data: bytes) -> None:
    """Write one file; it has its pixels and dpi, keeps its rule, and its label can be read."""
    draw = Draw(data)
    producer = "".join(filter(str.isprintable, draw.text(60))) or None
    labelled = label(draw.flag(), Labelling(draw.flag(), producer))
    file_format, dpi = draw.one_of(FORMATS), draw.integer(72, 1200)
    rule = _rule(draw, file_format)
    pixels = _pixels(draw, file_format)
    try:
        file = fit(pixels, file_format, dpi, rule, labelled.xmp)
    except SizeUnreachable:
        return
    assert rule.least <= len(file.data) <= rule.most, (len(file.data), rule)
    _is_right(file, pixels, file_format, dpi)
    if labelled.xmp:
        assert labelled.xmp in file.data
        _is_readable(labelled.xmp, producer if "aigc" in labelled.names else None)


def _is_right(file: Encoded, pixels: RGB, file_format: Format, dpi: int) -> None:
    image = Image.open(io.BytesIO(file.data))
    image.load()
    assert image.size == (pixels.shape[1], pixels.shape[0]), image.size
    if file_format != "webp":  # which has no such field of its own, only EXIF
        assert math.isclose(image.info["dpi"][0], dpi, abs_tol=0.5), image.info["dpi"]
    assert math.isclose(image.getexif()[282], dpi, rel_tol=1e-6)  # XResolution
    if file_format == "png":
        assert (np.asarray(image) == pixels).all()
        again = encode(pixels, file_format, dpi)
        assert len(again) <= len(file.data)


def _is_readable(xmp: bytes, producer: str | None) -> None:
    packet = ElementTree.fromstring(xmp.decode().partition("?>")[2].rpartition("<?")[0])
    if producer is not None:
        stated = packet.find(f".//{CONTENT_PRODUCER}")
        assert stated is not None
        assert json.loads(stated.text or "")["ContentProducer"] == producer


def _rule(draw: Draw, file_format: Format) -> FileRule:
    least = draw.integer(0, 6000) if draw.flag() else 0
    most = least + draw.integer(0, 6000) if draw.flag() else math.inf
    pad = file_format == "jpeg" and draw.flag()
    return FileRule(least, most, draw.integer(1, 100), pad)


def _pixels(draw: Draw, file_format: Format) -> RGB:
    width, height = draw.integer(1, 48), draw.integer(1, 48)
    channels = 4 if file_format != "jpeg" and draw.flag() else 3
    noise = np.frombuffer(draw.take(64), np.uint8)
    return np.resize(noise, (height, width, channels)).copy()
