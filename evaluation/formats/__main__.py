"""`python -m evaluation.formats`: write docs/formats.md, what becomes of each kind of file.

Every file is read, and made a 1-inch photo of, in processes of their own, forked from one that is
as warm as a worker of the service. Needs IDPHOTO_TEST_PHOTOS.
"""

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from evaluation import photos
from evaluation.formats.decompression_bombs import bombs
from evaluation.formats.resource_usage import Cost, apart, cost
from service.app import create_app, warm
from service.pipeline.idphoto import HEADS_PER_PHOTO, Studio
from service.steps.decode import decode
from service.values.errors import ServiceError
from service.values.order import Order
from service.web.service import Service

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
SPEC, TOO_LARGE = "cn-1inch", "too-many-pixels"
ROW = re.compile(r"^\| `?([^`|]+?)`? \| [0-9,]+ \| ([^|]+) \| [^|]+ \| [^|]+ \| ([^|]+) \|", re.M)
TEXT = """# What becomes of each kind of file

<!-- Written by `make formats`; changes here are lost. A test holds sizes and outcomes. -->

Files with a suffix are test photos, whole and broken, which are not part of this project; the last
ones are bombs, made for the purpose. **read**: the upright size in pixels, or the problem that the
file is refused with; reading takes that CPU time, and at its peak that memory above what a warm
worker holds, the file itself not counted. **photo**: what `POST /v1/idphoto` with `spec={spec}`
answers, and the CPU time and memory of the whole way, the network ({matting}) included. One run,
each file in a process of its own, on two cores that others used too.

| file | bytes | read | ms | MB | photo | ms | MB |
| --- | ---: | --- | ---: | ---: | --- | ---: | ---: |
{rows}

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
    reading: Cost
    outcome: str
    making: Cost

    def __str__(self) -> str:
        def told(found: Cost) -> str:
            return f"{found.cpu_ms:.0f} | {found.extra_mb:.1f}"

        return (
            f"| {self.name} | {self.size:,} | {self.read} | {told(self.reading)} | "
            f"{self.outcome} | {told(self.making)} |"
        )


def read(data: bytes, studio: Studio, order: Order) -> str:
    """The upright size of a file, or the problem that it is refused with."""
    try:
        width, height = decode(data, studio.limits, HEADS_PER_PHOTO * order.head_px).source_size
    except ServiceError as error:
        return _told(error)
    return f"{width} x {height}"


def outcome(data: bytes, app: Flask) -> str:
    """Status and problem of the answer to a file."""
    answer = app.test_client().post(
        f"/v1/idphoto?spec={SPEC}",
        data=data,
        content_type="application/octet-stream",
        environ_overrides={"CONTENT_LENGTH": str(len(data))},
    )
    if answer.status_code == 200:
        return "200"
    problem = json.loads(answer.data)["type"].rsplit("/", 1)[1]
    return f"{answer.status_code} {problem}"


def stated() -> dict[str, tuple[str, str]]:
    """How each file is read and what becomes of it, by the page."""
    return {name: (size, told) for name, size, told in ROW.findall(PAGE.read_text("utf-8"))}


def _told(error: ServiceError) -> str:
    return f"{error.status} {error.slug}"


def _row(name: str, data: bytes, app: Flask, studio: Studio, order: Order) -> Row:
    size, reading = apart(lambda: cost(lambda: read(data, studio, order)))
    told, making = apart(lambda: cost(lambda: outcome(data, app)))
    return Row(name, len(data), size, reading, told, making)


def page(rows: list[Row], matting: str) -> str:
    """The whole page."""
    finished = sum(row.outcome == "200" for row in rows)
    slow = max(rows, key=lambda row: row.reading.cpu_ms)
    made = bombs()
    huge = [row.reading for row in rows if row.read.endswith(TOO_LARGE) or row.name in made]
    return TEXT.format(
        spec=SPEC,
        matting=matting,
        rows="\n".join(map(str, rows)),
        count=len(rows),
        finished=finished,
        refused=len(rows) - finished,
        slowest=slow.reading.cpu_ms,
        slow=slow.name,
        bomb_ms=max(found.cpu_ms for found in huge),
        bomb_mb=max(found.extra_mb for found in huge),
    )


def main() -> None:
    """Measure all files and write the page."""
    argparse.ArgumentParser(prog="python -m evaluation.formats", description=__doc__).parse_args()
    files = {f"`{path.name}`": path for path in sorted((photos.folder() / "formats").iterdir())}
    app = create_app()
    warm(app)
    service: Service = app.extensions["idphoto"]
    studio = service.open_studio()
    [spec] = [known for known in service.catalogue if known.id == SPEC]
    order = Order(spec, spec.backgrounds[0].rgb, "jpeg", spec.dpi)
    rows = [_row(name, path.read_bytes(), app, studio, order) for name, path in files.items()]
    rows += [_row(name, data, app, studio, order) for name, data in bombs().items()]
    PAGE.write_text(page(rows, service.matting), "utf-8")
    print(f"{len(rows)} files in {PAGE}")


if __name__ == "__main__":
    main()
