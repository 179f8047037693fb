from pathlib import Path
from types import SimpleNamespace

import pytest

from loadtest.rembg import FACTOR, Measurement, check, goal


def measurement(photos, cpu):
    return Measurement(SimpleNamespace(name="ours"), 1, photos=photos, cpu=cpu)


def test_targets_are_compared_by_photos_for_each_second_of_cpu():
    assert goal(measurement(10, 50), measurement(30, 30 * 5 / FACTOR)).met
    assert goal(measurement(10, 50), measurement(30, 21)).what.startswith("ours against")
    assert not goal(measurement(10, 50), measurement(30, 21)).met


def test_without_rembgs_own_environment_one_line_says_how_to_make_it():
    with pytest.raises(SystemExit) as end:
        check(Path("/nowhere/rembg"))
    assert end.value.code == "/nowhere/rembg is not there; `make versus` makes it"
