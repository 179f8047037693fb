"""Closed-form matting (Levin, Lischinski and Weiss, 2008) in the band around a coarse edge."""

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import cg

from service.cancellation import CancellationToken
from service.values.photo import RGB, Alpha

# As rembg's alpha matting draws its trimap, and as pymatting smooths.
FOREGROUND, BACKGROUND = 240 / 255, 10 / 255
EPSILON = 1e-7
ITERATIONS, TOLERANCE = 400, 1e-5


def solve(colour: RGB, coarse: Alpha, erode: int, token: CancellationToken) -> Alpha:
    """Alpha (H, W) that is a linear function of `colour` (H, W, 3) in every 3 x 3 window.

    What `coarse` is sure of, shrunk by `erode` px, is kept; the band between is solved for. Raises
    Cancelled when `token` is cancelled.
    """
    kernel = np.ones((erode, erode), np.uint8)
    sure = np.asarray(cv2.erode((coarse > FOREGROUND).astype(np.uint8), kernel), np.uint8)
    none = np.asarray(cv2.erode((coarse < BACKGROUND).astype(np.uint8), kernel), np.uint8)
    unknown = (sure | none) == 0
    if not unknown.any() or unknown.all():
        return coarse
    known = np.where(sure > 0, 1.0, 0.0).ravel()
    band, rest = np.flatnonzero(unknown), np.flatnonzero(~unknown)
    rows = _laplacian(colour, unknown)[band]
    system, right = rows[:, band], -rows[:, rest] @ known[rest]
    start = coarse.ravel()[band].astype(np.float64)
    scale = csr_matrix((1 / system.diagonal(), (range(len(band)), range(len(band)))))
    solution, _ = cg(
        system,
        right,
        start,
        rtol=TOLERANCE,
        maxiter=ITERATIONS,
        M=scale,
        callback=lambda _: token.raise_if_cancelled(),
    )
    known[band] = solution
    return np.clip(known, 0, 1).reshape(coarse.shape).astype(np.float32)


def _laplacian(colour: RGB, unknown: NDArray[np.bool_]) -> csr_matrix:
    """The matting Laplacian of all 3 x 3 windows that touch an unknown pixel."""
    height, width = unknown.shape
    touched = sliding_window_view(unknown, (3, 3)).any(axis=(2, 3))
    index = sliding_window_view(np.arange(height * width).reshape(height, width), (3, 3))
    pixels = index[touched].reshape(-1, 9)
    window = colour.reshape(-1, 3)[pixels].astype(np.float64) / 255
    centred = window - window.mean(axis=1, keepdims=True)
    covariance = np.einsum("wpi,wpj->wij", centred, centred) / 9 + EPSILON / 9 * np.eye(3)
    weighted = np.linalg.solve(covariance, centred.transpose(0, 2, 1))
    affinity = np.eye(9) - (1 + np.einsum("wpi,wiq->wpq", centred, weighted)) / 9
    rows = np.repeat(pixels, 9, axis=1).ravel()
    columns = np.tile(pixels, (1, 9)).ravel()
    size = height * width
    return csr_matrix((affinity.ravel(), (rows, columns)), shape=(size, size))
