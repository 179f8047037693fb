from typing import get_args

import numpy as np
import pytest

from evaluation.checks.ofiq.degradations import DEGRADATIONS, Degradation
from evaluation.checks.ofiq.judge import Judged
from evaluation.checks.ofiq.report import judgement, noticed_by, summary, write_sheets
from service.values.check import CheckId

BLUR = next(way for way in DEGRADATIONS if way.name == "out of focus")
FINE = dict.fromkeys(get_args(CheckId), "pass")


def photo(sent: str, mild: str, worst: str) -> Judged:
    verdicts = [FINE | {"sharpness": verdict} for verdict in (sent, mild, worst)]
    return Judged("a.jpg", verdicts[0], {BLUR: (verdicts[1], verdicts[2])})


def test_every_component_but_the_score_is_there_once_and_sharpness_in_three_ways():
    components = [way.component for way in DEGRADATIONS]
    assert len(set(components)) == 28
    assert {one for one in components if components.count(one) > 1} == {"Sharpness"}
    assert len({way.name for way in DEGRADATIONS}) == len(DEGRADATIONS)
    assert {check for way in DEGRADATIONS for check in way.checks} <= set(get_args(CheckId))


def test_only_photos_that_passed_as_sent_are_counted_as_noticed():
    results = [photo("pass", "pass", "fail"), photo("pass", "warn", "warn")]
    results += [photo("fail", "fail", "fail")]
    row = next(line for line in summary(results).splitlines() if "out of focus" in line)
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert cells[:3] == ["Sharpness", "out of focus", "`sharpness`"]
    assert cells[3].startswith("33.3%")
    assert cells[4] == "2"
    assert cells[5].startswith("50.0%")
    assert cells[6].startswith("100.0%")
    assert cells[7].startswith("66.7%"), "the third photo is no worse than it was"
    assert cells[7].endswith("`sharpness`")


def test_what_cannot_be_assessed_any_more_is_said_and_not_counted():
    results = [photo("pass", "pass", "fail"), photo("pass", "pass", "not-assessed")]
    row = next(line for line in summary(results).splitlines() if "out of focus" in line)
    assert "100.0% (20.7%-100.0%) of 1 |" in row


def test_ways_that_were_not_tried_have_no_row():
    assert "dark glasses" not in summary([photo("pass", "pass", "fail")])


@pytest.mark.parametrize(
    ("uniform", "shadow", "said"),
    [("pass", "warn", "warn"), ("not-assessed", "pass", "pass"), ("fail", "warn", "fail")],
)
def test_of_several_checks_the_worst_counts(uniform, shadow, said):
    way = next(way for way in DEGRADATIONS if way.component == "BackgroundUniformity")
    verdicts = FINE | {"background-uniform": uniform, "background-shadow": shadow}
    assert judgement(verdicts, way) == said
    assert judgement(verdicts, Degradation("none", "none", ())) == "not-assessed"


def test_a_check_notices_what_is_worse_than_before():
    sent = FINE | {"sharpness": "warn", "gaze": "not-assessed"}
    spoilt = FINE | {"sharpness": "warn", "gaze": "warn", "yaw": "fail", "roll": "not-assessed"}
    assert set(noticed_by(sent, spoilt)) == {"gaze", "yaw"}


def test_a_sheet_shows_the_photos_at_each_level(tmp_path):
    one = photo("pass", "pass", "fail")
    one.pictures[BLUR] = (np.zeros((20, 16, 3), np.uint8),) * 2
    write_sheets([one], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out-of-focus.png"]
