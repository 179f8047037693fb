"""Networks without PRelu say what they said with it, and find the same faces."""

from importlib.resources import files

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from evaluation import photos as folders
from service.models import mtcnn
from service.models.prelu import without_prelu
from service.models.session import session_options
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits

SHAPES = {"pnet": (1, 3, 97, 71), "rnet": (5, 3, 24, 24), "onet": (3, 3, 48, 48)}
SIDE_PX, HEIGHT = 320, 28


def as_published(name):
    return (files("mtcnnruntime") / "weights" / f"{name}.onnx").read_bytes()


def said(model, values):
    return ort.InferenceSession(model, session_options()).run(None, {"input": values})


@pytest.mark.parametrize("name", SHAPES)
def test_a_network_says_the_same(name):
    values = np.random.default_rng(0).uniform(-1, 1, SHAPES[name]).astype(np.float32)
    published = as_published(name)
    for before, after in zip(
        said(published, values), said(without_prelu(published), values), strict=True
    ):
        np.testing.assert_allclose(after, before, atol=1e-5)


@pytest.mark.parametrize("slope", [-0.5, 0.3, 1.0, 1.3])
def test_every_slope_stays_what_it_was(slope):
    value = onnx.helper.make_tensor_value_info
    number = onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("PRelu", ["input", "slope"], ["output"])],
        "one",
        [value("input", number, [1, 1, 1, 4])],
        [value("output", number, [1, 1, 1, 4])],
        [onnx.numpy_helper.from_array(np.full((1, 1, 1), slope, np.float32), "slope")],
    )
    model = onnx.helper.make_model(
        graph, opset_imports=[onnx.helper.make_opsetid("", 11)], ir_version=6
    )
    values = np.array([[[[-2, -0.1, 0, 3]]]], np.float32)
    expected = np.where(values < 0, slope * values, values)
    (found,) = said(without_prelu(model.SerializeToString()), values)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_no_prelu_is_left_where_it_is_slow():
    for name in SHAPES:
        nodes = onnx.load_model_from_string(without_prelu(as_published(name))).graph.node
        slow = [node for node in nodes if node.op_type == "PRelu"]
        assert len(slow) == (name != "pnet")  # the one behind a matrix product


def test_the_same_faces_are_found(photos, monkeypatch):
    quick = mtcnn.Mtcnn()
    monkeypatch.setattr(mtcnn, "without_prelu", lambda model: model)
    slow = mtcnn.Mtcnn()
    for path in folders.files(photos, "portraits", "wild", "negatives", limit=6):
        rgb = decode(path.read_bytes(), Limits(), SIDE_PX).rgb
        before, after = slow.find(rgb, HEIGHT), quick.find(rgb, HEIGHT)
        assert after.shape == before.shape
        np.testing.assert_allclose(after, before, atol=0.05)
