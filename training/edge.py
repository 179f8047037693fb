"""The service's edge refinement as torch operations, so that the network learns in front of it."""

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from service.steps.alpha import (
    CONTRAST,
    NARROW,
    NARROW_EPSILON,
    NARROW_SNAP,
    WIDE,
    WIDE_EPSILON,
    WIDE_SNAP,
)

HEAD = 2.09  # crown to chin, in eyes-to-chin
STEP_PX = 20  # samples whose eyes-to-chin differ by less are filtered together
STAGES = ((WIDE, WIDE_EPSILON, WIDE_SNAP), (NARROW, NARROW_EPSILON, NARROW_SNAP))

Radius = tuple[int, int]  # down and across, in pixels


def refine(photo: Tensor, coarse: Tensor, down: Tensor, across: Tensor) -> Tensor:
    """As service.steps.alpha.refine, of (B, 3, S, S) and (B, 1, S, S) in [0, 1].

    `down` and `across` (B,) are eyes-to-chin in pixels: the window is squashed.
    """
    refined = torch.empty_like(coarse)
    similar = (down / STEP_PX).round()
    for key in similar.unique():
        at = torch.nonzero(similar == key)[:, 0]
        guide, alpha = photo[at], (0.5 + CONTRAST * (coarse[at] - 0.5)).clamp(0, 1)
        lengths = float(down[at].mean()), float(across[at].mean())
        for share, epsilon, margin in STAGES:
            high, wide = (max(1, round(share * HEAD * length)) for length in lengths)
            alpha = _guided(guide, alpha, (high, wide), epsilon)
            alpha = ((alpha - margin) / (1 - 2 * margin)).clamp(0, 1)
        refined = refined.index_copy(0, at, alpha)
    return refined


def _guided(guide: Tensor, alpha: Tensor, radius: Radius, epsilon: float) -> Tensor:
    """The guided filter of He, Sun and Tang (2010) with a colour guide."""
    means, inverse = _statistics(guide, radius, epsilon)
    mean = _box(alpha, radius)
    r, g, b = (_box(guide * alpha, radius) - means * mean).split(1, 1)
    rr, rg, rb, gg, gb, bb = inverse.split(1, 1)
    slopes = torch.cat(
        [rr * r + rg * g + rb * b, rg * r + gg * g + gb * b, rb * r + gb * g + bb * b], 1
    )
    offset = mean - (slopes * means).sum(1, keepdim=True)
    fit = _box(torch.cat([slopes, offset], 1), radius)
    return (fit[:, :3] * guide).sum(1, keepdim=True) + fit[:, 3:]


@torch.no_grad()  # type: ignore[untyped-decorator]
def _statistics(guide: Tensor, radius: Radius, epsilon: float) -> tuple[Tensor, Tensor]:
    """Means of the guide's colours, and the inverse of their covariance: rr, rg, rb, gg, gb, bb."""
    means = _box(guide, radius)
    one, other = [0, 0, 0, 1, 1, 2], [0, 1, 2, 1, 2, 2]
    covariance = _box(guide[:, one] * guide[:, other], radius) - means[:, one] * means[:, other]
    rr, rg, rb, gg, gb, bb = covariance.double().split(1, 1)
    rr, gg, bb = rr + epsilon, gg + epsilon, bb + epsilon
    c00, c01, c02 = gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg
    c11, c12, c22 = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    scale = 1 / (rr * c00 + rg * c01 + rb * c02)
    return means, (torch.cat([c00, c01, c02, c11, c12, c22], 1) * scale).float()


def _box(planes: Tensor, radius: Radius) -> Tensor:
    """The mean around every pixel."""
    high, wide = radius
    padded = F.pad(planes, (wide, wide, high, high), mode="reflect")
    return F.avg_pool2d(F.avg_pool2d(padded, (2 * high + 1, 1), 1), (1, 2 * wide + 1), 1)
