import threading
import time
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import onnx
import onnxruntime as ort
import pytest

from service.cancellation import CancellationToken, Cancelled
from service.models import u2net, weights
from service.models.faces import face_of
from service.models.session import session_options
from service.models.u2net import TrimmedU2netp, U2netModel, trimmed
from service.values.errors import ConfigError

CPU = ("CPUExecutionProvider",)
NOBODY = face_of(
    (20, 20, 40, 44), 1.0, np.array([[25, 28], [35, 28], [30, 33], [26, 38], [34, 38]], np.float64)
)


@pytest.fixture(scope="module")
def of_brightness(lookalike):
    """A matter whose network takes for the person what is bright."""
    return U2netModel(TrimmedU2netp(trimmed(lookalike), CPU))


@pytest.fixture(scope="module")
def real(weights_home):
    model = trimmed(weights.read(weights_home / "u2netp.onnx"))
    return U2netModel(TrimmedU2netp(model, CPU))


@pytest.fixture(scope="module")
def matte(real, portrait):
    rgb, face = portrait
    return cv2.resize(
        real.predict(rgb, face, CancellationToken()).alpha, (rgb.shape[1], rgb.shape[0])
    )


def half_bright(width, height):
    rgb = np.full((height, width, 3), 40, np.uint8)
    rgb[:, width // 2 :] = 220
    return rgb


# Any network of this family


@pytest.mark.parametrize(("height", "width"), [(320, 320), (288, 224), (64, 288)])
def test_a_trimmed_network_takes_any_height_and_width(lookalike, height, width):
    session = ort.InferenceSession(trimmed(lookalike), providers=list(CPU))
    (alpha,) = session.run(None, {"x": np.ones((1, 3, height, width), np.float32)})
    assert alpha.shape == (1, 1, height / 2, width / 2)


def test_a_trimmed_network_is_still_a_valid_model(lookalike):
    onnx.checker.check_model(onnx.load_model_from_string(trimmed(lookalike)))


@pytest.mark.parametrize("outputs", [1, 3])
def test_a_network_that_is_built_otherwise_is_refused_in_one_line(lookalike, outputs):
    model = onnx.load_model_from_string(lookalike)
    del model.graph.output[outputs:]
    model.graph.node[-1].op_type = "Tanh"
    with pytest.raises(ConfigError, match=r"not a U-2-Net"):
        trimmed(model.SerializeToString())


def test_u2netp_s_map_is_stretched_to_the_full_range(of_brightness):
    alpha = of_brightness.saliency(half_bright(400, 300), CancellationToken())
    middle = alpha.shape[1] // 2
    assert alpha.dtype == np.float32
    assert alpha[:, : middle - 2] == pytest.approx(0, abs=0.01)
    assert alpha[:, middle + 2 :] == pytest.approx(1, abs=0.01)


def test_a_network_that_says_the_same_everywhere_gives_a_finite_matte(flat_network):
    matter = U2netModel(TrimmedU2netp(trimmed(flat_network), CPU))
    alpha = matter.predict(half_bright(300, 400), NOBODY, CancellationToken()).alpha
    assert np.isfinite(alpha).all()
    assert alpha.min() >= 0
    assert alpha.max() <= 1


@pytest.mark.parametrize("value", [0, 255])
def test_a_window_of_one_colour_gives_a_finite_matte(of_brightness, value):
    rgb = np.full((300, 200, 3), value, np.uint8)
    assert np.isfinite(of_brightness.predict(rgb, NOBODY, CancellationToken()).alpha).all()


def test_a_photo_that_was_given_up_is_not_matted(of_brightness):
    token = CancellationToken()
    token.cancel()
    with pytest.raises(Cancelled):
        of_brightness.predict(half_bright(300, 200), NOBODY, token)


def test_the_matte_goes_by_the_network_s_name(of_brightness):
    assert of_brightness.name == "u2netp"


# The real weights


def test_the_real_network_says_what_the_whole_one_says_before_its_last_stage(weights_home):
    model = weights.read(weights_home / "u2netp.onnx")
    blob = np.random.default_rng(0).normal(size=(1, 3, 320, 320)).astype(np.float32)
    whole, part = (
        ort.InferenceSession(data, session_options(), providers=list(CPU))
        for data in (model, trimmed(model))
    )
    name = whole.get_inputs()[0].name
    enlarged = whole.run([whole.get_outputs()[2].name], {name: blob})[0][0, 0]
    coarse = part.run(None, {name: blob})[0][0, 0]
    own = 1 / (1 + np.exp(-cv2.resize(coarse, (320, 320))))
    np.testing.assert_allclose(own, enlarged, atol=1e-4)


def test_the_last_stage_is_not_worked_out(weights_home):
    model = weights.read(weights_home / "u2netp.onnx")
    whole, part = (len(onnx.load_model_from_string(m).graph.node) for m in (model, trimmed(model)))
    assert part < 0.8 * whole


def test_the_astronaut_s_face_is_person(portrait, matte):
    left, top, right, bottom = (round(edge) for edge in portrait[1].box)
    assert matte[top:bottom, left:right].mean() > 0.95


def test_the_wall_beside_the_astronaut_s_head_is_none(portrait, matte):
    right = round(portrait[1].box[2])
    assert matte[:60, right + 60 : right + 120].mean() < 0.05


def test_a_photo_that_is_given_up_stops_the_network_in_its_middle(
    weights_home, portrait, monkeypatch
):
    model = trimmed(weights.read(weights_home / "u2netp.onnx"))
    slow = U2netModel(TrimmedU2netp(model, CPU))
    token = CancellationToken()
    monkeypatch.setattr(u2net, "SIDE", 1600)  # many seconds, if it ran to its end
    threading.Timer(0.05, token.cancel).start()
    start = time.process_time()
    with pytest.raises(Cancelled):
        slow.saliency(portrait[0], token)
    assert time.process_time() - start < 3


def test_mattes_made_side_by_side_are_those_made_alone(real, portrait):
    rgb, face = portrait
    windows = [rgb, rgb[:, ::-1].copy()]
    alone = [real.predict(one, face, CancellationToken()).alpha for one in windows]
    with ThreadPoolExecutor(2) as threads:
        together = list(
            threads.map(lambda one: real.predict(one, face, CancellationToken()).alpha, windows)
        )
    for single, parallel in zip(alone, together, strict=True):
        np.testing.assert_allclose(single, parallel, atol=1e-5)
