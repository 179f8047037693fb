from types import SimpleNamespace

import pytest

from evaluation.geometry.agreement import agrees, comparisons
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
    assert agrees(_check(verdict), length) is agree


def test_a_range_that_no_source_states_is_left_out():
    results = [
        SimpleNamespace(
            photo="a.jpg",
            spec="gb-passport",
            report=SimpleNamespace(checks=(_check(verdict),)),
            lengths={"head_height_mm": 33.0},
        )
        for verdict in ("pass", "not-assessed", "warn")
    ]
    assert [one.check.verdict for one in comparisons(results)] == ["pass", "warn"]


def _check(verdict):
    return Check(
        id="head-height",
        value=34.0,
        unit="mm",
        limit=(29.0, 34.0),
        uncertainty=1.5,
        verdict=verdict,
        message=words("-", "-"),
    )
