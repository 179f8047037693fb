import signal
from queue import SimpleQueue

from service.serving.master import told_to_stop


def test_a_signal_that_ends_the_service_is_seen_and_still_to_be_heard():
    queued = SimpleQueue()
    for number in (signal.SIGCHLD, signal.SIGHUP):
        queued.put(number)
    assert not told_to_stop(queued)
    queued.put(signal.SIGTERM)
    assert told_to_stop(queued)
    assert [queued.get() for _ in range(queued.qsize())] == [
        signal.SIGCHLD,
        signal.SIGHUP,
        signal.SIGTERM,
    ]
