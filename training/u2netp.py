"""u2netp's map of a photo, as the service asks for it, on the training's device."""

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from service.models.u2net import MEAN, STD, trimmed
from training.u2net import FlatStage, Stage, like, pool


class Saliency(nn.Module):
    """u2netp without its last stage (Qin et al., 2020)."""

    def __init__(self, model: bytes) -> None:
        """From the bytes of u2netp's ONNX file. Raises ValueError where it is built otherwise."""
        super().__init__()
        down = [Stage(7, 3), Stage(6, 64), Stage(5, 64), Stage(4, 64), FlatStage(64), FlatStage(64)]
        up = [FlatStage(128), Stage(4, 128), Stage(5, 128), Stage(6, 128)]
        self.down, self.up = nn.ModuleList(down), nn.ModuleList(up)
        self.side = nn.Conv2d(64, 1, 3, 1, 1)
        graph = onnx.load_model_from_string(trimmed(model)).graph
        stored = {tensor.name: tensor for tensor in graph.initializer}
        convolutions = [module for module in self.modules() if isinstance(module, nn.Conv2d)]
        nodes = [node for node in graph.node if node.op_type == "Conv"]
        for layer, node in zip(convolutions, nodes, strict=True):
            kernel, bias = (
                torch.tensor(numpy_helper.to_array(stored[name])) for name in node.input[1:3]
            )
            if layer.weight.shape != kernel.shape:
                raise ValueError(f"a kernel of {list(kernel.shape)}, which is not u2netp's")
            layer.weight.data.copy_(kernel)
            layer.bias.data.copy_(bias)

    def forward(self, photo: Tensor) -> Tensor:
        """Photo (B, 3, 288, 288) in [0, 1] to a map (B, 1, 144, 144), stretched to [0, 1]."""
        mean, std = (torch.from_numpy(values).to(photo) for values in (MEAN, STD))
        x = photo / photo.amax((1, 2, 3), keepdim=True).clamp(min=1 / 255)
        x = (x - mean) / std
        beside: list[Tensor] = []
        for number, stage in enumerate(self.down):
            x = stage(pool(x) if number else x)
            beside.append(x)
        x = beside.pop()
        for stage in self.up:
            fine = beside.pop()
            x = stage(torch.cat([like(x, fine), fine], 1))
        share = torch.sigmoid(self.side(x).float())
        low, high = (edge((1, 2, 3), keepdim=True) for edge in (share.amin, share.amax))
        return (share - low) / (high - low).clamp(min=1e-6)
