import threading
import time

import pytest

from service.cancellation import Cancelled, Watch


def test_a_step_is_timed_in_milliseconds():
    watch = Watch()
    with watch.step("nap"):
        time.sleep(0.02)
    assert 15 < watch.timings_ms["nap"] < 500


def test_a_step_taken_twice_counts_twice():
    watch = Watch()
    for _ in range(2):
        with watch.step("nap"):
            time.sleep(0.02)
    assert list(watch.timings_ms) == ["nap"]
    assert watch.timings_ms["nap"] > 30


def test_a_step_that_fails_is_timed_and_its_error_goes_on():
    watch = Watch()
    with pytest.raises(KeyError), watch.step("broken"):
        raise KeyError
    assert "broken" in watch.timings_ms


def test_after_a_cancel_no_step_starts():
    watch, started = Watch(), []
    watch.cancel()
    with pytest.raises(Cancelled), watch.step("late"):
        started.append(True)
    assert not started


def test_after_a_cancel_nothing_stoppable_starts():
    watch, started = Watch(), []
    watch.cancel()
    with pytest.raises(Cancelled), watch.stoppable(lambda: None):
        started.append(True)
    assert not started


def test_a_cancel_from_another_thread_stops_the_work_in_hand():
    watch, stopped = Watch(), threading.Event()
    threading.Timer(0.02, watch.cancel).start()
    with pytest.raises(Cancelled), watch.stoppable(stopped.set):
        assert stopped.wait(5)


def test_the_error_of_interrupted_work_counts_as_cancelled():
    watch = Watch()

    def interrupted():
        with watch.stoppable(lambda: None):
            watch.cancel()
            raise RuntimeError("terminated")

    with pytest.raises(Cancelled):
        interrupted()


def test_work_that_ended_is_not_stopped_later():
    watch, stopped = Watch(), []
    with watch.stoppable(lambda: stopped.append(True)):
        pass
    watch.cancel()
    assert not stopped


def test_an_error_of_work_that_nobody_cancelled_goes_on():
    watch = Watch()
    with pytest.raises(RuntimeError), watch.stoppable(lambda: None):
        raise RuntimeError("its own")


def test_every_run_of_a_step_keeps_its_start_and_end():
    watch, before = Watch(), time.perf_counter()
    for name in ("decode", "face", "decode"):
        with watch.step(name):
            pass
    assert [lap.name for lap in watch.laps] == ["decode", "face", "decode"]
    moments = [before, *(at for lap in watch.laps for at in (lap.start, lap.end))]
    assert moments == sorted(moments)
