import math

from loadtest.results import (
    PHOTO,
    PROBE,
    STAGE,
    Answer,
    lost,
    outcome,
    percentile,
    read,
    stages,
    window,
    write,
)


def photo(end, seconds=1.0, status=200, **more):
    return Answer(PHOTO, end - seconds, seconds, status, **more)


def test_a_percentile_is_a_value_that_was_measured():
    values = [float(n) for n in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.99, 1)] == [50, 99, 100]
    assert percentile([3.0], 0.99) == 3
    assert percentile([2.0, 1.0], 0.5) == 1
    assert math.isnan(percentile([], 0.5))


def test_an_answer_counts_where_it_was_complete():
    seen = window([photo(9.9), photo(10), photo(19.9, seconds=15), photo(20)], 10, 20)
    assert [answer.end for answer in seen.answers] == [10, 19.9]
    assert seen.goodput == 0.2


def test_refused_photos_and_probes_are_no_goodput():
    seen = window([photo(1), photo(1, status=429), Answer(PROBE, 1, 0.1, 200)], 0, 2)
    assert seen.goodput == 0.5
    assert seen.times(PROBE) == [0.1]
    assert len(seen.of(PHOTO)) == 2


def test_a_stage_lasts_until_the_next_and_has_settled_first():
    marks = [Answer(STAGE, at, name=name) for at, name in ((0, "a"), (10, "b"), (30, "end"))]
    parts = stages([*marks, photo(3), photo(8), photo(12), photo(29), photo(31)], settle=5)
    assert list(parts) == ["a", "b"]
    assert [(w.start, w.end, len(w.answers)) for w in parts.values()] == [(5, 10, 1), (15, 30, 1)]


def test_no_answer_and_a_fault_are_lost_but_a_refusal_is_not():
    statuses = (0, 200, 429, 500, 503, 504, -1)
    assert [a.status for a in lost(photo(1, status=s) for s in statuses)] == [0, 500]


def test_outcomes_are_counted_by_status():
    assert outcome([photo(1), photo(2), photo(2, status=0)]) == "0: 1, 200: 2"
    assert outcome([]) == "none"


def test_answers_survive_a_file(tmp_path):
    given = [photo(2.5, name="12 MP", retry_after="2", port=40000), Answer(STAGE, 1, name="a")]
    write(tmp_path / "records", given)
    assert read(tmp_path / "records") == given
