"""`python -m evaluation.remeasured`: finished photos measured once more, as if they were sent.

The face is searched and the person cut out anew on the finished photo, so that the millimetres of
the report are checked by a look at the result. Prints the table of docs/geometry.md.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from evaluation import photos
from service import settings
from service.models.faces import FaceDetector
from service.models.matters import choose
from service.pipeline.idphoto import Studio, make_idphoto
from service.specs import catalogue
from service.steps.decode import Limits, decode
from service.steps.face import only_face
from service.steps.frame import window
from service.steps.head import find_head
from service.steps.matting import matte
from service.values.document import RangeName
from service.values.errors import ConfigError, ServiceError
from service.values.order import Order
from service.values.report import HeadReport
from service.values.spec import Spec
from service.values.watch import Watch

FOLDERS = "pairs/studio,portraits,wild"
SPECS = "cn-1inch,us-passport,jp-passport"
MEASURES: tuple[RangeName, ...] = ("head_height_mm", "top_mm", "eye_line_mm", "chin_bottom_mm")
WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Pair:
    """A finished photo's measures: as reported, as measured again, and their standard errors."""

    reported: dict[str, float]
    again: dict[str, float]
    uncertainty: dict[RangeName, float]


def main(given: list[str] | None = None) -> int:
    """Print the table; 1 when photos, weights or a spec are not there."""
    options = _parser().parse_args(given)
    cv2.setNumThreads(1)
    try:
        config, folder, known = settings.load(), photos.folder(), catalogue.load()
        choice = choose("u2netp", "cpu", config.model_home, config.model_mirror)
        studio = Studio(FaceDetector(), choice.load(), Limits())
        paths = [
            p for name in options.folders.split(",") for p in sorted((folder / name).iterdir())
        ]
        specs = [known.find(name) for name in options.specs.split(",")]
    except (ConfigError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(HEADING)
    for spec in specs:
        if spec is None:
            print("a name in --specs is no spec", file=sys.stderr)
            return 1
        pairs, refused = measured(paths[: options.limit], spec, studio)
        print("\n".join(rows(spec, pairs, refused)), flush=True)
    return 0


def measured(paths: list[Path], spec: Spec, studio: Studio) -> tuple[list[Pair], dict[str, int]]:
    """Every photo made and measured again, and how many were refused, by reason."""
    pairs, refused = [], dict[str, int]()
    order = Order(spec, WHITE, "png", spec.dpi)
    for path in paths:
        reason = ""
        try:
            made = make_idphoto(path.read_bytes(), order, studio, Watch())
            reason = "of the result "
            again = measure(made.data, order, studio)
        except ServiceError as error:
            reason += error.slug
            refused[reason] = refused.get(reason, 0) + 1
            continue
        head = made.report.head
        pairs.append(Pair(_lengths(head), again, head.uncertainty_mm))
    return pairs, refused


def measure(data: bytes, order: Order, studio: Studio) -> dict[str, float]:
    """The lengths in mm that a finished photo shows."""
    photo = decode(data, Limits())
    face = only_face(photo, studio.detector)
    coarse = matte(photo, face, window(photo, face), studio.matter, Watch())
    head = find_head(face, coarse, upright=False)
    crown, eyes, chin = (
        (float(point[1]) + 0.5) / order.px_per_mm for point in (head.crown, head.eyes, head.chin)
    )
    below = order.spec.height_mm
    values = (chin - crown, crown, below - eyes, below - chin)
    return dict(zip(MEASURES, values, strict=True))


HEADING = (
    "| spec | measure | photos | differs by (mean, rms) | 95% within | within 2 standard errors "
    "| in range, or 2 standard errors from it |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
)


def rows(spec: Spec, pairs: list[Pair], refused: dict[str, int]) -> list[str]:
    """One line for each measure."""
    said = ", ".join(f"{count} {slug}" for slug, count in sorted(refused.items())) or "none"
    lines = [f"| `{spec.id}` | refused: {said} | | | | | |"]
    for name in MEASURES:
        off = np.array([pair.again[name] - pair.reported[name] for pair in pairs])
        allowed = np.array([2 * pair.uncertainty[name] for pair in pairs])
        inside = "-"
        limits = getattr(spec, name)
        if limits is not None:
            again = np.array([pair.again[name] for pair in pairs])
            beyond = np.maximum(limits[0] - again, again - limits[1])
            inside = f"{(beyond <= 0).mean():.1%}, {(beyond <= allowed).mean():.1%}"
        lines.append(
            f"| | {name} | {len(off)} | {off.mean():+.2f}, {np.sqrt(np.mean(off**2)):.2f} mm "
            f"| {np.percentile(np.abs(off), 95):.2f} mm | {(np.abs(off) <= allowed).mean():.1%} "
            f"| {inside} |"
        )
    return lines


def _lengths(head: HeadReport) -> dict[str, float]:
    return {name: getattr(head, name) for name in MEASURES}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.remeasured", description=__doc__)
    parser.add_argument("--limit", type=int, help="only the first so many photos")
    parser.add_argument("--specs", default=SPECS, help=f"ids of specs ({SPECS})")
    parser.add_argument("--folders", default=FOLDERS, help=f"of the test photos ({FOLDERS})")
    return parser


if __name__ == "__main__":
    sys.exit(main())
