"""What light, lens, sensor and file do to photos (B, 3, S, S) in [0, 1]."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.draw import Draw

BLOCK = 8
# Luminance table of JPEG's annex K; the chrominance's differs where it matters little here.
TABLE = (
    (16, 11, 10, 16, 24, 40, 51, 61), (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56), (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77), (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101), (72, 92, 95, 98, 112, 100, 103, 99),
)  # fmt: skip
TO_YCC = ((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))
SEPIA = (0.12, 0.02, -0.12)


def tone(photo: Tensor, strength: float, draw: Draw) -> Tensor:
    """Another white balance, gamma, contrast and saturation."""
    normal = draw.normal
    x = (photo * torch.exp(strength * 0.1 * normal(3, 1, 1))).clamp(1e-4, 1)
    x = x ** torch.exp(strength * 0.25 * normal(1, 1, 1))
    x = 0.5 + (x - 0.5) * torch.exp(strength * 0.15 * normal(1, 1, 1))
    grey = x.mean(1, keepdim=True)
    colourful = (1 + strength * 0.25 * normal(1, 1, 1)).clamp(min=0)
    return (grey + colourful * (x - grey)).clamp(0, 1)


def expose(photo: Tensor, ramp: Tensor, draw: Draw) -> Tensor:
    """The photo as it arrives: tone, black and white, darkness, uneven light, blur, noise, JPEG."""
    chance, uniform = draw.chance, draw.uniform
    x = torch.where(chance(0.6), tone(photo, 0.5, draw), photo)
    weights = x.new_tensor(TO_YCC[0]).view(1, 3, 1, 1)
    tint = torch.where(chance(0.3), x.new_tensor(SEPIA).view(1, 3, 1, 1), x.new_zeros(1, 3, 1, 1))
    x = torch.where(chance(0.07), (x * weights).sum(1, keepdim=True) * (1 + tint), x)
    x = torch.where(chance(0.06), x * uniform(0.25, 0.7), x)
    x = torch.where(chance(0.1), x * torch.exp(2 * uniform(0.1, 0.8) * ramp), x)
    for _ in range(2):
        x = torch.where(chance(0.15), x + uniform(0, 1) * (soften(x) - x), x)
    noise = draw.normal(*x.shape[1:])
    noise = torch.where(chance(0.5), 1.7 * soften(noise), noise)
    x = torch.where(chance(0.4), x + noise * uniform(0, 8 / 255), x).clamp(0, 1)
    x = torch.where(chance(0.4), compress(x, uniform(40, 95)), x)
    return (x * 255).round().clamp(0, 255) / 255


def soften(x: Tensor) -> Tensor:
    """A binomial blur of 5 x 5."""
    row = x.new_tensor([1, 4, 6, 4, 1]) / 16
    channels = x.shape[1]
    kernel = torch.outer(row, row).expand(channels, 1, 5, 5)
    return F.conv2d(F.pad(x, (2, 2, 2, 2), mode="replicate"), kernel, groups=channels)


def compress(photo: Tensor, quality: Tensor) -> Tensor:
    """What JPEG leaves at `quality` (B, 1, 1, 1), without subsampled chroma."""
    count, _, side, _ = photo.shape
    to_ycc = photo.new_tensor(TO_YCC)
    k = torch.arange(BLOCK, device=photo.device, dtype=photo.dtype)
    cosines = torch.cos((2 * k + 1) * k[:, None] * math.pi / 16) / 2
    cosines[0] /= math.sqrt(2)
    ycc = torch.einsum("ij,bjhw->bihw", to_ycc, photo) * 255
    blocks = ycc.view(count, 3, side // BLOCK, BLOCK, side // BLOCK, BLOCK).transpose(3, 4)
    scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality) / 100
    luma = photo.new_tensor(TABLE)
    chroma = luma.clamp(min=17)
    chroma[2:, 2:] = 99
    step = (torch.stack([luma, chroma, chroma]) * scale).clamp(min=1)[:, :, None, None]
    kept = (cosines @ blocks @ cosines.T / step).round() * step
    pixels = (cosines.T @ kept @ cosines).transpose(3, 4).reshape(count, 3, side, side)
    return torch.einsum("ij,bjhw->bihw", torch.linalg.inv(to_ycc), pixels / 255).clamp(0, 1)
