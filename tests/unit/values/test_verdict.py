import pytest

from service.checks.definition import CheckDefinition, words
from service.values.verdict import reasons_of, verdict_of

TEXT = words("text", "文")


def checked(name, verdict):
    definition = CheckDefinition(name, "", TEXT, TEXT, TEXT)
    value, limit = {"pass": (0, 1), "warn": (2, 1), "fail": (9, 1)}[verdict]
    return definition.judge(value, (None, limit), (None, 5))


@pytest.mark.parametrize(
    ("verdicts", "refused", "expected"),
    [
        (("pass", "pass"), False, "accepted"),
        (("pass", "warn"), False, "look-again"),
        (("warn", "fail"), False, "rejected"),
        (("pass",), True, "rejected"),
    ],
)
def test_one_word_for_all_checks(verdicts, refused, expected):
    assert verdict_of(tuple(checked("yaw", one) for one in verdicts), refused) == expected


def test_failures_come_before_warnings_and_each_by_importance():
    checks = (
        checked("sharpness", "warn"),
        checked("jpeg-quality", "fail"),
        checked("eyes-open", "fail"),
        checked("yaw", "warn"),
        checked("faces", "pass"),
    )
    assert [reason.id for reason in reasons_of(checks)] == ["eyes-open", "jpeg-quality", "yaw"]
