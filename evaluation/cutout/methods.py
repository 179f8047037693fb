"""What cuts a person out: the service's own path, and rembg as its users call it."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from unittest import mock

import numpy as np
import onnxruntime as ort
import rembg
from PIL import Image
from pymatting.foreground.estimate_foreground_ml import estimate_foreground_ml
from rembg.sessions.base import BaseSession

from evaluation.photos import Case, crop
from service.models.matters import choose
from service.models.session import session_options
from service.settings import Settings
from service.steps.alpha import refine
from service.steps.closed_form import solve
from service.steps.foreground import estimate
from service.steps.frame import cut
from service.steps.head import head_height
from service.steps.matting import Matter, matte
from service.values import geometry
from service.values.errors import ConfigError
from service.values.photo import RGB, Alpha, Face, Photo, Window
from service.values.watch import Watch


@dataclass(frozen=True, slots=True)
class Cutout:
    """The person of a case's window: colour (H, W, 3) and alpha (H, W)."""

    foreground: RGB
    alpha: Alpha


Method = Callable[[Case], Cutout]

Edge = Callable[[RGB, Alpha, float], Alpha]
Colour = Callable[[RGB, Alpha, float], RGB]


def _closed_form(colour: RGB, coarse: Alpha, _head_height: float) -> Alpha:
    return solve(colour, coarse, 7, Watch())


def _multilevel(colour: RGB, alpha: Alpha, _head_height: float) -> RGB:
    """Germer et al., Fast Multi-Level Foreground Estimation (2020), as pymatting has it."""
    found = estimate_foreground_ml(colour / 255, alpha.astype(np.float64))
    return np.asarray(np.rint(np.clip(found * 255, 0, 255)), np.uint8)


# The service's own paths: which matte, how its edge is refined, how its colour is estimated.
OWN: dict[str, tuple[str, Edge, Colour]] = {
    "portrait": ("portrait", refine, estimate),
    "u2netp": ("u2netp", refine, estimate),
    "u2netp-closed-form-7": ("u2netp", _closed_form, estimate),
    "u2netp-multilevel": ("u2netp", refine, _multilevel),
}
PLAIN = "plain"  # rembg's mask over the photo's colour as it is: what all ratios compare with
REMBG: dict[str, dict[str, bool | int]] = {
    PLAIN: {"only_mask": True},
    "rembg": {},
    "rembg-decontaminate": {"decontaminate": True},
    "rembg-post-process": {"post_process_mask": True},
    "rembg-matting-7": {"alpha_matting": True, "alpha_matting_erode_size": 7},
    "rembg-matting-10": {"alpha_matting": True, "alpha_matting_erode_size": 10},
}
NAMES = (*REMBG, *OWN)
# Closed-form matting takes 9 s for a photo of this size, and ever longer for a larger one.
MATTING_LIMIT_PX = 1024


def chosen(given: str, known: Collection[str]) -> list[str]:
    """The names in `given`, separated by commas. Raises ConfigError for one that is not known."""
    names = [name.strip() for name in given.split(",")]
    for name in names:
        if name not in known:
            raise ConfigError(f"there is no method '{name}'; there are {', '.join(known)}")
    return names


def load(names: Sequence[str], config: Settings) -> dict[str, Method]:
    """The methods by name, in the order of `names`, each with a session of one thread."""
    needed = {OWN[name][0] if name in OWN else "u2netp" for name in names}
    choices = {name: choose(name, "cpu", config.model_home, config.model_mirror) for name in needed}
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
            methods[name] = partial(by_service, choices[matting].load(), edge, colour)
    return methods


def by_service(matter: Matter, edge: Edge, colour: Colour, case: Case) -> Cutout:
    """The steps of the service's pipeline, on the window at the photo's own resolution."""
    return of_window(matter, case.photo, case.face, case.window, edge, colour)


def of_window(
    matter: Matter,
    photo: Photo,
    face: Face,
    area: Window,
    edge: Edge = refine,
    own_colour: Colour = estimate,
) -> Cutout:
    """The person in `area` as the service cuts them out, at the photo's own resolution."""
    coarse = matte(photo, face, area, matter, Watch())
    to_window = geometry.shift(-area.left, -area.top)
    colour, alpha = cut(photo, coarse, to_window, (area.width, area.height))
    alpha = edge(colour, alpha, head_height(face))
    return Cutout(own_colour(colour, alpha, head_height(face)), alpha)


def by_rembg(session: BaseSession, options: dict[str, bool | int], case: Case) -> Cutout:
    """`rembg.remove` of the whole photo, its colour and alpha as they come.

    Its plain cutout blends soft pixels with black before it hands them over with their alpha.
    """
    photo = Image.fromarray(case.photo.rgb)
    size = photo.size
    if options.get("alpha_matting"):
        photo.thumbnail((MATTING_LIMIT_PX, MATTING_LIMIT_PX))
    result = rembg.remove(photo, session=session, **options)
    if result.size != size:
        result = result.resize(size, Image.Resampling.BICUBIC)
    if options.get("only_mask"):
        mask = crop(np.asarray(result), case.window).astype(np.float32) / np.float32(255)
        return Cutout(crop(case.photo.rgb, case.window), mask)
    rgba = crop(np.asarray(result), case.window)
    return Cutout(rgba[..., :3], rgba[..., 3].astype(np.float32) / np.float32(255))


def measured(method: Method, case: Case) -> tuple[Cutout, float, float]:
    """What `method` makes of `case`, and CPU seconds of the network and of everything else.

    CPU time of all threads of this process; decoding and finding the face are not in it.
    """
    original = ort.InferenceSession.run
    network = 0.0

    def run(*given: object, **named: object) -> object:
        nonlocal network
        start = time.process_time()
        result = original(*given, **named)
        network += time.process_time() - start
        return result

    with mock.patch.object(ort.InferenceSession, "run", run):
        start = time.process_time()
        cutout = method(case)
        total = time.process_time() - start
    return cutout, network, total - network
