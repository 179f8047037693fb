"""Masks, hands and dark glasses drawn on an upright face, by the points of its mesh."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.checks.eyes_visible import CORNERS
from service.checks.patch import UNIT_PX, Patch, patch_of
from service.values.geometry import Points

Colours = NDArray[np.float32]

JAW = (93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323)
UPPER_EDGE = ((352, 280, 195, 50, 123), (352, 280, 4, 50, 123))  # on the bridge or the tip
CLOTHS = (
    *((235, 238, 240), (170, 205, 230), (25, 25, 28), (120, 125, 130), (60, 80, 120)),
    *((200, 150, 160), (180, 220, 200), (120, 40, 50), (220, 200, 170)),
)
MOUTH, CHIN, FOREHEAD, CHEEK = 13, 152, 151, 50


def with_mask(patch: Patch, draw: np.random.Generator) -> Patch:
    """Cloth from the nose to the chin, in the light that falls on the forehead."""
    points = _points(patch)
    outline = points[[*JAW, *UPPER_EDGE[draw.integers(2)]]]
    centre = outline.mean(axis=0)
    outline = centre + (outline - centre) * draw.uniform(0.97, 1.1)
    rows, columns = np.mgrid[: patch.rgb.shape[0], : patch.rgb.shape[1]]
    folds = 0.12 * np.sin(rows / draw.uniform(4, 9)) * (draw.random() < 0.5)
    shade = 1 + folds - 0.15 * np.abs(columns - centre[0]) / 60
    light = float(np.clip(_colour(patch, FOREHEAD).mean() / 200, 0.4, 1.2))
    cloth = np.array(CLOTHS[draw.integers(len(CLOTHS))]) + draw.normal(0, 8, 3)
    colours = cloth * light * shade[..., np.newaxis] + draw.normal(0, 2, patch.rgb.shape)
    mask = np.zeros(patch.rgb.shape[:2], np.float32)
    cv2.fillPoly(mask, [np.rint(outline).astype(np.int32)], 1)
    return painted(patch, mask, colours, 0.8)


def with_hand(patch: Patch, draw: np.random.Generator) -> Patch:
    """Two to four fingers of about the face's own colour, somewhere from the mouth to the chin."""
    points = _points(patch)
    share, angle, fingers = draw.uniform(0, 0.8), draw.uniform(-0.6, 0.6), draw.integers(2, 5)
    middle = points[MOUTH] + share * (points[CHIN] - points[MOUTH])
    along = np.array([np.cos(angle), np.sin(angle)])
    skin = _colour(patch, CHEEK) * draw.uniform(0.8, 1.15)
    width = round(0.19 * UNIT_PX)
    for index in range(fingers):
        beside = (index - (fingers - 1) / 2) * width
        at = middle + beside * np.array([-along[1], along[0]])
        ends = at - along * draw.uniform(0.36, 0.6) * UNIT_PX, at + along * 0.96 * UNIT_PX
        mask = np.zeros(patch.rgb.shape[:2], np.float32)
        first, last = ([int(number) for number in end] for end in ends)
        cv2.line(mask, first, last, 1, width)
        rounded = 0.72 + 0.28 * cv2.GaussianBlur(mask, (0, 0), 3)
        patch = painted(patch, mask, skin * rounded[..., np.newaxis], 1.0)
    return patch


def with_dark_glasses(patch: Patch, draw: np.random.Generator) -> Patch:
    """Two dark lenses, round or square, that let 3 to 28% through and reflect a window."""
    points = _points(patch)
    eyes = [points[list(corners)].mean(axis=0) for corners in CORNERS]
    apart = float(np.linalg.norm(eyes[1] - eyes[0]))
    radii = round(draw.uniform(0.36, 0.45) * apart), round(draw.uniform(0.26, 0.4) * apart)
    square = draw.random() < 0.5
    mask = np.zeros(patch.rgb.shape[:2], np.float32)
    for x, y in np.rint(eyes).astype(int).tolist():
        if square:
            cv2.rectangle(mask, (x - radii[0], y - radii[1]), (x + radii[0], y + radii[1]), 1, -1)
        else:
            cv2.ellipse(mask, (x, y), radii, 0, 0, 360, 1, -1)
    through = draw.uniform(0.03, 0.28)
    glass = draw.uniform(5, 45) + draw.uniform(-10, 18, 3)
    down = np.linspace(0, 1, patch.rgb.shape[0])[:, np.newaxis, np.newaxis]
    window = draw.uniform(0, 50) * np.clip(1 - 6 * np.abs(down - draw.uniform(0.2, 0.6)), 0, 1)
    return painted(patch, mask, patch.rgb * through + glass * (1 - through) + window, 0.7)


def _points(patch: Patch) -> Points:
    if patch.points is None:
        raise ValueError("this face has no mesh")
    return patch.points


def _colour(patch: Patch, point: int) -> Colours:
    """RGB (3,) around a point."""
    x, y = np.rint(_points(patch)[point]).astype(int).clip(4)
    return np.asarray(np.median(patch.rgb[y - 4 : y + 5, x - 4 : x + 5], axis=(0, 1)), np.float32)


def painted(patch: Patch, mask: Colours, colours: NDArray[np.float64], soft_px: float) -> Patch:
    """The patch with `colours` (H, W, 3) where `mask` (H, W) is, its edge softened."""
    soft = cv2.GaussianBlur(mask, (0, 0), soft_px)[..., np.newaxis]
    rgb = (patch.rgb * (1 - soft) + colours * soft).clip(0, 255).astype(np.uint8)
    return patch_of(rgb, patch.detail, patch.points)
