"""docs/formats.md: what becomes of each kind of file, written from measurements and read back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.formats.decompression_bombs import bombs
from evaluation.formats.resource_usage import Usage
from evaluation.tables import table

PATH = Path(__file__).parents[2] / "docs" / "formats.md"
SPEC, TOO_LARGE = "cn-1inch", "too-many-pixels"
HEADINGS = ("file", "bytes", "read", "ms", "MB", "photo", "ms", "MB")
ROW = re.compile(r"^\| `?([^`|]+?)`? \| [0-9,]+ \| ([^|]+) \| [^|]+ \| [^|]+ \| ([^|]+) \|", re.M)
TEXT = """# File formats

<!-- Written by `make formats`; changes here are lost. A test holds sizes and outcomes. -->

This page shows how each kind of file is handled. Names with a suffix are test photos, intact and
broken, which are not part of this project; the last files are decompression bombs, made for this
test. **read** is the upright size in pixels, or the problem with which the file is rejected, with
the CPU time of reading and its peak memory above that of a warm worker, without the file itself.
**photo** is the response of `POST /v1/idphoto` with `spec={spec}`, with the CPU time and memory of
the whole request, including the network ({matting}). All figures are from one run, with each file
in its own process, on two cores that other processes used too. [Supported cameras and
phones](devices.md) lists what cameras produce, and what large pictures cost.

{table}

{count} files: {finished} photos, {refused} rejections, nothing else. {slow} takes longest to read,
{slowest:.0f} ms. Rejecting a bomb or a file with too many pixels takes {bomb_ms:.0f} ms and
{bomb_mb:.1f} MB at most.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One file: how it is read, what becomes of it, and what each takes."""

    name: str
    size: int
    read: str
    reading: Usage
    outcome: str
    making: Usage

    def cells(self) -> list[str]:
        """The row of the table."""
        reading, making = (
            (f"{usage.cpu_ms:.0f}", f"{usage.extra_mb:.1f}")
            for usage in (self.reading, self.making)
        )
        return [self.name, f"{self.size:,}", self.read, *reading, self.outcome, *making]


def page(rows: Sequence[Row], matting: str) -> str:
    """The whole page; `matting` names the network."""
    finished = sum(row.outcome == "200" for row in rows)
    slow = max(rows, key=lambda row: row.reading.cpu_ms)
    names = bombs().keys()
    huge = [row.reading for row in rows if row.read.endswith(TOO_LARGE) or row.name in names]
    return TEXT.format(
        spec=SPEC,
        matting=matting,
        table=table("lrlrrlrr", HEADINGS, [row.cells() for row in rows]),
        count=len(rows),
        finished=finished,
        refused=len(rows) - finished,
        slowest=slow.reading.cpu_ms,
        slow=slow.name,
        bomb_ms=max(usage.cpu_ms for usage in huge),
        bomb_mb=max(usage.extra_mb for usage in huge),
    )


def documented() -> dict[str, tuple[str, str]]:
    """How each file is read and what becomes of it, by the page."""
    text = PATH.read_text("utf-8")
    return {name: (size, outcome) for name, size, outcome in ROW.findall(text)}
