"""The operators that MediaPipe's attention network has of its own: it looks closer at parts.

From the points of the mesh follows a turned square around lips or an eye; features are sampled in
it, and the points that are found there go back to the network's own pixels. Here a map of the plane
is 2 x 3 where TensorFlow Lite has 4 x 4.
"""

from collections.abc import Callable

import numpy as np

from training.face_mesh.tensors import Operator
from training.face_mesh.writer import Writer

VERSION = 2


def square(to: Writer, one: Operator) -> None:
    """Landmarks2TransformMatrix: from the square of some points to pixels of the features."""
    how = one.flexible()
    if one.version != VERSION or how["target_rotation_radians"] != 0:
        raise NotImplementedError("another version of the network")
    points = to.node("Reshape", [to.tensor(one.inputs[0]), to.whole(-1, 3)])
    flat = to.node("Slice", [points, to.whole(0), to.whole(2), to.whole(1)])
    turn, back = _rotation(to, flat, (how["left_rotation_idx"], how["right_rotation_idx"]))
    chosen = to.whole(*(int(index) for index in how["subset_idxs"]))
    level = to.node("MatMul", [to.node("Gather", [flat, chosen], axis=0), back])
    most = to.node("ReduceMax", [level], axes=[0], keepdims=1)
    least = to.node("ReduceMin", [level], axes=[0], keepdims=1)
    middle = to.node("Mul", [to.node("Add", [most, least]), to.floats([0.5])])
    centre = to.node("Transpose", [to.node("MatMul", [middle, turn])], perm=[1, 0])
    width, height = how["output_width"], how["output_height"]
    per_pixel = to.floats([[how["scale_x"] / width, how["scale_y"] / height]])
    linear = to.node("Mul", [back, to.node("Mul", [to.node("Sub", [most, least]), per_pixel])])
    half = to.node("MatMul", [linear, to.floats([[width / 2], [height / 2]])])
    offset = to.node("Sub", [centre, half])
    to.node("Concat", [linear, offset], to.tensor(one.outputs[0]), axis=1)


def _rotation(to: Writer, flat: str, ends: tuple[int, int]) -> tuple[str, str]:
    """2 x 2: the turn that makes the line of two points level, for rows, and its inverse."""
    pair = to.node("Gather", [flat, to.whole(*ends)], axis=0)
    left = to.node("Slice", [pair, to.whole(0), to.whole(1), to.whole(0)])
    right = to.node("Slice", [pair, to.whole(1), to.whole(2), to.whole(0)])
    along = to.node("Sub", [right, left])
    unit = to.node("Div", [along, to.node("ReduceL2", [along], axes=[1], keepdims=1)])
    cos = to.node("Slice", [unit, to.whole(0), to.whole(1), to.whole(1)])
    sin = to.node("Slice", [unit, to.whole(1), to.whole(2), to.whole(1)])
    upper = to.node("Concat", [cos, sin], axis=1)
    lower = to.node("Concat", [to.node("Neg", [sin]), cos], axis=1)
    turn = to.node("Concat", [upper, lower], axis=0)
    return turn, to.node("Transpose", [turn], perm=[1, 0])


def sample(to: Writer, one: Operator) -> None:
    """TransformTensorBilinear: features in a square, zero beyond their edges."""
    _, height, width, _ = to.graph.shape(one.inputs[0])
    _, rows, columns, _ = to.graph.shape(one.outputs[0])
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    grid = np.stack([x.ravel() + 0.5, y.ravel() + 0.5, np.ones(rows * columns, np.float32)])
    at = to.node("MatMul", [to.tensor(one.inputs[1]), to.constant(grid)])
    centred = to.node("Sub", [at, to.floats([[0.5], [0.5]])])
    scaled = to.node("Mul", [centred, to.floats([[2 / (width - 1)], [2 / (height - 1)]])])
    places = to.node("Sub", [scaled, to.floats([1.0])])
    turned = to.node("Transpose", [places], perm=[1, 0])
    shaped = to.node("Reshape", [turned, to.whole(1, rows, columns, 2)])
    to.node(
        "GridSample",
        [to.tensor(one.inputs[0]), shaped],
        to.tensor(one.outputs[0]),
        mode="bilinear",
        padding_mode="zeros",
        align_corners=1,
    )


def back(to: Writer, one: Operator) -> None:
    """TransformLandmarks: points of a square, in the pixels that its map leads to."""
    shape = to.graph.shape(one.inputs[0])
    size = shape[-1]
    points = to.node("Reshape", [to.tensor(one.inputs[0]), to.whole(-1, size)])
    flat = to.node("Slice", [points, to.whole(0), to.whole(2), to.whole(1)])
    matrix = to.tensor(one.inputs[1])
    linear = to.node("Slice", [matrix, to.whole(0), to.whole(2), to.whole(1)])
    offset = to.node("Slice", [matrix, to.whole(2), to.whole(3), to.whole(1)])
    turned = to.node("MatMul", [flat, to.node("Transpose", [linear], perm=[1, 0])])
    moved = to.node("Add", [turned, to.node("Transpose", [offset], perm=[1, 0])])
    if size == 3:
        depth = to.node("Slice", [points, to.whole(2), to.whole(3), to.whole(1)])
        moved = to.node("Concat", [moved, depth], axis=1)
    to.node("Reshape", [moved, to.whole(*shape)], to.tensor(one.outputs[0]))


OPERATORS: dict[str, Callable[[Writer, Operator], None]] = {
    "Landmarks2TransformMatrix": square,
    "TransformTensorBilinear": sample,
    "TransformLandmarks": back,
}
