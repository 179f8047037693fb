"""One instruction at a time, and the one that helps most."""

from dataclasses import replace
from typing import get_args

import pytest

from service.checks.eyes_open import DEFINITION as EYES
from service.checks.eyes_visible import DEFINITION as EYES_SEEN
from service.checks.face_occluded import DEFINITION as COVER
from service.checks.faces import faces
from service.checks.light import DEFINITION as LIGHT
from service.checks.mouth import MOUTH
from service.checks.pose import YAW_DEFINITION as YAW
from service.checks.sharpness import DEFINITION as SHARP
from service.pipeline.advice import BY_CHECK, advice_of
from service.steps.surroundings import Surroundings
from service.values.advice import WORDS, AdviceCode
from service.values.check import Check
from service.values.document import Names
from service.values.verdict import reasons_of
from tests.drawn import document

WELL = Surroundings(left=0, right=0, above=0, below=0, filled=0.8, tall=True)


def looked(*wrong, people=1):
    """The checks of a first look, all right but those given."""
    found = {
        name: Check(
            id=name, value=0, unit="", limit=(-1, 1), uncertainty=None, verdict="pass",
            message=Names(en="Right.", zh="对。"),
        )
        for name in BY_CHECK
    }  # fmt: skip
    return tuple({**found, **{check.id: check for check in (faces(people), *wrong)}}.values())


def code(*wrong, around=WELL, people=1):
    told = advice_of(looked(*wrong, people=people), around, document())
    return told and told.code


def test_nothing_is_said_where_everything_holds():
    assert code() is None


@pytest.mark.parametrize(
    ("people", "expected"), [(0, "show-your-face"), (1, "show-your-face"), (2, "be-alone")]
)
def test_without_one_face_nothing_else_counts(people, expected):
    assert code(YAW.judge(15, (-10, 10)), around=None, people=people) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"filled": 1.1}, "step-back"),
        ({"filled": 0.3}, "come-nearer"),
        ({"left": 5.0}, "move-to-your-left"),
        ({"right": 5.0}, "move-to-your-right"),
        ({"above": 5.0}, "raise-the-camera"),
        ({"below": 5.0}, "lower-the-camera"),
        ({"left": 0.5}, None),
    ],
)
def test_the_place_comes_before_the_pose(change, expected):
    turned = YAW.judge(-15, (-10, 10), (-20, 20))
    assert code(turned, around=replace(WELL, **change)) == (expected or "turn-left")


def test_light_comes_before_pose_and_pose_before_the_mouth():
    dark = LIGHT.judge(-25, (-18, 18), (-32, 32))
    turned = YAW.judge(15, (-10, 10), (-20, 20))
    laughing = MOUTH.judge(6, (None, 2.5), (None, 3.5))
    assert code(laughing, turned, dark) == "light-from-your-left"
    assert code(laughing, turned) == "turn-right"
    assert code(laughing) == "close-your-mouth"


def test_a_picture_that_shakes_is_told_last_and_only_if_it_is_bad():
    assert code(SHARP.judge(0.40, (0.45, None), (0.35, None))) is None
    shaking = SHARP.judge(0.2, (0.45, None), (0.35, None))
    assert code(shaking) == "hold-still"
    assert code(shaking, EYES.judge(2.0, (None, 0))) == "open-your-eyes"


def test_a_cover_that_is_only_suspected_is_not_told():
    suspected = COVER.judge(0.5, (None, 0), (None, 1))
    assert suspected.verdict == "warn"
    assert code(suspected) is None
    assert code(COVER.judge(1.5, (None, 0), (None, 1))) == "uncover-your-face"


def test_dark_glasses_come_before_what_may_cover_the_mouth():
    covered = COVER.judge(3.0, (None, 0), (None, 1))
    dark = EYES_SEEN.judge(16, (None, -5), (None, 8))
    assert code(covered, dark) == "take-off-glasses"
    assert [reason.id for reason in reasons_of((covered, dark))] == [dark.id, covered.id]


def test_every_instruction_can_be_given_and_has_words_in_both_languages():
    given = {code for pair in BY_CHECK.values() for code in pair if code}
    elsewhere = {
        *("show-your-face", "be-alone", "step-back", "move-to-your-left", "move-to-your-right"),
        *("raise-the-camera", "lower-the-camera", "come-nearer"),
    }
    assert given | elsewhere == set(get_args(AdviceCode)) == WORDS.keys()
    for en, zh in WORDS.values():
        assert en.endswith(".")
        assert zh.endswith("。")
        assert len(en) <= 42  # it is read at arm's length
