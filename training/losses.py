"""What is wrong with an alpha, in one number."""

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

EDGE = 4.0  # what a pixel of the soft edge weighs beside one that is all or nothing
LEVELS = 4


def loss(logits: Tensor, alpha: Tensor, valid: Tensor) -> Tensor:
    """Cross entropy, absolute error and error of the Laplacian pyramid, where `valid` is 1.

    All (B, 1, H, W), `alpha` and `valid` in [0, 1].
    """
    around = F.avg_pool2d(alpha, 5, 1, 2)
    weight = valid * (1 + EDGE * 4 * around * (1 - around))
    weight = weight / weight.sum((1, 2, 3), keepdim=True)
    found = torch.sigmoid(logits)
    entropy = F.binary_cross_entropy_with_logits(logits, alpha, reduction="none")
    absolute = (found - alpha).abs()
    per_pixel = ((entropy + 2 * absolute) * weight).sum((1, 2, 3)).mean()
    return per_pixel + 0.5 * laplacian((found - alpha) * valid)


def laplacian(error: Tensor) -> Tensor:
    """Absolute error of every level of the Laplacian pyramid (Hou and Liu, 2019)."""
    total = error.new_zeros(())
    for level in range(LEVELS):
        coarser = F.avg_pool2d(error, 2)
        detail = error - F.interpolate(coarser, scale_factor=2, mode="bilinear")
        total = total + 2**level * detail.abs().mean()
        error = coarser
    return total
