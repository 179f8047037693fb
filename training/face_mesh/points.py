"""The network's outputs put together to one list of 478 points, inside the graph.

The network has 468 points of a mesh, and better ones of the lips, of both eyes with their brows and
of the irises in outputs of their own. `points.json` says which points those are (the order of
MediaPipe's `tensors_to_face_landmarks_with_attention`) and which point each one is in a mirror.
"""

import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SIDE_PX = 192
MESH, IRISES = 468, 10
UPPER_LIDS = (159, 386)  # whose depth stands for that of the irises
OUTPUTS = ("mesh_identity", "lips", "left_eye", "right_eye", "left_iris", "right_iris")
_TABLES = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


def with_points(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with the outputs `points` and `mirrored`, (478, 3) in pixels, and `score`, (1,).

    `mirrored` are the points as they lie in the mirror image of what the network saw.
    """
    graph = model.graph
    names = {output.name: output.name for output in graph.output}
    score = next(name for name in names if "faceflag" in name)
    nodes = [
        *_gathered([f"output_{name}_out" for name in OUTPUTS]),
        *_mirrored(),
        helper.make_node("Flatten", [score], ["flag"], axis=0),
        helper.make_node("Sigmoid", ["flag"], ["probability"]),
        helper.make_node("Reshape", ["probability", "one"], ["score"]),
    ]
    graph.node.extend(nodes)
    graph.initializer.extend(_constants())
    del graph.output[:]
    for name, shape in (("points", [478, 3]), ("mirrored", [478, 3]), ("score", [1])):
        graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
    onnx.checker.check_model(model, full_check=True)
    return model


def _gathered(outputs: list[str]) -> list[onnx.NodeProto]:
    """Columns x, y of all outputs one below the other, and of each point the best row."""
    mesh, *parts = outputs
    nodes = [
        helper.make_node("Reshape", [mesh, "triples"], ["mesh3"]),
        helper.make_node("Gather", ["mesh3", "xy"], ["mesh2"], axis=1),
        helper.make_node("Gather", ["mesh3", "z"], ["mesh1"], axis=1),
    ]
    for part in parts:
        nodes.append(helper.make_node("Reshape", [part, "pairs"], [f"{part}_2"]))
    rows = ["mesh2", *(f"{part}_2" for part in parts)]
    return [
        *nodes,
        helper.make_node("Concat", rows, ["rows"], axis=0),
        helper.make_node("Gather", ["rows", "best"], ["flat"], axis=0),
        helper.make_node("Gather", ["mesh1", "depths"], ["depth"], axis=0),
        helper.make_node("Concat", ["flat", "depth"], ["points"], axis=1),
    ]


def _mirrored() -> list[onnx.NodeProto]:
    return [
        helper.make_node("Gather", ["points", "partner"], ["swapped"], axis=0),
        helper.make_node("Mul", ["swapped", "flip"], ["flipped"]),
        helper.make_node("Add", ["flipped", "width"], ["mirrored"]),
    ]


def _constants() -> list[onnx.TensorProto]:
    floats = {"flip": [[-1, 1, 1]], "width": [[SIDE_PX - 1, 0, 0]]}
    whole = {
        "one": [1],
        "triples": [-1, 3],
        "pairs": [-1, 2],
        "xy": [0, 1],
        "z": [2],
        "best": best_rows(),
        "depths": [*range(MESH), *np.repeat(UPPER_LIDS, IRISES // 2)],
        "partner": [*_TABLES["mirror"], *_TABLES["mirror_iris"]],
    }
    return [
        *(numpy_helper.from_array(np.array(v, np.float32), name) for name, v in floats.items()),
        *(numpy_helper.from_array(np.array(v, np.int64), name) for name, v in whole.items()),
    ]


def best_rows() -> NDArray[np.int64]:
    """Of each of the 478 points, the row in which the last output that has it stands."""
    mirror, left = _TABLES["mirror"], _TABLES["left_eye"]
    right = [mirror[point] for point in left]
    irises = [*_TABLES["left_iris"], *(mirror_of for mirror_of in range(MESH + 5, MESH + IRISES))]
    points = [*range(MESH), *_TABLES["lips"], *left, *right, *irises]
    rows = np.zeros(MESH + IRISES, np.int64)
    rows[points] = np.arange(len(points))
    return rows
