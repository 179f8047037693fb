"""`python -m evaluation.contact_sheets`: finished photos of all portraits, to judge by eye."""

import argparse
import io
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from evaluation import photos
from evaluation.command import command, progress
from evaluation.cutout import methods
from evaluation.cutout.comparison import on_background
from evaluation.cutout.scores import BACKGROUNDS
from evaluation.engine import load_engine
from evaluation.image_grid import Cell, fitted, image_grid
from evaluation.orders import default_order
from service.cancellation import CancellationToken
from service.pipeline.engine import Engine
from service.pipeline.idphoto import make_idphoto
from service.steps.decode.decode import decode
from service.steps.face import only_face
from service.steps.frame import window
from service.values.errors import ServiceError
from service.values.order import Order
from service.values.photo import RGB, Alpha

GROUPS = ("portraits", "wild")
MODELS = ("portrait", "portrait-u2netp")
SHOWN_ON = ("blue", "white")
COLUMNS, CELLS = 8, 40
SPEC = "cn-1inch"
LETTERS = 40  # of a label's line, as many as a cell is wide
LINES = 3  # of a refusal

Person = tuple[RGB, Alpha, tuple[str, ...]]


@command
def main(argv: list[str] | None = None) -> int:
    """Write the sheets; 1 when photos, weights or a model are not there."""
    options = _parser().parse_args(argv)
    for model in methods.select(options.methods, MODELS):
        for path in write(model, photos.folder(), options.limit, options.out):
            print(path)
    return 0


def write(model: str, folder: Path, limit: int | None, out: Path) -> Iterator[Path]:
    """Make every photo once with `model`, show it on each background, and yield the files."""
    engine = load_engine(model)
    order = default_order(SPEC, background="transparent", format="png")
    cells: dict[str, list[Cell]] = {name: [] for name in SHOWN_ON}
    for path in progress(photos.files(folder, *GROUPS)[:limit]):
        foreground, alpha, lines = person(path.read_bytes(), order, engine)
        for name, row in cells.items():
            picture = on_background(foreground, alpha, BACKGROUNDS[name])
            row.append(Cell(fitted(picture, *order.size), (path.name[:LETTERS], *lines)))
    out.mkdir(parents=True, exist_ok=True)
    for name, row in cells.items():
        for number, start in enumerate(range(0, len(row), CELLS), start=1):
            path = out / f"{model}-{name}-{number}.png"
            image_grid(row[start : start + CELLS], COLUMNS).save(path)
            yield path


def person(data: bytes, order: Order, engine: Engine) -> Person:
    """The finished photo's person and its warnings, or what there is of one that was refused."""
    try:
        photo = make_idphoto(data, order, engine, CancellationToken())
    except ServiceError as refusal:
        lines = textwrap.wrap(f"{refusal.slug}: {refusal.detail}", LETTERS)[:LINES]
        return (*_refused(data, engine), tuple(lines))
    rgba = np.asarray(Image.open(io.BytesIO(photo.data)).convert("RGBA"))
    codes = " ".join(warning.code for warning in photo.report.warnings)
    return rgba[..., :3], rgba[..., 3].astype(np.float32) / np.float32(255), (codes,)


def _refused(data: bytes, engine: Engine) -> tuple[RGB, Alpha]:
    """The window's cutout, or without a single face the photo as it is."""
    photo = decode(data, engine.limits)
    try:
        face = only_face(photo, engine.detector)
    except ServiceError:
        return photo.rgb, np.ones(photo.rgb.shape[:2], np.float32)
    cutout = methods.cut_out_window(engine.matting, photo, face, window(photo, face))
    return cutout.foreground, cutout.alpha


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.contact_sheets", description=__doc__
    )
    parser.add_argument("--limit", type=int, help="only the first so many photos")
    parser.add_argument("--methods", default=",".join(MODELS), help=f"of {', '.join(MODELS)}")
    parser.add_argument(
        "--out", type=Path, default=Path("out/sheets"), help="folder for the sheets (out/sheets)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
