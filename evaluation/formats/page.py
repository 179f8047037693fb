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
TEXT = """# What becomes of each kind of file

<!-- Written by `make formats`; changes here are lost. A test holds sizes and outcomes. -->

Files with a suffix are test photos, whole and broken, which are not part of this project; the last
ones are bombs, made for the purpose. **read**: the upright size in pixels, or the problem that the
file is refused with; reading takes that CPU time, and at its peak that memory above what a warm
worker holds, the file itself not counted. **photo**: what `POST /v1/idphoto` with `spec={spec}`
answers, and the CPU time and memory of the whole way, the network ({matting}) included. One run,
each file in a process of its own, on two cores that others used too. [What large pictures
cost](devices.md), and which cameras' files are read, is a page of its own.

{table}

{count} files: {finished} photos, {refused} refusals, nothing else. {slow} takes longest to read,
{slowest:.0f} ms; refusing what has too many pixels, and the bombs, costs {bomb_ms:.0f} ms and
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
