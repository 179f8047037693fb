"""`python -m evaluation.formats`: write docs/formats.md, what becomes of each kind of file.

Every file is read, and made a 1-inch photo of, in processes of their own, forked from one that is
as warm as a worker of the service. Needs IDPHOTO_TEST_PHOTOS.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from evaluation import photos
from evaluation.app import WarmApp, outcome
from evaluation.command import command, progress
from evaluation.formats.decompression_bombs import bombs
from evaluation.formats.page import PATH, SPEC, Row, page
from evaluation.formats.resource_usage import in_child, measure
from evaluation.orders import default_order
from service.pipeline.engine import Engine
from service.pipeline.idphoto import HEADS_PER_PHOTO
from service.steps.decode.decode import decode
from service.values.errors import ServiceError


@command
def main(argv: list[str] | None = None) -> int:
    """Measure all files and write the page."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.formats", description=__doc__)
    parser.parse_args(argv)
    folder, app = photos.folder(), WarmApp()
    engine, head_px = app.service.warm_engine(), default_order(SPEC).head_px
    rows = [_row(name, data, app, engine, head_px) for name, data in progress(_files(folder))]
    PATH.write_text(page(rows, app.service.matting), "utf-8")
    print(f"{len(rows)} files in {PATH}")
    return 0


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Names as they stand on the page, and files, one by one: what is held weighs in forks."""
    for path in photos.files(folder, "formats"):
        yield f"`{path.name}`", path.read_bytes()
    yield from bombs().items()


def _row(name: str, data: bytes, app: WarmApp, engine: Engine, head_px: float) -> Row:
    size, reading = in_child(lambda: measure(lambda: _read(data, engine, head_px)))
    answer, making = in_child(lambda: measure(lambda: _post(data, app)))
    return Row(name, len(data), size, reading, answer, making)


def _read(data: bytes, engine: Engine, head_px: float) -> str:
    """The upright size of a file, or the problem that it is refused with."""
    try:
        width, height = decode(data, engine.limits, HEADS_PER_PHOTO * head_px).source_size
    except ServiceError as error:
        return f"{error.status} {error.slug}"
    return f"{width} x {height}"


def _post(data: bytes, app: WarmApp) -> str:
    """Status and problem of the answer to a file."""
    return outcome(
        app.post(
            f"/v1/idphoto?spec={SPEC}",
            data=data,
            content_type="application/octet-stream",
            environ_overrides={"CONTENT_LENGTH": str(len(data))},
        )
    )


if __name__ == "__main__":
    sys.exit(main())
