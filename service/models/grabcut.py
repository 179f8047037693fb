"""GrabCut (Rother, Kolmogorov and Blake, 2004), and where a person's body must be."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.values.photo import RGB, Face

Mask = NDArray[np.uint8]


def segment(image: RGB, mask: Mask, iterations: int) -> Mask:
    """1 where `image` (H, W, 3) shows the person, else 0, from a `mask` of cv2.GC_* labels.

    Only what hangs together with what is surely the person counts. `mask` is overwritten.
    """
    sure = mask == cv2.GC_FGD
    if not sure.any() or not (mask == cv2.GC_BGD).any():
        return np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    cv2.setRNGSeed(0)  # GrabCut's clustering draws lots: the same photo gets the same matte
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(bgr, mask, (0, 0, 1, 1), *models, iterations, cv2.GC_INIT_WITH_MASK)
    person = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    _, labels = cv2.connectedComponents(person)
    own = np.unique(labels[sure])
    return np.isin(labels, own[own > 0]).astype(np.uint8)


def below_chin(
    size: tuple[int, int], face: Face
) -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
    """For each pixel of (width, height) `size`: how far beside the chin and how far below it.

    In units of eyes-to-chin, whose length in pixels is the third value.
    """
    unit = face.unit
    rows, columns = np.mgrid[: size[1], : size[0]].astype(np.float32)
    x, y = (float(value) for value in face.chin_at_rest)
    beside = np.asarray(np.abs(columns - x) / unit, np.float32)
    return beside, np.asarray((rows - y) / unit, np.float32), unit


def torso(
    beside: NDArray[np.float32],
    below: NDArray[np.float32],
    neck: float,
    shoulder: float,
    top: float,
    fall: float,
) -> NDArray[np.bool_]:
    """Where a torso is: from `neck` (half its width) at `top` it widens to `shoulder` over `fall`.

    All in units of eyes-to-chin, as below_chin gives them.
    """
    width = neck + (shoulder - neck) * np.clip((below - top) / fall, 0, 1) ** 0.7
    return np.asarray((below > top) & (beside < width))
