import pytest

from evaluation.geometry.agreement import agrees
from service.checks.definition import words
from service.values.check import Check


@pytest.mark.parametrize(
    ("verdict", "length", "agree"),
    [
        ("pass", 30.0, True),
        ("pass", 34.1, False),
        ("fail", 34.1, True),
        ("fail", 33.9, False),
        ("warn", 34.1, True),
        ("warn", 33.2, True),
        ("warn", 31.5, False),
    ],
)
def test_what_a_verdict_claims_of_a_second_measurement(verdict, length, agree):
    check = Check(
        id="head-height",
        value=34.0,
        unit="mm",
        limit=(29.0, 34.0),
        uncertainty=1.5,
        verdict=verdict,
        message=words("-", "-"),
    )
    assert agrees(check, length) is agree
