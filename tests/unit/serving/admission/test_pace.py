import os

import pytest

from service.serving.admission.pace import LATEST, Pace


def pace(*seconds):
    kept = Pace()
    for one in seconds:
        kept.add(one)
    return kept.seconds


@pytest.mark.parametrize("seconds", [(), (30.0,)])
def test_before_there_are_photos_to_compare_nothing_is_expected(seconds):
    assert pace(*seconds) == 0


@pytest.mark.parametrize("place", range(5))
def test_one_enormous_photo_says_nothing_of_the_next(place):
    seconds = [0.3] * 4
    seconds.insert(place, 36.0)
    assert pace(*seconds) == 0.3
    assert pace(*seconds[: place + 2]) == 0.3


def test_when_all_photos_take_longer_so_will_the_next():
    assert pace(*[0.3] * 20, *[3.0] * (LATEST // 2 + 1)) == 3.0


def test_processes_share_it():
    kept = Pace()
    pid = os.fork()
    if pid == 0:
        for _ in range(3):
            kept.add(2.0)
        os._exit(0)
    os.waitpid(pid, 0)
    assert kept.seconds == 2.0
