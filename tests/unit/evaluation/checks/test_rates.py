import csv
from dataclasses import replace

import pytest

from evaluation.checks.rates import LABELLED, LABELS, Judged, interval, summary
from service.checks.eyes_open import eyes_open
from service.checks.patch import face_patch
from service.checks.turn import turn_of_head
from service.models.faces import FaceDetector
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from training.face_covers.lids import with_closed_lids


def test_the_labels_are_words_that_the_table_of_rates_knows():
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file, delimiter="\t"))
    assert len(labels) >= 400
    assert len({label["photo"] for label in labels}) == len(labels)
    for column, bad, good in LABELLED.values():
        assert {label[column] for label in labels} <= {"", bad, *good, "down", "hidden", "dark"}, (
            column
        )


def test_wilson_s_interval_is_that_of_the_textbook():
    assert interval(0, 20) == "0.0% (0.0%-16.1%)"
    assert interval(10, 20) == "50.0% (29.9%-70.1%)"


def test_rates_are_counted_by_label_and_group():
    label = {"mouth": "open", "eyes": "open", "gaze": "", "glasses": "none", "group": "other"}
    verdicts = {"mouth-closed": "fail", "gaze": "pass", "eyes-visible": "pass", "glasses": "pass"}
    verdicts |= {"eyes-open": "warn", "face-occluded": "pass", "sharpness": "pass"}
    text = summary([Judged(label, verdicts)])
    assert "| mouth: open | `mouth-closed` | 1 | 100.0%" in text
    assert "| eyes: open | `eyes-open` | 1 | 0.0%" in text
    assert "mouth: closed" not in text


@pytest.mark.parametrize("seen", ["as it is", "shut"])
def test_lids_are_closed_by_a_warp(astronaut, seen):
    photo, detector = decode(astronaut, Limits()), FaceDetector()
    face = only_face(photo, detector)
    rgb = with_closed_lids(photo.rgb, face.mesh) if seen == "shut" else photo.rgb
    again = face.with_mesh(detector.fit(rgb, face))
    patch = face_patch(replace(photo, rgb=rgb), again)
    verdict = eyes_open(patch, turn_of_head(again)).verdict
    assert (verdict == "pass") == (seen == "as it is")
