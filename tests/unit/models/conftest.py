import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import onnx
import pytest
from onnx import TensorProto, helper

from service.models.faces import FaceDetector
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.steps.frame import window
from service.values import geometry


@pytest.fixture(scope="module")
def detector():
    return FaceDetector()


@pytest.fixture(scope="module")
def whole(astronaut):
    """The whole picture of the astronaut."""
    return decode(astronaut, Limits()).rgb


@pytest.fixture(scope="module")
def portrait(astronaut, detector):
    """The astronaut's head-and-shoulders window, and the face in its pixels."""
    photo = decode(astronaut, Limits())
    face = only_face(photo, detector)
    seen = window(photo, face)
    rgb = photo.rgb[seen.top : seen.top + seen.height, seen.left : seen.left + seen.width]
    return rgb, face.mapped(geometry.shift(-seen.left, -seen.top))


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty model home, and an environment that names no other."""
    for name in ("IDPHOTO_MODEL_HOME", "IDPHOTO_MODEL_MIRROR", "REMBG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("U2NET_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def network(side=320, operator="mean"):
    """A network of u2netp's shapes whose maps are the mean of the channels, or the same anywhere.

    Of its outputs the first are of full size, and the third is enlarged from half of it.
    """
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, side, side])]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 1, side, side])
        for name in ("y", "finest", "before")
    ]
    scales = helper.make_tensor("scales", TensorProto.FLOAT, [4], [1, 1, 2, 2])
    taken = helper.make_tensor("taken", TensorProto.FLOAT, [], [1.0 if operator == "mean" else 0.0])
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["m"], axes=[1], keepdims=1),
        helper.make_node("Mul", ["m", "taken"], ["n"]),
        helper.make_node("Identity", ["n"], ["y"]),
        helper.make_node("Sigmoid", ["n"], ["finest"]),
        helper.make_node("AveragePool", ["n"], ["half"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Resize", ["half", "", "scales"], ["whole"], mode="linear"),
        helper.make_node("Sigmoid", ["whole"], ["before"]),
    ]
    graph = helper.make_graph(nodes, "lookalike", inputs, outputs, [scales, taken])
    opset = [helper.make_opsetid("", 13)]
    return helper.make_model(graph, ir_version=8, opset_imports=opset).SerializeToString()


@pytest.fixture(scope="session")
def lookalike():
    """Bytes of a tiny network with u2netp's input and output."""
    data = network()
    onnx.checker.check_model(onnx.load_model_from_string(data))
    return data


@pytest.fixture(scope="session")
def flat_network():
    return network(operator="flat")


@pytest.fixture(scope="session")
def small_network():
    return network(side=64)


@pytest.fixture
def mirror():
    """Serves given files on 127.0.0.1; everything else is 404."""
    with _serving() as server:
        yield server


@contextmanager
def _serving():
    files, asked = {}, []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            data = files.get(self.path.lstrip("/"))
            self.send_response(200 if data is not None else 404)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.files, server.asked = files, asked
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
