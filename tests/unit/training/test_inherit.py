"""What the network takes over from u2netp says the same as it does there."""

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper

torch = pytest.importorskip("torch", reason="pip install -r training/requirements.txt")

from training.config import Imitation  # noqa: E402
from training.inherit import imitate, inherit  # noqa: E402
from training.network import PortraitNet  # noqa: E402
from training.u2net import like, pool  # noqa: E402

STAGES = 9  # that are taken over, in the order of the file; each ends with a sum


@pytest.fixture(scope="module")
def u2netp(weights_home):
    return (weights_home / "u2netp.onnx").read_bytes()


def part(model, given, asked):
    """The network from one of its tensors to another, of any size."""
    graph = onnx.load_model_from_string(model)
    for name in (given, asked):
        shape = [1, None, None, None]
        known = helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        graph.graph.value_info.append(known)
    cut = onnx.utils.Extractor(graph).extract_model([given], [asked])
    return ort.InferenceSession(cut.SerializeToString())


def nodes(model, kind):
    return [n for n in onnx.load_model_from_string(model).graph.node if n.op_type == kind]


def test_the_stages_say_what_they_say_in_u2netp(u2netp):
    sums = [node.output[0] for node in nodes(u2netp, "Add")]
    after_first = next(n for n in nodes(u2netp, "MaxPool") if n.input[0] == sums[0]).output[0]
    seen = np.random.default_rng(1).normal(0, 1, (1, 64, 64, 64)).astype(np.float32)
    expected = part(u2netp, after_first, sums[STAGES - 1]).run(None, {after_first: seen})[0]

    person = PortraitNet().person
    inherit(person, u2netp)
    with torch.no_grad():
        x, beside = torch.from_numpy(seen), []
        for number, down in enumerate(person.down):
            x = down(pool(x) if number else x)
            beside.append(x)
        x = beside.pop()
        for up in person.up:
            fine = beside.pop()
            x = up(torch.cat([like(x, fine), fine], 1))
    assert np.abs(x.numpy() - expected).max() < 1e-2 * np.abs(expected).max()


def test_the_first_stage_is_returned_for_colours_as_the_canvas_has_them(u2netp):
    first = nodes(u2netp, "Add")[0].output[0]
    name = onnx.load_model_from_string(u2netp).graph.input[0].name
    # In the middle of the canvas: what lies beyond its border is not the same colour in both.
    colours = np.random.default_rng(2).uniform(0.3, 0.6, (1, 3, 320, 320)).astype(np.float32)
    statistics = np.array([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]], np.float32)
    mean, std = statistics.reshape(2, 3, 1, 1)
    expected = part(u2netp, name, first).run(None, {name: (colours - mean) / std})[0]

    whole = inherit(PortraitNet().person, u2netp)
    with torch.no_grad():
        found = whole(torch.from_numpy(2 * colours - 1)).numpy()
    middle = np.s_[..., 144:176, 144:176]
    assert np.abs(found[middle] - expected[middle]).mean() < 0.02 * expected[middle].std()


def test_the_halved_first_stage_learns_to_say_what_the_whole_one_says(u2netp):
    torch.manual_seed(1)
    person = PortraitNet().person
    whole = inherit(person, u2netp)
    canvas = torch.nn.functional.interpolate(torch.rand(4, 4, 16, 16) * 2 - 1, size=64)
    canvas[:, 3] = 1

    def unexplained():
        with torch.no_grad():
            wanted, found = pool(whole(canvas[:, :3])), person.first(person.placed(canvas))
        return float((found - wanted).square().mean() / wanted.var())

    before = unexplained()
    assert before < 0.6  # it begins with the same weights
    imitate(person, whole, iter([canvas] * 20), Imitation(64, samples=80, batch=4, rate=1e-3))
    assert unexplained() < 0.7 * before


def test_another_network_is_refused():
    conv = helper.make_node("Conv", ["x", "weight", "bias"], ["y"])
    weight = onnx.numpy_helper.from_array(np.zeros((8, 3, 3, 3), np.float32), "weight")
    bias = onnx.numpy_helper.from_array(np.zeros(8, np.float32), "bias")
    made = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in "xy"]
    graph = helper.make_graph([conv], "other", made[:1], made[1:], [weight, bias])
    with pytest.raises(ValueError, match="not a stage of u2netp"):
        inherit(PortraitNet().person, helper.make_model(graph).SerializeToString())
