import os
import signal
from contextlib import contextmanager

from service.serving.telemetry.multiprocess import WorkerSlots


@contextmanager
def child(slots):
    """A forked process that has taken its slot and lives until the block ends, and that slot."""
    told, tells = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(tells, bytes([slots.mine()]))
        signal.pause()
    os.close(tells)
    try:
        yield os.read(told, 1)[0]
    finally:
        os.close(told)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def test_processes_that_live_together_have_slots_of_their_own():
    slots = WorkerSlots()
    assert slots.mine() == 0
    with child(slots) as one, child(slots) as two, child(slots) as three:
        assert [one, two, three] == [1, 2, 3]


def test_a_slot_is_kept_for_life():
    slots = WorkerSlots()
    assert slots.mine() == slots.mine() == 0
    with child(slots) as one:
        assert (slots.mine(), one) == (0, 1)


def test_the_slot_of_a_killed_process_goes_to_the_next_and_no_other_does():
    slots = WorkerSlots()
    slots.mine()
    with child(slots) as one:
        with child(slots) as two:
            assert (one, two) == (1, 2)
        with child(slots) as heir, child(slots) as later:
            assert (heir, later) == (2, 3)
