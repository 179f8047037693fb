import pytest

from loadtest import __main__ as command
from loadtest import permits
from loadtest.permits import Result, goal


def result(acquired=100, doubles=0, left=0):
    return Result(acquired, 0, doubles, 5, left, 1.0)


def test_a_permit_that_was_held_twice_or_is_left_misses_the_goal():
    assert goal(result()).met is True
    assert goal(result(doubles=3)).met is False
    assert goal(result(left=1)).met is False
    assert "held twice: 3" in goal(result(doubles=3)).measured


def test_without_an_acquisition_nothing_is_judged():
    assert goal(result(acquired=0)).met is None


@pytest.mark.parametrize(("doubles", "code"), [(0, 0), (3, 1)])
def test_the_command_fails_when_a_permit_was_held_twice(monkeypatch, capsys, doubles, code):
    monkeypatch.setattr(permits, "stress", lambda *_: result(doubles=doubles))
    with pytest.raises(SystemExit) as end:
        command.main(["permits", "--acquisitions", "100", "--kills", "5"])
    assert int(end.value.code) == code
    assert "100 acquisitions" in capsys.readouterr().out
