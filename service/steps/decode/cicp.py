"""Colours that a file gives by code points or by figures: ITU-T H.273, and PNG's own chunks."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from service.steps.decode.icc import matrix_profile

_D65 = 0.3127, 0.3290
# ITU-T H.273, table 2: x and y of white, red, green and blue.
_SRGB_PRIMARIES = (*_D65, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_PRIMARIES: dict[int, tuple[float, ...]] = {
    1: _SRGB_PRIMARIES,
    2: _SRGB_PRIMARIES,  # not said
    4: (0.310, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08),
    5: (*_D65, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06),
    6: (*_D65, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070),
    7: (*_D65, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070),
    9: (*_D65, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046),
    11: (0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
    12: (*_D65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
    22: (*_D65, 0.630, 0.340, 0.295, 0.605, 0.155, 0.077),
}
# ITU-T H.273, table 3. The curves of cameras (1, 6, 14, 15) stand in files whose pixels are meant
# for a screen; browsers show them as sRGB.
_SRGB_CURVES = {1, 2, 6, 13, 14, 15}
_GAMMAS = {4: 2.2, 5: 2.8, 8: 1.0}
_PQ, _HLG = 16, 18
_WHITE = 203.0  # cd/m2: white paper in PQ and HLG, ITU-R BT.2408; what is brighter becomes white
_SIGNAL = np.linspace(0, 1, 4096)

# What encoders write for sRGB beside its chunk, or instead of it: PNG 3rd edition, 11.3.2.5.
_PNG_SRGB_GAMMA = 0.45455
_NEAR = 0.002


@cache
def code_point_profile(primaries: int, transfer: int) -> bytes | None:
    """The ICC profile that two code points stand for; None where one of them is not known."""
    curve = _curve(transfer)
    if curve is None or primaries not in _PRIMARIES:
        return None
    return matrix_profile(_PRIMARIES[primaries], curve)


def png_profile(gamma: float | None, chromaticities: Sequence[float] | None) -> bytes | None:
    """The ICC profile of a PNG's gAMA and cHRM; what is missing is sRGB's. None for nonsense."""
    points = _SRGB_PRIMARIES if chromaticities is None else tuple(chromaticities)
    is_srgb = np.allclose(points, _SRGB_PRIMARIES, rtol=0, atol=_NEAR)
    curve = _curve(13)
    if gamma is not None and not (is_srgb and abs(gamma - _PNG_SRGB_GAMMA) < _NEAR):
        curve = _SIGNAL ** (1 / gamma) if 0.1 < gamma < 10 else None
    if curve is None or len(points) != 8:
        return None
    try:
        return matrix_profile(points, curve)
    except ValueError:
        return None


def _curve(transfer: int) -> NDArray[np.float64] | None:
    """Linear light for evenly spaced signals, 1 being white."""
    if transfer in _SRGB_CURVES:  # IEC 61966-2-1
        return np.where(_SIGNAL <= 0.04045, _SIGNAL / 12.92, ((_SIGNAL + 0.055) / 1.055) ** 2.4)
    if transfer in _GAMMAS:
        return _SIGNAL ** _GAMMAS[transfer]
    if transfer == _PQ:  # ITU-R BT.2100, table 4
        root = _SIGNAL ** (1 / 78.84375)
        light = np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
        return np.minimum(10_000 / _WHITE * light ** (1 / 0.1593017578125), 1)
    if transfer == _HLG:  # ITU-R BT.2100, table 5, on a display of 1000 cd/m2
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        scene = np.where(_SIGNAL <= 0.5, _SIGNAL**2 / 3, (np.exp((_SIGNAL - c) / a) + b) / 12)
        return np.minimum(1000 / _WHITE * scene**1.2, 1)
    return None
