"""Each built-in operator of MediaPipe's face networks, written as ONNX's."""

from collections.abc import Callable

import numpy as np
import tflite

from training.face_mesh import attention
from training.face_mesh.tensors import Operator
from training.face_mesh.writer import AXES, Writer, halves

SAME, VALID = 0, 1  # how a window is padded
NONE, RELU = 0, 1  # fused activations
END = 2**31 - 1


def _activated(to: Writer, output: int, activation: int, write: Callable[[str], str]) -> None:
    """`write` makes a node with the output of that name; an activation may follow."""
    if activation == RELU:
        to.node("Relu", [write(to.fresh())], to.tensor(output))
    elif activation == NONE:
        write(to.tensor(output))
    else:
        raise NotImplementedError(f"activation {activation}")


def _padding(side: int, window: int, stride: int, how: int) -> tuple[int, int]:
    """Pixels before and after an axis, as TensorFlow pads."""
    if how == VALID:
        return 0, 0
    total = max((-(-side // stride) - 1) * stride + window - side, 0)
    return total // 2, total - total // 2


def _pads(to: Writer, one: Operator, window: tuple[int, int], how: object) -> dict[str, object]:
    _, height, width, _ = to.graph.shape(one.inputs[0])
    strides = how.StrideH(), how.StrideW()  # type: ignore[attr-defined]
    top, bottom = _padding(height, window[0], strides[0], how.Padding())  # type: ignore[attr-defined]
    left, right = _padding(width, window[1], strides[1], how.Padding())  # type: ignore[attr-defined]
    return {
        "kernel_shape": list(window),
        "strides": list(strides),
        "pads": [top, left, bottom, right],
    }


def _convolution(options: type, order: tuple[int, ...]) -> Callable[[Writer, Operator], None]:
    """CONV_2D or DEPTHWISE_CONV_2D, whose weights have the axes in another order."""

    def write(to: Writer, one: Operator) -> None:
        chosen = one.options(options)
        weights = halves(to.graph.constant(one.inputs[1]))
        how = _pads(to, one, weights.shape[1:3], chosen)
        bias = to.constant(halves(to.graph.constant(one.inputs[2])))
        operands = [to.tensor(one.inputs[0]), to.constant(weights.transpose(order)), bias]
        groups = to.graph.shape(one.inputs[0])[3] if options is tflite.DepthwiseConv2DOptions else 1
        _activated(
            to,
            one.outputs[0],
            chosen.FusedActivationFunction(),
            lambda name: to.node("Conv", operands, name, group=groups, **how),
        )

    return write


def dequantize(to: Writer, one: Operator) -> None:
    """DEQUANTIZE of 16-bit weights: no node is left of it."""
    to.graph.know(one.outputs[0], halves(to.graph.constant(one.inputs[0])))


def densify(to: Writer, one: Operator) -> None:
    """DENSIFY of sparse weights: no node is left of it."""
    to.graph.know(one.outputs[0], _known(to, one.inputs[0]))


def prelu(to: Writer, one: Operator) -> None:
    """PRELU as slope x + (1 - slope) relu(x).

    ONNX Runtime's own PRelu leaves the blocked layout of its convolutions, and the network then
    takes 2.6 times as long.
    """
    slopes = halves(to.graph.constant(one.inputs[1])).reshape(-1, 1, 1)
    source = to.tensor(one.inputs[0])
    linear = to.node("Mul", [source, to.constant(slopes)])
    bent = to.node("Mul", [to.node("Relu", [source]), to.constant((1 - slopes).astype(np.float32))])
    to.node("Add", [linear, bent], to.tensor(one.outputs[0]))


def relu(to: Writer, one: Operator) -> None:
    """RELU."""
    to.node("Relu", [to.tensor(one.inputs[0])], to.tensor(one.outputs[0]))


def _of_two(kind: str, options: type) -> Callable[[Writer, Operator], None]:
    def write(to: Writer, one: Operator) -> None:
        rank = len(to.graph.shape(one.outputs[0]))
        operands = [to.operand(number, rank) for number in one.inputs]
        activation = one.options(options).FusedActivationFunction()
        _activated(to, one.outputs[0], activation, lambda name: to.node(kind, operands, name))

    return write


def max_pool(to: Writer, one: Operator) -> None:
    """MAX_POOL_2D."""
    options = one.options(tflite.Pool2DOptions)
    how = _pads(to, one, (options.FilterHeight(), options.FilterWidth()), options)
    to.node("MaxPool", [to.tensor(one.inputs[0])], to.tensor(one.outputs[0]), **how)


def pad(to: Writer, one: Operator) -> None:
    """PAD with zeros."""
    ends = _known(to, one.inputs[1])
    ends = ends.astype(np.int64)[[0, 3, 1, 2]]
    pads = to.whole(*ends[:, 0], *ends[:, 1])
    to.node("Pad", [to.tensor(one.inputs[0]), pads], to.tensor(one.outputs[0]))


def resize(to: Writer, one: Operator) -> None:
    """RESIZE_BILINEAR."""
    options = one.options(tflite.ResizeBilinearOptions)
    how = "half_pixel" if options.HalfPixelCenters() else "asymmetric"
    how = "align_corners" if options.AlignCorners() else how
    before, after = to.graph.shape(one.inputs[0]), to.graph.shape(one.outputs[0])
    factors = to.floats([1, 1, after[1] / before[1], after[2] / before[2]])
    operands = [to.tensor(one.inputs[0]), "", factors]
    to.node(
        "Resize",
        operands,
        to.tensor(one.outputs[0]),
        mode="linear",
        coordinate_transformation_mode=how,
    )


def concatenate(to: Writer, one: Operator) -> None:
    """CONCATENATION."""
    rank = len(to.graph.shape(one.outputs[0]))
    axis = one.options(tflite.ConcatenationOptions).Axis() % rank
    operands = [to.tensor(number) for number in one.inputs]
    to.node("Concat", operands, to.tensor(one.outputs[0]), axis=AXES[axis] if rank == 4 else axis)


def depth_to_space(to: Writer, one: Operator) -> None:
    """DEPTH_TO_SPACE."""
    block = one.options(tflite.DepthToSpaceOptions).BlockSize()
    source, target = to.tensor(one.inputs[0]), to.tensor(one.outputs[0])
    to.node("DepthToSpace", [source], target, blocksize=block, mode="DCR")


def reshape(to: Writer, one: Operator) -> None:
    """RESHAPE, which counts in TensorFlow's order of axes."""
    before, after = to.graph.shape(one.inputs[0]), to.graph.shape(one.outputs[0])
    source, target = to.tensor(one.inputs[0]), to.tensor(one.outputs[0])
    if len(before) == 4 and before[1:3] != [1, 1]:
        source = to.node("Transpose", [source], perm=[0, 2, 3, 1])
    if len(after) == 4 and after[1:3] != [1, 1]:
        flat = to.node("Reshape", [source, to.whole(*after)])
        to.node("Transpose", [flat], target, perm=[0, 3, 1, 2])
        return
    sides = [after[0], after[3], 1, 1] if len(after) == 4 else after
    to.node("Reshape", [source, to.whole(*sides)], target)


def strided_slice(to: Writer, one: Operator) -> None:
    """STRIDED_SLICE of four axes."""
    begin, end, step = ([int(n) for n in _known(to, number)] for number in one.inputs[1:4])
    options = one.options(tflite.StridedSliceOptions)
    axes = range(len(begin))
    starts = [0 if options.BeginMask() >> axis & 1 else begin[axis] for axis in axes]
    ends = [END if options.EndMask() >> axis & 1 else end[axis] for axis in axes]
    places = to.whole(*(AXES[axis] for axis in axes))
    source = to.tensor(one.inputs[0])
    operands = [source, to.whole(*starts), to.whole(*ends), places, to.whole(*step)]
    to.node("Slice", operands, to.tensor(one.outputs[0]))


def _known(to: Writer, number: int) -> np.ndarray:  # type: ignore[type-arg]
    values = to.graph.constant(number)
    if values is None:
        raise ValueError("a constant that is computed")
    return values


OPERATORS: dict[str, Callable[[Writer, Operator], None]] = {
    "CONV_2D": _convolution(tflite.Conv2DOptions, (0, 3, 1, 2)),
    "DEPTHWISE_CONV_2D": _convolution(tflite.DepthwiseConv2DOptions, (3, 0, 1, 2)),
    "DEQUANTIZE": dequantize,
    "DENSIFY": densify,
    "PRELU": prelu,
    "RELU": relu,
    "ADD": _of_two("Add", tflite.AddOptions),
    "MUL": _of_two("Mul", tflite.MulOptions),
    "MAX_POOL_2D": max_pool,
    "PAD": pad,
    "RESIZE_BILINEAR": resize,
    "CONCATENATION": concatenate,
    "DEPTH_TO_SPACE": depth_to_space,
    "RESHAPE": reshape,
    "STRIDED_SLICE": strided_slice,
    **attention.OPERATORS,
}
