"""How good a network is on portraits that it was not trained on."""

import cv2
import numpy as np
import torch

from training.compose import Composer
from training.loop import to_tensors
from training.network import PortraitNet
from training.portraits import Pixels, Portrait

PER_PORTRAIT = 4
BATCH = 16


def validate(
    network: PortraitNet, people: list[Portrait], photos: list[Pixels], side: int, seed: int = 1
) -> tuple[float, float]:
    """Mean IoU, and mean absolute error of alpha, over the same samples every time."""
    if not people:
        return float("nan"), float("nan")
    cv2.setNumThreads(0)
    composer, rng = Composer.of(people, photos, side), np.random.default_rng(seed)
    device = next(network.parameters()).device
    overlaps, errors = [], []
    for _ in range(0, PER_PORTRAIT * len(people), BATCH):
        samples = [composer.sample(rng) for _ in range(BATCH)]
        colours = torch.from_numpy(np.stack([sample.colour for sample in samples]))
        alphas = torch.from_numpy(np.stack([sample.alpha for sample in samples]))
        valids = torch.from_numpy(np.stack([sample.valid for sample in samples]))
        canvas, alpha, valid = to_tensors(colours, alphas, valids, device)
        with torch.no_grad():
            found = torch.sigmoid(network(canvas)[0])
        one, other = (found > 0.5) & (valid > 0), (alpha > 0.5) & (valid > 0)
        union = (one | other).sum((1, 2, 3)).clamp(min=1)
        overlaps.append(((one & other).sum((1, 2, 3)) / union).cpu())
        total = valid.sum((1, 2, 3))
        errors.append((((found - alpha).abs() * valid).sum((1, 2, 3)) / total).cpu())
    return float(torch.cat(overlaps).mean()), float(torch.cat(errors).mean())
