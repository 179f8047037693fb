"""`python -m evaluation.every_document`: what each document makes of some portraits.

Every document is tried on every portrait with its background replaced. A photo is right when it was
finished and none of the lengths that a source states failed. The contact sheet is for a person to
look at; documents with fewer right photos than are wanted are listed with what was said instead.
"""

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PIL import Image

from evaluation import photos
from evaluation.command import command, progress
from evaluation.engine import CachedMatting, load_engine
from evaluation.image_grid import Cell, fitted, image_grid
from evaluation.orders import default_order, shipped
from service.cancellation import CancellationToken
from service.checks.lengths import DEFINITIONS
from service.pipeline.engine import Engine
from service.pipeline.idphoto import make_idphoto
from service.values.errors import ServiceError
from service.values.order import Order
from service.values.photo import RGB

# With the chest and both shoulders in them, and as many pixels as there are.
PORTRAITS = (
    "wild/cfd_ba7153f64e3f.jpg,wild/if_bd7d1f6324c3.jpg,portraits/vrooli-woman.jpg,"
    "wild/if_74b7d38b9ba2.jpg,wild/pif_3bcfd3875a50.jpg,wild/cfd_5e2218ca5b5f.jpg,"
    "large/male_8mp.jpg,large/female_12mp_exif3.jpg,pairs/studio/H000324.jpg,"
    "portraits/congress-B001289.jpg"
)
WANTED = 3
LENGTHS = {definition.id for definition in DEFINITIONS.values()}
SIDE = 150  # pixels of a picture on the sheet
COLUMNS = 15


@command
def main(argv: list[str] | None = None) -> int:
    """List the documents without enough right photos, and draw the sheet."""
    options = _parser().parse_args(argv)
    paths = [photos.folder() / name for name in options.photos.split(",")]
    engine = load_engine(options.matting)
    engine = replace(engine, matting=CachedMatting(engine.matting))
    cells, poor = [], 0
    for order in progress(list(_orders())):
        trial = _try(order, paths, engine)
        if trial.right < WANTED:
            poor += 1
            print(f"{order.spec.id}: {trial.right} right; {'; '.join(trial.said)}", flush=True)
        if trial.picture is not None:
            lines = (order.spec.id, f"{trial.right} right")
            cells.append(Cell(fitted(trial.picture, SIDE, SIDE), lines))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    image_grid(cells, COLUMNS).save(options.out, quality=85)
    print(f"{len(cells)} documents on {options.out}; {poor} with fewer than {WANTED} right photos")
    return 0


@dataclass(slots=True)
class Trial:
    """How many photos were right, the first of them, and what was said of the others."""

    right: int = 0
    picture: RGB | None = None
    said: list[str] = field(default_factory=list)


def _try(order: Order, paths: Sequence[Path], engine: Engine) -> Trial:
    """One document on one portrait after the other, until enough are right."""
    trial = Trial()
    for path in paths:
        try:
            made = make_idphoto(path.read_bytes(), order, engine, CancellationToken())
        except ServiceError as error:
            trial.said.append(f"{path.stem}: {error.slug}")
            continue
        failed = [c.id for c in made.report.checks if c.id in LENGTHS and c.verdict == "fail"]
        if failed:
            trial.said.append(f"{path.stem}: {', '.join(failed)}")
            continue
        trial.right += 1
        if trial.picture is None:
            trial.picture = np.asarray(Image.open(io.BytesIO(made.data)).convert("RGB"))
        if trial.right == WANTED:
            break
    return trial


def _orders() -> Iterator[Order]:
    """Each document as somebody orders it who wants the background replaced all the same."""
    for spec in shipped():
        yield default_order(spec.id, allow_editing="true", background=spec.backgrounds[0].name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m evaluation.every_document", description=__doc__)
    parser.add_argument("--photos", default=PORTRAITS, help="Names, separated by commas.")
    parser.add_argument("--matting", default="portrait")
    parser.add_argument("--out", type=Path, default=Path("out/every-document.jpg"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
