import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzzing.draw import Draw
from fuzzing.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_what_a_campaign_begins_with_fails_nothing(name):
    seeds = list(TARGETS[name].seeds())
    assert len(set(seeds)) == len(seeds) >= 4
    for seed in seeds:
        TARGETS[name].run(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_with_something_wrong_in_them_fail_nothing(name):
    """What `make fuzz` does for hours, for a moment."""
    seeds = list(TARGETS[name].seeds())

    @given(st.sampled_from(seeds), st.integers(0, 1 << 20), st.binary(max_size=8), st.booleans())
    @settings(max_examples=150, derandomize=True)
    def hold(seed, at, piece, cut):
        at %= len(seed) + 1
        TARGETS[name].run(seed[:at] + piece + (b"" if cut else seed[at + len(piece) :]))

    hold()


def test_seeds_reach_what_they_are_for(monkeypatch):
    """A document is placed and a file written, not only refused."""
    from fuzzing.targets import output, placement

    reached = {placement: 0, output: 0}
    for module, name in ((placement, "place"), (output, "_is_right")):
        real = getattr(module, name)

        def counted(*args, real=real, module=module):
            reached[module] += 1
            return real(*args)

        monkeypatch.setattr(module, name, counted)
        for seed in module.seeds():
            module.run(seed)
    assert min(reached.values()) >= 4


def test_a_broken_promise_is_a_failure(monkeypatch):
    from fuzzing.targets import archive

    monkeypatch.setattr("service.web.batch.archive.safe_stems", lambda names: iter([*names]))
    led_astray = list(archive.seeds())[2]
    with pytest.raises(AssertionError):
        archive.run(led_astray)


def test_what_is_drawn_stays_within_its_bounds():
    draw = Draw(bytes(range(256)) * 4)
    assert all(3 <= draw.integer(3, 9) <= 9 for _ in range(50))
    assert all(-1.5 <= draw.number(-1.5, 2) <= 2 for _ in range(50))
    assert len(draw.text(7)) <= 7
    assert draw.one_of("abc") in "abc"


def test_used_up_bytes_are_zeros():
    draw = Draw(b"")
    assert draw.integer(5, 9) == 5
    assert draw.flag() is False
    assert draw.any_float() == 0
    assert draw.rest() == b""
