"""From TensorFlow Lite to ONNX."""

import onnx

from training.face_mesh.operators import OPERATORS
from training.face_mesh.tensors import Graph
from training.face_mesh.writer import Writer


def convert(data: bytes) -> onnx.ModelProto:
    """A TensorFlow Lite file as an ONNX model of batch 1. Raises KeyError for other operators."""
    writer = Writer(Graph(data))
    for operator in writer.graph.operators():
        OPERATORS[operator.name](writer, operator)
    return writer.model()
