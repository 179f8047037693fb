import threading
import time

import pytest

from service.cancellation import CancellationToken, Cancelled


def test_a_step_is_timed_in_milliseconds():
    token = CancellationToken()
    with token.step("nap"):
        time.sleep(0.02)
    assert 15 < token.timings_ms["nap"] < 10_000


def test_a_step_taken_twice_counts_twice():
    token = CancellationToken()
    for _ in range(2):
        with token.step("nap"):
            time.sleep(0.02)
    assert list(token.timings_ms) == ["nap"]
    assert token.timings_ms["nap"] > 30


def test_a_step_that_fails_is_timed_and_its_error_goes_on():
    token = CancellationToken()
    with pytest.raises(KeyError), token.step("broken"):
        raise KeyError
    assert "broken" in token.timings_ms


def test_after_a_cancel_no_step_starts():
    token, started = CancellationToken(), []
    token.cancel()
    with pytest.raises(Cancelled), token.step("late"):
        started.append(True)
    assert not started


def test_after_a_cancel_nothing_interruptible_starts():
    token, started = CancellationToken(), []
    token.cancel()
    with pytest.raises(Cancelled), token.interruptible(lambda: None):
        started.append(True)
    assert not started


def test_a_cancel_from_another_thread_stops_the_work_in_hand():
    token, stopped = CancellationToken(), threading.Event()
    threading.Timer(0.02, token.cancel).start()
    with pytest.raises(Cancelled), token.interruptible(stopped.set):
        assert stopped.wait(30)


def test_the_error_of_interrupted_work_counts_as_cancelled():
    token = CancellationToken()

    def interrupted():
        with token.interruptible(lambda: None):
            token.cancel()
            raise RuntimeError("terminated")

    with pytest.raises(Cancelled):
        interrupted()


def test_work_that_ended_is_not_stopped_later():
    token, stopped = CancellationToken(), []
    with token.interruptible(lambda: stopped.append(True)):
        pass
    token.cancel()
    assert not stopped


def test_an_error_of_work_that_nobody_cancelled_goes_on():
    token = CancellationToken()
    with pytest.raises(RuntimeError), token.interruptible(lambda: None):
        raise RuntimeError("its own")


def test_every_run_of_a_step_keeps_its_start_and_end():
    token, before = CancellationToken(), time.perf_counter()
    for name in ("decode", "face", "decode"):
        with token.step(name):
            pass
    assert [span.name for span in token.spans] == ["decode", "face", "decode"]
    moments = [before, *(at for span in token.spans for at in (span.start, span.end))]
    assert moments == sorted(moments)
