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

from evaluation import photos
from evaluation.app import WarmApp, outcome
from evaluation.command import command, progress
from evaluation.engine import CachedMatting
from evaluation.tables import table

JSON = {"Accept": "application/json"}
DEADLINE_SECONDS = 600.0  # for a photo: slow is no fault here
# Documents of all kinds: with assumed ranges, cropped only, never turned, with few KB, of own size.
REQUESTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/v1/idphoto", {"spec": "cn-1inch", "background": "blue"}),
    ("/v1/idphoto", {"spec": "photo-35x45", "background": "transparent", "format": "png"}),
    ("/v1/idphoto", {"spec": "cn-diploma"}),
    ("/v1/idphoto", {"spec": "cn-id-card", "edge": "post-process"}),
    ("/v1/idphoto", {"spec": "us-passport", "strict": "true"}),
    ("/v1/idphoto", {"width_mm": "35", "height_mm": "45", "head_ratio": "0.7", "format": "webp"}),
    ("/v1/check", {"spec": "jp-passport"}),
    ("/v1/sheet", {"cells": "cn-1inch:4,cn-2inch:2", "format": "pdf"}),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one file got for one request: the status, and the problem's type if it is one."""

    file: str
    request: str
    outcome: str

    @property
    def fault(self) -> bool:
        """Whether the service itself failed (5xx)."""
        return self.outcome.startswith("5")


@command
def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 when an answer was 5xx, or when photos or weights are not there."""
    options = _parser().parse_args(argv)
    folder = photos.folder()
    paths = sorted(path for path in folder.glob("*/**/*.*") if path.is_file())
    answers: list[Answer] = []
    try:
        app = WarmApp(deadline_seconds=DEADLINE_SECONDS)
        for path in progress(paths[options.first :: options.every]):
            answers.extend(_answers(path, app))
    except KeyboardInterrupt:
        print("\ninterrupted; the table is of the files until here", file=sys.stderr)
    print(summary(answers))
    return int(any(answer.fault for answer in answers))


def summary(answers: Sequence[Answer]) -> str:
    """Markdown: how each request was answered, how many answers are faults, and all of these."""
    rows = []
    for request in dict.fromkeys(answer.request for answer in answers):
        counts = Counter(answer.outcome for answer in answers if answer.request == request)
        cells = ", ".join(f"{count} x {outcome}" for outcome, count in counts.most_common())
        rows.append([f"`{request}`", cells])
    faults = [answer for answer in answers if answer.fault]
    files = len({answer.file for answer in answers})
    return "\n".join(
        [
            table("ll", ["request", "answers"], rows),
            f"{len(answers)} answers to {files} files, {len(faults)} 5xx",
            *map(str, faults),
        ]
    )


def _answers(path: Path, app: WarmApp) -> Iterator[Answer]:
    """One file sent in all ways; the person is cut out once for all that look alike."""
    engine = app.service.warm_engine()
    app.service.engine = replace(engine, matting=CachedMatting(engine.matting))
    data, name = path.read_bytes(), f"{path.parent.name}/{path.name}"
    for address, fields in REQUESTS:
        form = {"image": (io.BytesIO(data), path.name), **fields}
        response = app.post(address, data=form, headers=JSON)
        request = " ".join([address, *(f"{key}={value}" for key, value in fields.items())])
        yield Answer(name, request, outcome(response))
    app.service.engine = engine


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.crash_sweep", description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every so many of the files (1)")
    parser.add_argument("--first", type=int, default=0, help="of them, counted from 0 (0)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
