"""Files of documents as an operator writes them, right and wrong, to specs or one clear line."""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from service.specs import catalogue
from service.values.errors import ConfigError

_HEAD = b'[[spec]]\nid = "xx-one"\nnames = { en = "One", zh = "\xe4\xb8\x80" }\ncountry = "xx"\n'
_TAIL = b'source = "invented"\nchecked = "2026-01-31"\n'


def seeds() -> Iterator[bytes]:
    """Small files that are right, with the rules of many kinds."""
    yield _HEAD + b"width_mm = 35\nheight_mm = 45\nhead_height_mm = [30, 34]\n" + _TAIL
    yield _HEAD + b"width_px = 413\nheight_px = 531\ntop_share = 0.1\neye_line_px = 300\n" + _TAIL
    yield (
        _HEAD + b'width_mm = 51\nheight_mm = 51\ndpi = 300\nbackgrounds = ["white", '
        b'{ name = "pale", rgb = [240, 240, 235] }]\nchin_bottom_mm = [5, inf]\n'
        b'face_width_mm = 20\npriority = ["eye_line_mm"]\nfile_kb = [10, 200]\n' + _TAIL
    )
    yield (
        b'[group]\nen = "A"\nzh = "B"\n[countries.xx]\nen = "X"\nzh = "Y"\n'
        + _HEAD
        + (
            b"width_mm = 25\nheight_mm = 35\n[[spec.evidence]]\nrules = ['size']\nquote = 'q'\n"
            b"url = 'https://example.org'\nread = '2026-01-31'\nkind = 'primary'\n"
        )
    )


def run(data: bytes) -> None:
    """Load it as a folder of specs; what comes out can be found, placed by and told of."""
    path = _file()
    path.write_bytes(data)
    try:
        documents = catalogue.load(path.parent)
    except ConfigError as error:
        if "\n" in str(error):
            raise ValueError("not one line") from error
        return
    for spec in documents:
        assert documents.find(spec.id) is spec
        width, height = spec.pixels(spec.dpi)
        assert width > 0, spec.id
        assert height > 0, spec.id
        assert spec.model_dump_json(), spec.id


@cache
def _file() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzzing-specs-", dir="/dev/shm")) / "xx.toml"
