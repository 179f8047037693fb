import pytest

from loadtest.scrape import Scrape, goal


def scrape(workers, files, longest):
    return Scrape(workers, 180, files, 300, 6.1, longest, 8.0)


@pytest.mark.parametrize(
    ("files", "longest", "met"), [(10, 49.0, True), (11, 49.0, False), (5, 51.0, False)]
)
def test_metrics_must_stay_fast_and_small(files, longest, met):
    judged = goal(scrape(4, 5, 9.0), scrape(204, files, longest))
    assert judged.met is met
    assert judged.what == "`/metrics` after 200 recycles"


def test_without_a_recycled_worker_nothing_is_judged():
    assert goal(scrape(4, 5, 9.0), scrape(4, 5, 9.0)).met is None
