"""`python -m evaluation.crash_sweep`: every test photo sent to the service in several ways.

Prints how each way was answered and every answer that is the service's own fault (5xx).
"""

import argparse
import io
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from evaluation import photos
from evaluation.geometry.remeasure import Kept
from service import settings
from service.app import create_app, warm
from service.values.errors import ConfigError
from service.web.service import Service

JSON = {"Accept": "application/json"}
PATIENCE = 600.0  # seconds for a photo: slow is no fault here
# Documents of all kinds: with assumed ranges, cropped only, never turned, with few KB, of own size.
WAYS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/v1/idphoto", {"spec": "cn-1inch", "background": "blue"}),
    ("/v1/idphoto", {"spec": "us-visa", "background": "transparent", "format": "png"}),
    ("/v1/idphoto", {"spec": "cn-diploma"}),
    ("/v1/idphoto", {"spec": "cn-id-card", "edge": "post-process"}),
    ("/v1/idphoto", {"spec": "us-passport", "strict": "true"}),
    ("/v1/idphoto", {"width_mm": "35", "height_mm": "45", "head_ratio": "0.7", "format": "webp"}),
    ("/v1/check", {"spec": "jp-passport"}),
    ("/v1/sheet", {"cells": "cn-1inch:4,cn-2inch:2", "format": "pdf"}),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one file got in one way: a status, and the problem's type if it is one."""

    file: str
    way: str
    status: int
    said: str


def main(given: list[str] | None = None) -> int:
    """Print the table; 1 when an answer was 5xx, or when photos or weights are not there."""
    options = _parser().parse_args(given)
    answers: list[Answer] = []
    try:
        folder = photos.folder()
        paths = sorted(path for path in folder.glob("*/**/*.*") if path.is_file())
        paths = paths[options.first :: options.every]
        app = create_app(settings.load().model_copy(update={"deadline_seconds": PATIENCE}))
        warm(app)
        for number, path in enumerate(paths, start=1):
            print(f"\r{number} of {len(paths)} files", end="", file=sys.stderr, flush=True)
            for answer in _answers(path, app):
                answers.append(answer)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nbroken off; the table is of the files until here", file=sys.stderr)
    faults = [answer for answer in answers if answer.status >= 500]
    print(table(answers))
    print(f"{len(answers)} answers to {len({a.file for a in answers})} files, {len(faults)} 5xx")
    for answer in faults:
        print(answer)
    return int(bool(faults))


def table(answers: Sequence[Answer]) -> str:
    """Markdown: how each way was answered."""
    rows = ["| request | answers |", "| --- | --- |"]
    for way in dict.fromkeys(answer.way for answer in answers):
        counts = Counter(f"{a.status} {a.said}".strip() for a in answers if a.way == way)
        told = ", ".join(f"{count} x {said}" for said, count in counts.most_common())
        rows.append(f"| `{way}` | {told} |")
    return "\n".join(rows)


def _answers(path: Path, app: Flask) -> Iterator[Answer]:
    """One file sent in all ways; the person is cut out once for all that look alike."""
    service: Service = app.extensions["idphoto"]
    studio = service.open_studio()
    service.studio = replace(studio, matter=Kept(studio.matter))
    data, name = path.read_bytes(), f"{path.parent.name}/{path.name}"
    for address, fields in WAYS:
        form = {"image": (io.BytesIO(data), path.name), **fields}
        response = app.test_client().post(address, data=form, headers=JSON)
        slug = str(response.get_json().get("type", "")).rpartition("/")[2]
        way = " ".join([address, *(f"{key}={value}" for key, value in fields.items())])
        yield Answer(name, way, response.status_code, slug)
    service.studio = studio


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.crash_sweep", description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every so many of the files (1)")
    parser.add_argument("--first", type=int, default=0, help="of them, counted from 0 (0)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
