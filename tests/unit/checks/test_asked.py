"""What a document asks decides what a check makes of the same face."""

import cv2
import numpy as np
import pytest

from service.checks.face_occluded import face_occluded
from service.checks.glasses import glasses
from service.checks.head_covering import head_covering
from service.checks.mouth import mouth
from service.checks.patch import face_patch, patch_of
from service.checks.turn import turn_of_head
from service.specs import catalogue
from training.face_covers.draw import painted, with_hand

CATALOGUE = catalogue.load()
CORNERS = ((33, 133), (362, 263))


def of(document):
    return CATALOGUE.find(document)


def with_frames(patch):
    """Dark frames of clear glasses: two rims, a bridge and temples."""
    eyes = [patch.points[list(corners)].mean(axis=0) for corners in CORNERS]
    apart = float(np.linalg.norm(eyes[1] - eyes[0]))
    mask = np.zeros(patch.rgb.shape[:2], np.float32)
    radius = round(0.4 * apart)
    for (x, y), side in zip(eyes, (-1, 1), strict=True):
        cv2.circle(mask, (round(x), round(y)), radius, 1, 2)
        cv2.line(mask, (round(x + side * radius), round(y)), (60 + side * 58, round(y) - 3), 1, 2)
    inner = [round(eyes[0][0] + radius), round(eyes[1][0] - radius)]
    cv2.line(mask, (inner[0], round(eyes[0][1])), (inner[1], round(eyes[1][1])), 1, 2)
    return painted(patch, mask, np.full(patch.rgb.shape, 25.0), 0.7)


@pytest.mark.parametrize(
    ("document", "closed", "smile"),
    [
        ("ar-visa", "fail", "warn"),  # neutral expression, no smiling, mouth closed
        ("schengen-visa", "warn", "warn"),  # nothing is said
        ("us-passport", "not-assessed", "not-assessed"),  # or a natural smile
        ("ch-id-card", "fail", "not-assessed"),  # a friendly look, with the mouth closed
    ],
)
def test_a_laugh_is_what_the_document_makes_of_it(portrait, document, closed, smile):
    _, face = portrait
    gap, lift = mouth(face, turn_of_head(face), of(document))
    assert (gap.verdict, lift.verdict) == (closed, smile)
    assert gap.value > 5, "it is measured, whatever follows"


@pytest.mark.parametrize(
    ("document", "verdict"),
    [
        ("ar-visa", "fail"),
        ("us-passport", "warn"),  # with a doctor's certificate
        ("schengen-visa", "not-assessed"),  # allowed
        ("cn-1inch", "not-assessed"),  # nothing is said
    ],
)
def test_glasses_fail_only_where_they_are_forbidden(portrait, document, verdict):
    photo, face = portrait
    worn = with_frames(face_patch(photo, face))
    check = glasses(worn, turn_of_head(face), of(document))
    assert check.verdict == verdict
    assert check.value > 1


def test_a_face_without_glasses_passes_where_they_are_forbidden(portrait):
    photo, face = portrait
    assert glasses(face_patch(photo, face), turn_of_head(face), of("ar-visa")).verdict == "pass"


def test_a_mirror_image_is_judged_the_same(portrait):
    photo, face = portrait
    patch = with_frames(face_patch(photo, face))
    mirrored = patch_of(np.ascontiguousarray(patch.rgb[:, ::-1]), patch.detail, patch.points)
    turn, spec = turn_of_head(face), of("ar-visa")
    assert glasses(mirrored, turn, spec).value == glasses(patch, turn, spec).value


def test_a_hand_fails_where_the_document_keeps_the_face_free(portrait):
    photo, face = portrait
    turn, patch = turn_of_head(face), face_patch(photo, face)
    hidden = [with_hand(patch, np.random.default_rng(seed)) for seed in range(20)]
    strict, other = (
        [face_occluded(one, turn, of(document)).verdict for one in hidden]
        for document in ("ar-visa", "cn-1inch")
    )
    assert strict.count("fail") > other.count("fail")
    assert [one == "pass" for one in strict] == [one == "pass" for one in other]


@pytest.mark.parametrize(
    ("document", "en", "zh"),
    [
        ("us-passport", "only for religious or medical reasons", "宗教或医疗原因"),
        ("kr-passport", "does not allow head coverings", "不允许遮盖头部"),
    ],
)
def test_a_hat_is_not_judged_and_the_document_s_own_rule_is_told(document, en, zh):
    check = head_covering(of(document))
    assert check.verdict == "not-assessed"
    assert "check it yourself" in check.message.en
    assert en in check.advice.en
    assert zh in check.advice.zh


def test_where_no_rule_on_hats_is_known_none_is_told():
    assert head_covering(of("cn-1inch")).advice is None
