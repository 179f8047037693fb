"""The weights of MediaPipe's person network (Apache-2.0), out of the wheel that carries them."""

import tempfile
import zipfile
from pathlib import Path

import numpy as np
import tflite
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.face_mesh import __main__ as wheels

NETWORK = "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite"
CONVOLUTIONS = {tflite.BuiltinOperator.CONV_2D, tflite.BuiltinOperator.DEPTHWISE_CONV_2D}
TRANSPOSED = b"Convolution2DTransposeBias"
TYPES = {tflite.TensorType.FLOAT16: np.float16, tflite.TensorType.FLOAT32: np.float32}


def fetch() -> list[tuple[Tensor, Tensor]]:
    """`read` of the wheel that pip fetches."""
    with tempfile.TemporaryDirectory() as folder:
        return read(wheels.fetch(Path(folder)))


def read(wheel: Path) -> list[tuple[Tensor, Tensor]]:
    """Kernel and bias of every convolution, in the graph's order and PyTorch's layout.

    Raises KeyError where the wheel has no such network.
    """
    with zipfile.ZipFile(wheel) as archive:
        model = tflite.Model.GetRootAs(archive.read(NETWORK), 0)
    graph = model.Subgraphs(0)
    widened: dict[int, int] = {}  # what a dequantizing operator makes of 16-bit weights
    weights = []
    for number in range(graph.OperatorsLength()):
        operator = graph.Operators(number)
        code = model.OperatorCodes(operator.OpcodeIndex())
        kind = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        if kind == tflite.BuiltinOperator.DEQUANTIZE:
            widened[operator.Outputs(0)] = operator.Inputs(0)
        elif kind in CONVOLUTIONS or code.CustomCode() == TRANSPOSED:
            stored = (widened.get(operator.Inputs(k), operator.Inputs(k)) for k in (1, 2))
            kernel, bias = (_array(model, graph.Tensors(k)) for k in stored)
            # One kernel per channel lies as (1, h, w, channels), the others as (out, h, w, in).
            depthwise = kind == tflite.BuiltinOperator.DEPTHWISE_CONV_2D
            order = (3, 0, 1, 2) if depthwise or code.CustomCode() == TRANSPOSED else (0, 3, 1, 2)
            ours = np.ascontiguousarray(kernel.transpose(order))
            weights.append((torch.from_numpy(ours), torch.from_numpy(bias.copy())))
    return weights


def _array(model: tflite.Model, tensor: tflite.Tensor) -> NDArray[np.float32]:
    data = model.Buffers(tensor.Buffer()).DataAsNumpy().tobytes()
    values = np.frombuffer(data, TYPES[tensor.Type()])
    return values.reshape(tensor.ShapeAsNumpy()).astype(np.float32)
