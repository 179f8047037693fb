"""How good a network is on people and places that it was not trained on."""

import torch
from torch.nn import functional as F  # noqa: N812

from training.compose import Batch, inputs
from training.losses import finish
from training.network import PortraitNet

BAND = 11  # pixels: the soft pixels of the true alpha and what is near


@torch.no_grad()  # type: ignore[untyped-decorator]
def validate(network: PortraitNet, batches: list[Batch]) -> dict[str, float]:
    """MAD, MSE in the edge band, mean and least IoU, over the same batches every time."""
    absolute, squared, overlap = [], [], []
    for batch in batches:
        logits, _, trust, _ = network(*inputs(batch, network.shape.opinion))
        alpha, true = finish(batch.photo, logits.float(), trust.float(), batch), batch.alpha
        soft = ((true > 0.02) & (true < 0.98)).float()
        band = F.max_pool2d(soft, BAND, 1, BAND // 2)
        error = alpha - true
        absolute.append(error.abs().mean((1, 2, 3)))
        squared.append((error**2 * band).sum((1, 2, 3)) / band.sum((1, 2, 3)).clamp(min=1))
        one, other = alpha > 0.5, true > 0.5
        union = (one | other).sum((1, 2, 3)).clamp(min=1)
        overlap.append((one & other).sum((1, 2, 3)) / union)
    ious = torch.cat(overlap)
    return {
        "mad": float(torch.cat(absolute).mean()),
        "edge_mse": float(torch.cat(squared).mean()),
        "iou": float(ious.mean()),
        "least_iou": float(ious.min()),
    }
