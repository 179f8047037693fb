import numpy as np
import pytest

from evaluation.checks.ofiq.degradations import DEGRADATIONS
from evaluation.checks.ofiq.judge import EYES_APART, LEVELS, judge_all
from evaluation.checks.ofiq.report import summary
from evaluation.engine import load_engine

WAYS = tuple(way for way in DEGRADATIONS if way.component == "SingleFacePresent")


class Black:
    """Makes every photo black at the worst level, and leaves it as it is at any other."""

    def __init__(self, rgb, face, alpha):
        assert alpha.shape == rgb.shape[:2]
        assert face.eyes_apart == pytest.approx(EYES_APART, rel=0.05)
        self._rgb = rgb

    def degrade(self, _, severity, seed):
        assert seed == 42
        return np.zeros_like(self._rgb) if severity >= 0.8 else self._rgb


def test_photos_are_judged_as_sent_and_at_each_level(photos, monkeypatch):
    monkeypatch.setattr("evaluation.checks.ofiq.judge.DEGRADATIONS", WAYS)
    results = judge_all(photos, 1, load_engine(), Black)
    first = results[0]
    assert first.sent["faces"] == "pass"
    assert len(LEVELS) == 2
    mild, worst = first.spoilt[WAYS[0]]
    assert mild == first.sent
    assert worst["faces"] == "fail", "nobody is found in a black picture"
    assert "| SingleFacePresent |" in summary(results)
