import cv2
import numpy as np
import pytest

from service.cancellation import CancellationToken
from service.models import weights
from service.models.portrait import WITH_U2NETP, PortraitModel
from service.models.together import TogetherModel
from service.models.u2net import TrimmedU2netp, U2netModel, trimmed

CPU = ("CPUExecutionProvider",)


@pytest.fixture(scope="module")
def u2netp(weights_home):
    model = trimmed(weights.read(weights_home / "u2netp.onnx"))
    return U2netModel(TrimmedU2netp(model, CPU))


@pytest.fixture(scope="module")
def together(u2netp):
    return TogetherModel(u2netp, PortraitModel(CPU, WITH_U2NETP))


def test_the_astronaut_is_told_from_the_wall(together, portrait):
    rgb, face = portrait
    predicted = together.predict(rgb, face, CancellationToken())
    alpha = cv2.resize(predicted.alpha, (rgb.shape[1], rgb.shape[0]))
    left, top, right, bottom = (round(edge) for edge in face.box)
    assert alpha[top:bottom, left:right].mean() > 0.95
    assert alpha[:60, right + 60 : right + 120].mean() < 0.05


def test_what_u2netp_says_is_heard(together, u2netp, portrait, monkeypatch):
    rgb, face = portrait
    heard = together.predict(rgb, face, CancellationToken()).alpha
    monkeypatch.setattr(u2netp, "saliency", lambda *_: np.zeros((144, 144), np.float32))
    deaf = together.predict(rgb, face, CancellationToken()).alpha
    assert np.abs(heard - deaf).max() > 0.1
