from loadtest import soak
from loadtest.resources import Memory


def test_workers_may_grow_by_a_twentieth_and_weigh_little_together():
    growth, size = soak.goals(
        2000, Memory(900, (100, 100)), Memory(900, (105, 105)), Memory(1100, ())
    )
    assert growth.met
    assert size.met
    growth, size = soak.goals(
        2000, Memory(900, (100, 100)), Memory(900, (105, 106)), Memory(1300, ())
    )
    assert not growth.met
    assert not size.met


def test_a_short_soak_says_that_it_was_short():
    growth, _ = soak.goals(300, Memory(900, (100,)), Memory(900, (100,)), Memory(1100, ()))
    assert "after 300 photos" in growth.measured
    assert "make soak" in growth.measured
