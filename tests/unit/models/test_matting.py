import logging
import subprocess
import sys

import numpy as np
import onnxruntime as ort
import pytest

from service.cancellation import CancellationToken
from service.models.faces import face_of
from service.models.matting import check_providers, choose
from service.models.portrait import PortraitModel
from service.models.together import TogetherModel
from service.models.u2net import U2netModel
from service.values.errors import ConfigError

NOBODY = face_of(
    (20, 20, 40, 44), 1.0, np.array([[25, 28], [35, 28], [30, 33], [26, 38], [34, 38]], np.float64)
)

OF_WEIGHTS = [("u2netp", U2netModel), ("portrait-u2netp", TogetherModel)]


def test_auto_takes_u2netp_where_its_weights_are(home, lookalike):
    (home / "u2netp.onnx").write_bytes(lookalike)
    choice = choose("auto", "cpu", home)
    assert choice.name == "portrait-u2netp"
    assert isinstance(choice.load(), TogetherModel)


def test_auto_without_weights_falls_back_to_the_built_in_matte(home):
    choice = choose("auto", "cpu", home)
    assert choice.name == "portrait"
    assert isinstance(choice.load(), PortraitModel)


def test_auto_says_in_the_log_that_it_fell_back(home, caplog):
    with caplog.at_level(logging.WARNING):
        choose("auto", "cpu", home)
    assert "built-in" in caplog.text


def test_auto_falls_back_from_weights_that_are_broken_and_names_them(home, caplog):
    (home / "u2netp.onnx").write_bytes(b"broken")
    assert choose("auto", "cpu", home).name == "portrait"
    assert str(home / "u2netp.onnx") in caplog.text


def test_auto_falls_back_where_the_mirror_s_file_is_wrong(home, mirror):
    mirror.files["u2netp.onnx"] = b"wrong"
    assert choose("auto", "cpu", home, mirror.url, fetch_seconds=60).name == "portrait"
    assert mirror.asked


@pytest.mark.parametrize(("name", "kind"), OF_WEIGHTS)
def test_weights_come_from_the_chosen_home(home, tmp_path, lookalike, name, kind):
    other = tmp_path / "other"
    other.mkdir()
    (other / "u2netp.onnx").write_bytes(lookalike)
    model = choose(name, "cpu", other).load()
    assert isinstance(model, kind)
    assert model.name == name
    assert not list(home.iterdir())


@pytest.mark.parametrize("name", [name for name, _ in OF_WEIGHTS])
def test_without_weights_it_refuses_to_start_and_says_what_to_do(home, mirror, name):
    with pytest.raises(ConfigError, match=rf"MATTING={name} .*make models.*IDPHOTO_MATTING=auto"):
        choose(name, "cpu", home, mirror.url)


@pytest.mark.parametrize("name", [name for name, _ in OF_WEIGHTS])
def test_with_broken_weights_it_refuses_to_start(home, name):
    (home / "u2netp.onnx").write_bytes(b"broken")
    with pytest.raises(ConfigError, match=str(home / "u2netp.onnx")):
        choose(name, "cpu", home)


def test_portrait_takes_no_weights_even_if_they_are_there(home, lookalike):
    (home / "u2netp.onnx").write_bytes(lookalike)
    assert choose("portrait", "cpu", home).name == "portrait"


def test_portrait_does_without_what_rembg_takes_of_time_and_memory():
    code = (
        "import sys; from service.models.matting import choose; choose('portrait', 'cpu').load();"
        "print({'rembg', 'numba', 'pymatting'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    "name",
    ["no-such-model", "withoutbg", "atlascloud", "sam", "u2net_custom", "dis_custom", "ben_custom"],
    ids=lambda name: name,
)
def test_a_model_that_is_unknown_remote_or_unfit_is_refused_by_name(home, name):
    with pytest.raises(ConfigError, match=name):
        choose(name, "cpu", home)


def test_another_model_of_rembg_mattes_at_the_window_s_size(home, lookalike):
    folder = home / "models" / "u2net_human_seg"
    folder.mkdir(parents=True)
    (folder / "u2net_human_seg.onnx").write_bytes(lookalike)
    matter = choose("u2net_human_seg", "cpu", home).load()
    window = np.zeros((80, 60, 3), np.uint8)
    window[:, 30:] = 255
    alpha = matter.predict(window, NOBODY, CancellationToken()).alpha
    assert matter.name == "u2net_human_seg"
    assert alpha.shape == (80, 60)
    assert alpha.dtype == np.float32
    assert alpha[:, :25].max() < 0.1
    assert alpha[:, 35:].min() > 0.9


@pytest.mark.parametrize("names", [["cpu"], ["CPU"], [" cpu "], ["CPUExecutionProvider"]])
def test_the_cpu_goes_by_its_short_and_its_full_name(names):
    assert check_providers(names) == ("CPUExecutionProvider",)


def test_providers_keep_the_order_of_preference(monkeypatch):
    both = ["CPUExecutionProvider", "CUDAExecutionProvider"]
    monkeypatch.setattr(ort, "get_available_providers", lambda: both)
    assert check_providers(["cuda", "cpu"]) == ("CUDAExecutionProvider", "CPUExecutionProvider")


@pytest.mark.parametrize("providers", ["cuda,cpu", "cpu,nonsense", "TensorrtExecutionProvider"])
def test_a_provider_that_is_not_installed_is_refused(home, monkeypatch, providers):
    monkeypatch.setattr(ort, "get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(ConfigError, match=r"IDPHOTO_PROVIDERS.*CPUExecutionProvider"):
        choose("portrait", providers, home)
