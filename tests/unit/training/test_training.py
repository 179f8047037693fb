"""A few steps of the whole way: train, go on, export, serve."""

import numpy as np
import onnxruntime as ort
import pytest
from service.values.watch import Watch

from service.models import portrait
from service.models.portrait import PortraitMatter
from service.values.photo import Face

torch = pytest.importorskip("torch", reason="pip install -r training/requirements.txt")

from training import config as configs  # noqa: E402
from training import loop  # noqa: E402
from training.export import averaged, export  # noqa: E402
from training.network import PortraitNet  # noqa: E402
from training.run import start  # noqa: E402
from training.validate import validate  # noqa: E402

TINY = """
seed = 1
validation_share = 0.0
least_iou = 0.9
average_decay = 0.9
weight_decay = 0.01
inherited_share = 0.5
[imitation]
side = 128
samples = 8
batch = 4
rate = 1e-3
[[stages]]
side = 128
samples = 24
batch = 4
rate = 2e-3
end_rate = 1e-3
[[stages]]
side = 256
samples = 8
batch = 4
rate = 1e-3
end_rate = 1e-4
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    path = tmp_path_factory.mktemp("config") / "tiny.toml"
    path.write_text(TINY)
    return configs.read(path)


@pytest.fixture(scope="module")
def checkpoint(config, people, photos, weights_home, tmp_path_factory):
    """That of a run which was interrupted in its first stage, and then went on to the end."""
    path = tmp_path_factory.mktemp("run") / "checkpoint.pt"
    cpu = torch.device("cpu")
    torch.set_num_threads(1)
    run = start(config, cpu, path)
    loop.begin(run, config, people, photos, 0, (weights_home / "u2netp.onnx").read_bytes())
    loop.train(run, config, people, photos, path, 0, most_samples=12)
    again = start(config, cpu, path)
    assert again.seen == 12
    loop.train(again, config, people, photos, path, 0)
    assert again.seen == config.samples
    return path


def test_training_moves_every_weight(config, checkpoint):
    torch.manual_seed(config.seed)
    first = PortraitNet().state_dict()
    last = averaged(checkpoint).state_dict()
    same = [name for name, value in first.items() if torch.equal(value, last[name])]
    assert [name for name in same if "running" not in name] == []


def test_a_network_is_measured_the_same_way_every_time(checkpoint, people, photos):
    network = averaged(checkpoint)
    one, other = (validate(network, people, photos, 128) for _ in range(2))
    assert one == other
    assert all(0 <= value <= 1 for value in one)


def test_what_is_exported_is_what_was_trained(checkpoint, tmp_path):
    network = averaged(checkpoint)
    canvas = np.random.default_rng(3).uniform(-1, 1, (1, 4, 256, 256)).astype(np.float32)
    with torch.no_grad():
        expected = torch.sigmoid(network(torch.from_numpy(canvas))[0]).numpy()
    export(network, tmp_path / "net.onnx")
    found = ort.InferenceSession(tmp_path / "net.onnx").run(None, {"canvas": canvas})[0]
    assert np.abs(found - expected).max() < 0.02
    assert (tmp_path / "net.onnx").stat().st_size < 2e6


def test_what_is_exported_is_served(checkpoint, tmp_path, monkeypatch):
    export(averaged(checkpoint), tmp_path / "net.onnx")
    monkeypatch.setattr(portrait, "WEIGHTS", tmp_path / "net.onnx")
    marks = np.array([[80, 90], [120, 90], [100, 110], [86, 130], [114, 130]], np.float64)
    window, face = np.full((240, 200, 3), 90, np.uint8), Face((60, 60, 140, 160), 1.0, marks)
    alpha = PortraitMatter().alpha(window, face, Watch())
    assert np.isfinite(alpha).all()
    assert alpha.shape[0] / alpha.shape[1] == pytest.approx(1.2, rel=0.02)


def test_a_configuration_with_an_unknown_key_is_refused(tmp_path):
    (tmp_path / "odd.toml").write_text(TINY.replace("seed", "sede"))
    with pytest.raises(TypeError, match="sede"):
        configs.read(tmp_path / "odd.toml")
