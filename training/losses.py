"""What is wrong with an alpha, in one number."""

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.compose import Batch
from training.edge import refine
from training.network import GRID, SIDE

EDGE = 16.0  # what a pixel of the edge weighs beside one that is all or nothing, per 4 a (1 - a)
LEVELS = 5
NETWORK, COARSE_SHARE, ERROR = 0.25, 0.2, 0.3  # weights beside the finished alpha's loss


def finish(photo: Tensor, logits: Tensor, trust: Tensor, batch: Batch) -> Tensor:
    """Alpha (B, 1, 384, 384) as the service finishes it; the network's own of a bare batch."""
    alpha = torch.sigmoid(logits)
    if batch.bare:
        return alpha
    guided = refine(photo, alpha, batch.down, batch.across)
    whole = F.interpolate(trust, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
    return alpha + torch.sigmoid(whole) * (guided - alpha)


def loss(outputs: tuple[Tensor, Tensor, Tensor, Tensor], batch: Batch) -> Tensor:
    """Of a network's `outputs`: the finished alpha, its own, the coarse one, expected error."""
    logits, error, trust, coarse = outputs
    finished = finish(batch.photo, logits, trust, batch)
    small = F.interpolate(batch.alpha, size=coarse.shape[-2:], mode="area")
    with torch.no_grad():
        wrong = F.adaptive_avg_pool2d((finished - batch.alpha).abs(), GRID).clamp(0, 1)
    return (
        _distance(finished, batch.alpha, 10)
        + NETWORK * _of_logits(logits, batch.alpha)
        + COARSE_SHARE * _of_logits(coarse, small)
        + ERROR * F.binary_cross_entropy_with_logits(error, wrong)
    )


def _of_logits(logits: Tensor, true: Tensor) -> Tensor:
    entropy = F.binary_cross_entropy_with_logits(logits, true, reduction="none")
    whole = (entropy * _weight(true)).sum((1, 2, 3)).mean()
    return whole + _distance(torch.sigmoid(logits), true, 4)


def _distance(alpha: Tensor, true: Tensor, squared: float) -> Tensor:
    """Absolute and squared error, the edge first, and the error of the Laplacian pyramid."""
    error = alpha - true
    per_pixel = (2 * error.abs() + squared * error**2) * _weight(true)
    return per_pixel.sum((1, 2, 3)).mean() + 0.5 * laplacian(error)


def _weight(true: Tensor) -> Tensor:
    around = F.avg_pool2d(true, 7, 1, 3)
    weight = 1 + EDGE * around * (1 - around)
    return weight / weight.sum((1, 2, 3), keepdim=True)


def laplacian(error: Tensor) -> Tensor:
    """Absolute error of every level of the Laplacian pyramid (Hou and Liu, 2019)."""
    total = error.new_zeros(())
    for level in range(LEVELS):
        coarser = F.avg_pool2d(error, 2)
        whole = F.interpolate(coarser, scale_factor=2, mode="bilinear", align_corners=False)
        total = total + 2**level * (error - whole).abs().mean()
        error = coarser
    return total
