"""`python -m evaluation.contact_sheets`: finished photos of all portraits, to judge by eye."""

import argparse
import io
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from evaluation import photos
from evaluation.cutout import methods
from evaluation.cutout.scores import BACKGROUNDS
from evaluation.image_grid import Cell, finished, fitted, grid
from service import settings
from service.models.faces import FaceDetector
from service.models.matters import choose
from service.pipeline.idphoto import Studio, make_idphoto
from service.specs import catalogue
from service.steps.decode import Limits, decode
from service.steps.face import only_face
from service.steps.frame import window
from service.values.errors import ConfigError, ServiceError
from service.values.order import Order
from service.values.photo import RGB, Alpha
from service.values.watch import Watch

FOLDERS = ("portraits", "wild")
SHOWN = ("portrait", "u2netp")
SHOWN_ON = ("blue", "white")
COLUMNS, CELLS = 8, 40
SPEC = "cn-1inch"
LETTERS = 40  # of a label's line, as many as a cell is wide
LINES = 3  # of a refusal

Made = tuple[RGB, Alpha, tuple[str, ...]]


def main(given: list[str] | None = None) -> int:
    """Write the sheets; 1 when photos, weights or a method are not there."""
    options = _parser().parse_args(given)
    cv2.setNumThreads(1)
    try:
        for method in methods.chosen(options.methods, SHOWN):
            for path in write(method, photos.folder(), options.limit, options.out):
                print(path)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def write(method: str, folder: Path, limit: int | None, out: Path) -> Iterator[Path]:
    """Make every photo once with `method`, show it on each background, and yield the files."""
    config = settings.load()
    choice = choose(method, "cpu", config.model_home, config.model_mirror)
    studio = Studio(FaceDetector(), choice.load(), Limits())
    spec = catalogue.load().find(SPEC)
    if spec is None:
        raise ConfigError(f"the catalogue has no {SPEC}")
    order = Order(spec, None, "png", spec.dpi)
    cells: dict[str, list[Cell]] = {name: [] for name in SHOWN_ON}
    for path in _files(folder)[:limit]:
        print(f"\r{method} {path.name:48.48}", end="", file=sys.stderr)
        foreground, alpha, lines = made(path.read_bytes(), order, studio)
        for name, shown in cells.items():
            picture = fitted(finished(foreground, alpha, BACKGROUNDS[name]), *order.size)
            shown.append(Cell(picture, (path.name[:LETTERS], *lines)))
    print(file=sys.stderr)
    out.mkdir(parents=True, exist_ok=True)
    for name, shown in cells.items():
        for number, start in enumerate(range(0, len(shown), CELLS), start=1):
            path = out / f"{method}-{name}-{number}.png"
            grid(shown[start : start + CELLS], COLUMNS).save(path)
            yield path


def made(data: bytes, order: Order, studio: Studio) -> Made:
    """The finished photo's person and its warnings, or what there is of one that was refused."""
    try:
        photo = make_idphoto(data, order, studio, Watch())
    except ServiceError as refusal:
        lines = textwrap.wrap(f"{refusal.slug}: {refusal.detail}", LETTERS)[:LINES]
        return (*_refused(data, studio), tuple(lines))
    rgba = np.asarray(Image.open(io.BytesIO(photo.data)).convert("RGBA"))
    codes = " ".join(warning.code for warning in photo.report.warnings)
    return rgba[..., :3], rgba[..., 3].astype(np.float32) / np.float32(255), (codes,)


def _refused(data: bytes, studio: Studio) -> tuple[RGB, Alpha]:
    """The window's cutout, or without a single face the photo as it is."""
    photo = decode(data, studio.limits)
    try:
        face = only_face(photo, studio.detector)
    except ServiceError:
        return photo.rgb, np.ones(photo.rgb.shape[:2], np.float32)
    cutout = methods.of_window(studio.matter, photo, face, window(photo, face))
    return cutout.foreground, cutout.alpha


def _files(folder: Path) -> list[Path]:
    found = [path for name in FOLDERS for path in sorted((folder / name).iterdir())]
    if not found:
        raise ConfigError(f"there are no photos in {' and '.join(FOLDERS)} of {folder}")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.contact_sheets", description=__doc__
    )
    parser.add_argument("--limit", type=int, help="only the first so many photos")
    parser.add_argument("--methods", default=",".join(SHOWN), help=f"of {', '.join(SHOWN)}")
    parser.add_argument(
        "--out", type=Path, default=Path("out/sheets"), help="folder for the sheets (out/sheets)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
