"""From a checkpoint to the file that the service loads."""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from service.models.portrait import SIDE
from training.network import PortraitNet

OPSET = 18
LARGE = 64  # numbers; smaller tensors stay as they are


class Finished(nn.Module):
    """The network as the service runs it: alpha instead of logits."""

    def __init__(self, network: PortraitNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, canvas: Tensor) -> Tensor:
        """Alpha (1, 1, H, W) in [0, 1]."""
        return torch.sigmoid(self.network(canvas)[0])


def averaged(checkpoint: Path) -> PortraitNet:
    """The network with the averaged weights of `checkpoint`, ready to be used."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)["average"]
    network = PortraitNet()
    prefix = "module."
    own = {name[len(prefix) :]: t for name, t in state.items() if name.startswith(prefix)}
    network.load_state_dict(own)
    return network.eval()


def export(network: PortraitNet, path: Path) -> None:
    """Write `network` as ONNX, its normalisations folded and its weights as 16-bit floats."""
    _fold(network)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            Finished(network).eval(),
            (torch.zeros(1, 4, SIDE, SIDE),),
            whole,
            input_names=["canvas"],
            output_names=["alpha"],
            opset_version=OPSET,
            dynamo=False,
        )
        model = onnx.load(whole)
    _halve(model.graph)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _fold(module: nn.Module) -> None:
    """Every normalisation that follows a convolution becomes part of it."""
    for child in module.children():
        _fold(child)
        if isinstance(child, nn.Sequential) and len(child) > 1:
            first, second = child[0], child[1]
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                child[0], child[1] = fuse_conv_bn_eval(first, second), nn.Identity()


def _halve(graph: onnx.GraphProto) -> None:
    """Store large weights in half precision; a Cast makes them whole when a session loads them."""
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < LARGE:
            continue
        name = tensor.name
        stored = numpy_helper.from_array(values.astype(np.float16), f"{name}_half")
        graph.initializer.remove(tensor)
        graph.initializer.append(stored)
        cast = onnx.helper.make_node("Cast", [stored.name], [name], to=onnx.TensorProto.FLOAT)
        graph.node.insert(0, cast)
