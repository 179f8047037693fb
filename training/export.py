"""A trained network as ONNX with 16-bit weights, as the package carries it."""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.network import COARSE, SIDE, PortraitNet

LARGE = 64  # smaller tensors stay in 32 bits
OPSET = 17


class Finished(nn.Module):
    """Shares in [0, 1] instead of logits, and no coarse alpha."""

    def __init__(self, network: PortraitNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, small: Tensor, large: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Alpha (1, 1, 384, 384), its expected error and the guided filter's weight (128)."""
        alpha, error, trust, _ = self.network(small, large)
        return torch.sigmoid(alpha), torch.sigmoid(error), torch.sigmoid(trust)


def export(network: PortraitNet, path: Path) -> None:
    """Write `network` to `path`."""
    opinion = network.shape.opinion
    small = torch.zeros(1, 5 + opinion, COARSE, COARSE)
    large = torch.zeros(1, 3 + opinion, SIDE, SIDE)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            Finished(network).eval(),
            (small, large),
            whole,
            input_names=["small", "large"],
            output_names=["alpha", "error", "trust"],
            opset_version=OPSET,
            dynamo=False,
        )
        model = onnx.load(whole)
    _pad_within(model.graph)
    _halve(model.graph)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _pad_within(graph: onnx.GraphProto) -> None:
    """Convolutions pad by themselves: a node of its own for it costs as much as they do."""
    made_by = {node.output[0]: node for node in graph.node}
    for node in graph.node:
        before = made_by.get(node.input[0]) if node.op_type == "Conv" else None
        if before is None or before.op_type != "Pad":
            continue
        attributes = {attribute.name: attribute for attribute in node.attribute}
        kernel = attributes["kernel_shape"].ints[0]
        first = (kernel - 2) // 2
        attributes["pads"].ints[:] = [first, first, kernel - 2 - first, kernel - 2 - first]
        node.input[0] = before.input[0]
        graph.node.remove(before)
    _drop_unused(graph)


def _drop_unused(graph: onnx.GraphProto) -> None:
    """Remove what nothing reads, until everything is read."""
    while True:
        used = {name for node in graph.node for name in node.input}
        used |= {value.name for value in graph.output}
        idle = [node for node in graph.node if not used & set(node.output)]
        if not idle:
            return
        for node in idle:
            graph.node.remove(node)


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
