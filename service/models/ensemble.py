"""One matte from several predictions of a network for the same window.

A general network drops dark jackets and white shirts now and then, and not the same ones in every
view (another size, a mirror image). Where the predictions agree their mean is kept; below the chin
the highest counts, because what they lose there is nearly always garment; and where a whole region
stays in doubt, GrabCut decides by the photo's own colours and by where a torso must be.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from service.models.grabcut import below_chin, segment, torso
from service.raster import shrink
from service.values import geometry
from service.values.photo import RGB, Alpha, Face

# Lengths are in units of eyes-to-chin. Chosen on 46 portraits with known alpha and checked on 70
# others over foreign backgrounds; see docs/cut-out.md.
HIGHEST_FROM, HIGHEST_SOFT = -0.5, 0.3  # below the chin: where the highest starts to count
DECIDE_SIDE = 96  # pixels along the longer side on which GrabCut decides
ITERATIONS = 1
SURE = 0.9
DOUBT = 0.3  # predictions apart by this much, or this grey, are in doubt
REGION = 0.1  # a doubt narrower than twice this is an edge, not a region
TORSO_AT_MOST = {"neck": 0.5, "shoulder": 2.1, "top": 0.1, "fall": 0.9}
TORSO_AT_LEAST = {"neck": 0.3, "shoulder": 0.8, "top": 0.2, "fall": 0.8}


def fuse(window: RGB, face: Face, predictions: Sequence[Alpha]) -> Alpha:
    """The matte of `window` (H, W, 3) from `predictions` for it, at the size of the first."""
    height, width = predictions[0].shape
    resized = [cv2.resize(prediction, (width, height)) for prediction in predictions]
    stack = np.stack(resized).astype(np.float32)
    own = face.mapped(geometry.resize((window.shape[1], window.shape[0]), (width, height)))
    _, below, _ = below_chin((width, height), own)
    low = np.clip((below - HIGHEST_FROM) / HIGHEST_SOFT + 0.5, 0, 1)
    fused = stack.mean(axis=0) * (1 - low) + stack.max(axis=0) * low
    return _decide(window, face, stack, np.asarray(fused, np.float32))


def _decide(window: RGB, face: Face, stack: Alpha, fused: Alpha) -> Alpha:
    """`fused`, with the regions that are in doubt decided by GrabCut."""
    height, width = fused.shape
    scale = DECIDE_SIDE / max(width, height)
    size = max(8, round(width * scale)), max(8, round(height * scale))
    small = [cv2.resize(prediction, size, interpolation=cv2.INTER_AREA) for prediction in stack]
    least, most, mean = np.min(small, axis=0), np.max(small, axis=0), np.mean(small, axis=0)
    own = face.mapped(geometry.resize((window.shape[1], window.shape[0]), size))
    beside, below, unit = below_chin(size, own)
    body = torso(beside, below, **TORSO_AT_MOST)
    grey = np.maximum(most - least, 1 - np.abs(2 * mean - 1))
    doubt = _regions((grey > DOUBT) | (body & (mean < 0.5)), max(1, round(REGION * unit)))
    if not doubt.any():
        return fused
    mask = np.where(mean > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    chest = torso(beside, below, **TORSO_AT_LEAST)
    mask[chest | (body & (most >= 0.25))] = cv2.GC_PR_FGD
    mask[(most < 1 - SURE) & ~body] = cv2.GC_BGD
    # One who stands askew leaves wall where a chest would be: one prediction must see it at least.
    mask[(least > SURE) | (chest & (most >= 0.1))] = cv2.GC_FGD
    person = segment(shrink(window, size), mask, ITERATIONS).astype(np.float32)
    decided = cv2.resize(cv2.GaussianBlur(person, (0, 0), 0.8), (width, height))
    soft = cv2.GaussianBlur(doubt.astype(np.float32), (0, 0), max(0.5, 0.04 * unit))
    weight = cv2.resize(soft, (width, height))
    return np.asarray(fused * (1 - weight) + decided * weight, np.float32)


def _regions(doubt: NDArray[np.bool_], radius: int) -> NDArray[np.uint8]:
    """The parts of `doubt` wider than an edge, with a margin; a border continues them."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    padded = np.pad(doubt.astype(np.uint8), radius, mode="edge")
    opened = cv2.morphologyEx(padded, cv2.MORPH_OPEN, disc)[radius:-radius, radius:-radius]
    return np.asarray(cv2.dilate(opened, disc), np.uint8)
