"""What cuts a person out: the service's own path, and rembg as its users call it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import rembg
from PIL import Image
from pymatting.foreground.estimate_foreground_ml import estimate_foreground_ml
from rembg.sessions.base import BaseSession

from evaluation.engine import matting_model
from evaluation.ground_truth import Sample, crop
from service.cancellation import NEVER
from service.models.session import session_options
from service.steps.alpha import enlarge, refine
from service.steps.closed_form import solve
from service.steps.foreground import estimate
from service.steps.frame import cut, project
from service.steps.head import find_head, head_height
from service.steps.matting import MattingModel, matte
from service.steps.plausible import Plausibility, judge
from service.values import geometry
from service.values.errors import ConfigError
from service.values.photo import RGB, Alpha, Face, Photo, Window


@dataclass(frozen=True, slots=True)
class Cutout:
    """The person of a sample's window: colour (H, W, 3) and alpha (H, W).

    `plausible` is what the service says of it, None for a method that is not the service's.
    """

    foreground: RGB
    alpha: Alpha
    plausible: Plausibility | None = None


Method = Callable[[Sample], Cutout]

Edge = Callable[[RGB, Alpha, float, Alpha | None], Alpha]
Colour = Callable[[RGB, Alpha, float], RGB]


def _closed_form(colour: RGB, coarse: Alpha, _head_height: float, _trust: Alpha | None) -> Alpha:
    return enlarge(colour, solve(colour, coarse, 7, NEVER))


def _multilevel(colour: RGB, alpha: Alpha, _head_height: float) -> RGB:
    """Germer et al., Fast Multi-Level Foreground Estimation (2020), as pymatting has it."""
    foreground = estimate_foreground_ml(colour / 255, alpha.astype(np.float64))
    return np.asarray(np.rint(np.clip(foreground * 255, 0, 255)), np.uint8)


# The service's own paths: which matte, how its edge is refined, how its colour is estimated.
OWN: dict[str, tuple[str, Edge, Colour]] = {
    "portrait": ("portrait", refine, estimate),
    "portrait-u2netp": ("portrait-u2netp", refine, estimate),
    "u2netp": ("u2netp", refine, estimate),
    "closed-form-7": ("portrait-u2netp", _closed_form, estimate),
    "multilevel": ("portrait-u2netp", refine, _multilevel),
}
BASELINE = "plain"  # rembg's mask over the photo's colour as it is: what all ratios compare with
REMBG: dict[str, dict[str, bool | int]] = {
    BASELINE: {"only_mask": True},
    "rembg": {},
    "rembg-decontaminate": {"decontaminate": True},
    "rembg-post-process": {"post_process_mask": True},
    "rembg-matting-7": {"alpha_matting": True, "alpha_matting_erode_size": 7},
    "rembg-matting-10": {"alpha_matting": True, "alpha_matting_erode_size": 10},
}
NAMES = (*REMBG, *OWN)
# Closed-form matting takes 9 s for a photo of this size, and ever longer for a larger one.
MATTING_LIMIT_PX = 1024


def select(listed: str, known: Collection[str]) -> list[str]:
    """The names in `listed`, separated by commas. Raises ConfigError for one that is not known."""
    names = [name.strip() for name in listed.split(",")]
    for name in names:
        if name not in known:
            raise ConfigError(f"there is no method '{name}'; there are {', '.join(known)}")
    return names


def load(names: Sequence[str]) -> dict[str, Method]:
    """The methods by name, in the order of `names`, each with a session of one thread."""
    needed = {OWN[name][0] if name in OWN else "u2netp" for name in names}
    models = {name: matting_model(name) for name in needed}  # they also name rembg's model home
    session = None
    if any(name in REMBG for name in names):
        session = rembg.new_session(
            "u2netp", sess_opts=session_options(), providers=["CPUExecutionProvider"]
        )
    methods: dict[str, Method] = {}
    for name in names:
        if name in REMBG:
            methods[name] = partial(by_rembg, session, REMBG[name])
        else:
            matting, edge, colour = OWN[name]
            methods[name] = partial(by_service, models[matting], edge, colour)
    return methods


def by_service(matter: MattingModel, edge: Edge, colour: Colour, sample: Sample) -> Cutout:
    """The steps of the service's pipeline, on the window at the photo's own resolution."""
    return cut_out_window(matter, sample.photo, sample.face, sample.window, edge, colour)


def cut_out_window(
    matter: MattingModel,
    photo: Photo,
    face: Face,
    area: Window,
    edge: Edge = refine,
    own_colour: Colour = estimate,
) -> Cutout:
    """The person in `area` as the service cuts them out, at the photo's own resolution."""
    coarse = matte(photo, face, area, matter, NEVER)
    to_window = geometry.shift(-area.left, -area.top)
    size = area.width, area.height
    colour, alpha = cut(photo, coarse, to_window, size)
    trust = None if coarse.trust is None else project(coarse.trust, coarse, to_window, size)
    alpha = edge(colour, alpha, head_height(face), trust)
    head = find_head(face, coarse)
    (x, y), (_, crown_y) = geometry.apply(to_window, np.array([head.eyes, head.crown]))
    error = None if coarse.error is None else project(coarse.error, coarse, to_window, size)
    plausible = judge(alpha, float(crown_y), (float(x), float(y)), face.unit, error)
    return Cutout(own_colour(colour, alpha, head_height(face)), alpha, plausible)


def by_rembg(session: BaseSession, options: dict[str, bool | int], sample: Sample) -> Cutout:
    """`rembg.remove` of the whole photo, its colour and alpha as they come.

    Its plain cutout blends soft pixels with black before it hands them over with their alpha.
    """
    photo = Image.fromarray(sample.photo.rgb)
    size = photo.size
    if options.get("alpha_matting"):
        photo.thumbnail((MATTING_LIMIT_PX, MATTING_LIMIT_PX))
    result = rembg.remove(photo, session=session, **options)
    if result.size != size:
        result = result.resize(size, Image.Resampling.BICUBIC)
    if options.get("only_mask"):
        mask = crop(np.asarray(result), sample.window).astype(np.float32) / np.float32(255)
        return Cutout(crop(sample.photo.rgb, sample.window), mask)
    rgba = crop(np.asarray(result), sample.window)
    return Cutout(rgba[..., :3], rgba[..., 3].astype(np.float32) / np.float32(255))
