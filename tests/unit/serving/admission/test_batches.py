import os
import signal

import pytest

from service.serving.admission.batches import Batches
from service.values.request_errors import Busy


def test_places_are_one_limit_for_all_processes_and_come_back_from_the_dead():
    batches = Batches(most=1, max_bytes=100, photos=10, seconds=1)
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        with batches.place():
            os.write(tell, b".")
            signal.pause()
    os.read(told, 1)
    with pytest.raises(Busy) as refusal, batches.place():
        pass
    assert refusal.value.members["retry_after"] > 1
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with batches.place():
        assert batches.in_work == 1
    assert batches.in_work == 0


def test_a_batch_in_every_place_finds_memory_for_its_body():
    batches = Batches(most=3, max_bytes=100, photos=10, seconds=1)
    assert batches.bodies.limit == 300
