import pytest

from loadtest.capacity import fault_of
from loadtest.results import PHOTO, Answer, window


def step(*answers):
    made = [Answer(PHOTO, 1.0, seconds, status, fault=fault) for status, seconds, fault in answers]
    return window(made, 0, 1000)


GOOD = (200, 1.0, "")


def test_a_step_holds_while_photos_come_in_time():
    assert fault_of(step(*[GOOD] * 99, (429, 0.01, "")), 5) == ""
    assert fault_of(step(*[GOOD] * 96, *[(200, 9.0, "")] * 4), 5) == ""


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([GOOD] * 9 + [(500, 1.0, "500 oh")], "status 500: 500 oh"),
        ([GOOD] * 9 + [(0, 1.0, "reset")], "status 0: reset"),
        ([GOOD] * 9 + [(401, 1.0, "401 no key")], "status 401: 401 no key"),
        ([GOOD] * 90 + [(200, 9.0, "")] * 10, "p95 of 9.0 s is above 5"),
        ([GOOD] * 97 + [(429, 0.01, "")] * 3, "3% were told to come again"),
        ([(429, 0.01, "")] * 5, "no photo was finished"),
        ([], "no photo was finished"),
    ],
)
def test_a_step_that_does_not_hold_says_why(answers, said):
    assert fault_of(step(*answers), 5) == said
