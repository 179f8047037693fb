import json

import numpy as np
import pytest

from evaluation.cutout import measured
from evaluation.cutout.cases import Case
from evaluation.cutout.methods import Cutout
from evaluation.ground_truth import Sample
from service.models.faces import face_of
from service.values.photo import Photo, Window
from service.values.photo_errors import NoFace

FACE = face_of(
    (20, 20, 40, 44), 1.0, np.array([[25, 28], [35, 28], [30, 33], [26, 38], [34, 38]], np.float64)
)
PIXELS = np.full((60, 60, 3), 90, np.uint8)
ALPHA = np.zeros((60, 60), np.float32)
ALPHA[10:] = 1


def sample(_detector):
    photo = Photo(PIXELS, (60, 60), "JPEG")
    return Sample("ann", "test", photo, FACE, Window(0, 0, 60, 60), ALPHA, PIXELS, True)


def nobody(_detector):
    raise NoFace("No face was found.", "没有找到人脸。")


def cut(_sample):
    return Cutout(PIXELS, ALPHA)


@pytest.fixture
def measure(tmp_path, monkeypatch):
    monkeypatch.setattr(measured, "FaceDetector", lambda: None)  # the processes are forked
    monkeypatch.setattr(measured.methods, "load", lambda names: dict.fromkeys(names, cut))
    path = tmp_path / "scores.jsonl"
    return lambda *cases: measured.measure(["plain"], cases, path, 1), path


def case(name, read=sample):
    return Case("test", name, frozenset({"bald"}), read)


def test_every_photo_is_measured_and_keeps_its_tags(measure):
    run, _ = measure
    (score,) = run(case("ann"))
    assert (score.method, score.group, score.name) == ("plain", "test", "ann")
    assert score.tags == {"bald"}
    assert score.values["iou"] == 1


def test_an_interrupted_run_goes_on_with_what_is_missing(measure):
    run, path = measure
    run(case("ann"))
    line = json.loads(path.read_text("utf-8"))
    line["values"]["iou"] = 0.123  # what is on disk is not measured again
    path.write_text(json.dumps(line) + "\n", "utf-8")
    (score,) = run(case("ann"))
    assert score.values["iou"] == 0.123


def test_scores_of_other_code_or_weights_are_measured_again(measure, monkeypatch):
    run, path = measure
    run(case("ann"))
    path.write_text(path.read_text("utf-8").replace('"iou": 1.0', '"iou": 0.5'), "utf-8")
    monkeypatch.setattr(measured, "_fingerprint", lambda: "changed")
    assert run(case("ann"))[0].values["iou"] == 1


def test_a_photo_without_a_face_is_left_out(measure):
    run, _ = measure
    assert run(case("bob", nobody)) == []
