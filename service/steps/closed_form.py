"""Closed-form matting (Levin, Lischinski and Weiss, 2008) in the band around a coarse edge."""

import math
from collections.abc import Iterator
from itertools import product

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import cg

from service.cancellation import CancellationToken
from service.raster import shrink
from service.values.photo import RGB, Alpha

# As rembg's alpha matting draws its trimap, and as pymatting smooths.
FOREGROUND, BACKGROUND = 240 / 255, 10 / 255
EPSILON = 1e-7
ITERATIONS, TOLERANCE = 400, 1e-5
# The band's system has 25 entries a pixel: solved at more pixels than these, a photo would take
# gigabytes and a minute. All documents but one have fewer.
MOST_PIXELS = 1_000_000
WINDOWS = 16_384  # whose affinities, 81 each, are in memory at a time

Double = NDArray[np.float64]
Indices = NDArray[np.int32]


def solve(colour: RGB, coarse: Alpha, erode: int, token: CancellationToken) -> Alpha:
    """Solve for alpha as a linear function of `colour` (H, W, 3) in every 3 x 3 window.

    What `coarse` (H, W) is sure of, shrunk by `erode` px, is kept; the band between is solved for.
    The result has at most MOST_PIXELS, so it is smaller than (H, W) where that is more.
    Raises Cancelled when `token` is cancelled.
    """
    height, width = coarse.shape
    scale = min(1.0, math.sqrt(MOST_PIXELS / (height * width)))
    if scale < 1:
        size = int(width * scale), int(height * scale)
        colour = shrink(colour, size)
        coarse = np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_AREA), np.float32)
    return _solve(colour, coarse, max(1, round(erode * scale)), token)


def _solve(colour: RGB, coarse: Alpha, erode: int, token: CancellationToken) -> Alpha:
    kernel = np.ones((erode, erode), np.uint8)
    sure = np.asarray(cv2.erode((coarse > FOREGROUND).astype(np.uint8), kernel), np.uint8)
    none = np.asarray(cv2.erode((coarse < BACKGROUND).astype(np.uint8), kernel), np.uint8)
    unknown = (sure | none) == 0
    if not unknown.any() or unknown.all():
        return coarse
    known = np.where(sure > 0, 1.0, 0.0).ravel()
    band = np.flatnonzero(unknown)
    weights = _laplacian(colour, unknown, token)
    system, right = _system(weights, unknown, known, token)
    scale = csr_matrix((1 / system.diagonal(), (range(len(band)), range(len(band)))))
    solution, _ = cg(
        system,
        right,
        coarse.ravel()[band].astype(np.float64),
        rtol=TOLERANCE,
        maxiter=ITERATIONS,
        M=scale,
        callback=lambda _: token.raise_if_cancelled(),
    )
    known[band] = solution
    return np.clip(known, 0, 1).reshape(coarse.shape).astype(np.float32)


def _laplacian(colour: RGB, unknown: NDArray[np.bool_], token: CancellationToken) -> Double:
    """The matting Laplacian's row of each unknown pixel: (N, 25) for its neighbours in 5 x 5."""
    place = _places(unknown)
    weights = np.zeros((np.count_nonzero(unknown), 25))
    flat = colour.reshape(-1, 3)
    corners = list(enumerate(product(range(3), range(3))))
    for pixels in _windows(unknown):
        token.raise_if_cancelled()
        affinity, rows = _affinity(flat[pixels]), place[pixels]
        for i, (y, x) in corners:
            inside = np.flatnonzero(rows[:, i] >= 0)
            own, of_own = rows[inside, i], affinity[inside, i]
            for j, (other_y, other_x) in corners:  # no two windows have a pixel in one corner
                weights[own, (other_y - y + 2) * 5 + other_x - x + 2] += of_own[:, j]
    return weights


def _windows(unknown: NDArray[np.bool_]) -> Iterator[Indices]:
    """The pixels (n, 9) of all 3 x 3 windows that touch an unknown pixel, some at a time."""
    width = unknown.shape[1]
    rows, columns = np.nonzero(sliding_window_view(unknown, (3, 3)).any(axis=(2, 3)))
    corners = (rows * width + columns).astype(np.int32)
    steps = (np.arange(3)[:, np.newaxis] * width + np.arange(3)).astype(np.int32).ravel()
    for start in range(0, len(corners), WINDOWS):
        yield corners[start : start + WINDOWS, np.newaxis] + steps


def _affinity(colours: RGB) -> Double:
    """What each pixel of a window says of each other (n, 9, 9), by their `colours` (n, 9, 3)."""
    window = colours.astype(np.float64) / 255
    centred = window - window.mean(axis=1, keepdims=True)
    covariance = np.einsum("wpi,wpj->wij", centred, centred) / 9 + EPSILON / 9 * np.eye(3)
    weighted = np.linalg.solve(covariance, centred.transpose(0, 2, 1))
    return np.asarray(np.eye(9) - (1 + centred @ weighted) / 9)


def _system(
    weights: Double, unknown: NDArray[np.bool_], known: Double, token: CancellationToken
) -> tuple[csr_matrix, Double]:
    """The equations of the unknown pixels; known ones go to the right side. Changes `weights`."""
    count, width = len(weights), unknown.shape[1]
    place, band, own = _places(unknown), np.flatnonzero(unknown), np.arange(count, dtype=np.int32)
    columns, right = np.empty(weights.shape, np.int32), np.zeros(count)
    for number, (y, x) in enumerate(product(range(-2, 3), repeat=2)):
        token.raise_if_cancelled()
        neighbours = np.clip(band + y * width + x, 0, unknown.size - 1)
        column = place[neighbours]
        outside = np.flatnonzero(column < 0)
        right[outside] -= weights[outside, number] * known[neighbours[outside]]
        weights[outside, number], column[outside] = 0, own[outside]
        columns[:, number] = column
    ends = np.arange(0, 25 * count + 1, 25, dtype=np.int32)
    return csr_matrix((weights.ravel(), columns.ravel(), ends), shape=(count, count)), right


def _places(unknown: NDArray[np.bool_]) -> Indices:
    """For each pixel its number among the unknown ones, -1 for the others."""
    place = np.full(unknown.size, -1, np.int32)
    band = np.flatnonzero(unknown)
    place[band] = np.arange(len(band), dtype=np.int32)
    return place
