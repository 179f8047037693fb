"""What to do at the next try: for every way in which a check can go wrong."""

import importlib
import pkgutil
import re
from typing import get_args

import pytest

from service import checks
from service.checks.before_a_wall import BEFORE_A_WALL, before_a_wall
from service.checks.definition import CheckDefinition
from service.checks.retake import RETAKE
from service.specs import catalogue
from service.values.check import CheckId

DEFINITIONS = {
    value.id: value
    for module in pkgutil.iter_modules(checks.__path__)
    for value in vars(importlib.import_module(f"service.checks.{module.name}")).values()
    if isinstance(value, CheckDefinition)
}


def test_every_check_has_advice_for_each_direction_in_which_it_can_be_wrong():
    assert DEFINITIONS.keys() == RETAKE.keys() == set(get_args(CheckId))
    for name, definition in DEFINITIONS.items():
        said = (definition.low is not None, definition.high is not None)
        assert tuple(advice is not None for advice in RETAKE[name]) == said, name


def test_the_advice_is_an_instruction_in_either_language():
    told = {text for pair in RETAKE.values() for text in pair if text}
    for advice in told | set(BEFORE_A_WALL.values()):
        assert advice.en.endswith(".")
        assert advice.zh.endswith("。")
        assert re.search("[\u4e00-\u9fff]", advice.zh)
        assert not re.search("[A-Za-z]{2,}", advice.zh)
        assert len(advice.en) <= 110


@pytest.mark.parametrize(
    ("value", "words"), [(-14.0, "your left"), (14.0, "your right"), (2.0, None)]
)
def test_left_and_right_are_the_persons_own(value, words):
    """A face that is turned to the left of the picture has to turn to the person's left."""
    check = DEFINITIONS["yaw"].judge(value, (-10, 10), (-20, 20))
    assert (check.advice is None) if words is None else (words in check.advice.en)


def test_a_value_that_is_close_to_its_end_has_the_advice_of_that_end():
    low = DEFINITIONS["top-margin"].close(3.1, (3, 5), 0.2, DEFINITIONS["roll"].fine)
    high = DEFINITIONS["top-margin"].close(4.9, (3, 5), 0.2, DEFINITIONS["roll"].fine)
    assert (low.advice, high.advice) == RETAKE["top-margin"]


@pytest.mark.parametrize("name", BEFORE_A_WALL)
@pytest.mark.parametrize(("document", "chosen"), [("us-passport", False), ("cn-1inch", True)])
def test_nobody_is_told_to_choose_a_background_that_the_authority_refuses(name, document, chosen):
    spec = catalogue.load().find(document)
    assert (spec.editing_policy == "forbidden") != chosen
    limit, value = ((None, 12), 40) if RETAKE[name][1] else ((12, None), 1)
    check = before_a_wall(DEFINITIONS[name].judge(value, limit, at_most="warn"), spec)
    assert check.verdict == "warn"
    assert ("Choose a background" in check.advice.en) == chosen
    assert ("选择" in check.advice.zh) == chosen
    assert ("Stand in front of a wall" in check.advice.en) != chosen


def test_a_background_that_is_right_needs_no_advice():
    check = DEFINITIONS["background-colour"].judge(1, (None, 12))
    assert before_a_wall(check, catalogue.load().find("us-passport")).advice is None
