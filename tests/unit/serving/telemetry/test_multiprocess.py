"""Metrics over forks. Each test runs in a process of its own: what prometheus_client keeps in
module variables would otherwise stay with the other tests."""

import subprocess
import sys
import textwrap

import pytest

PRELUDE = """
import os, signal, sys, time
from contextlib import contextmanager
from pathlib import Path
from prometheus_client.parser import text_string_to_metric_families as parse
from service.serving.telemetry.records import RequestRecord, PhotoRecord
from service.serving.telemetry.metrics import Metrics
from service.serving.admission.permits import Permits
from service.serving.process.registry import WorkerRegistry
from service.serving.telemetry.multiprocess import MultiprocessFiles
from service.cancellation import CancellationToken
from service.values.outcome import Outcome

files = MultiprocessFiles(Path(sys.argv[1]))
permits, registry = Permits(3, 4, 60, time.sleep), WorkerRegistry(2)
metrics = Metrics("1.2.3", permits, registry, files)

@contextmanager
def worker(work):
    # A forked process that does its work, then lives until the block ends and is killed.
    done, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        work()
        os.write(tell, b"x")
        signal.pause()
    os.close(tell)
    try:
        assert os.read(done, 1) == b"x"
        yield
    finally:
        os.close(done)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

def answered(photo=None, status=200):
    metrics.observe(RequestRecord("POST", "/x", False, status, "", 1.0, 1.5, 10, 20, photo))

def value(name, **labels):
    text = metrics.text("")[0].decode()
    found = [one.value for family in parse(text) for one in family.samples
             if one.name == name and one.labels == labels]
    assert len(found) <= 1, found
    return found[0] if found else None

def posts():
    return value("idphoto_requests_total", method="POST", route="/x", status="200", problem="")
"""


@pytest.fixture
def run(tmp_path):
    def run_it(body):
        code = PRELUDE + textwrap.dedent(body)
        return subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run_it


def held(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return True


def test_what_several_workers_counted_is_added_up(run):
    assert held(
        run("""
        with worker(answered), worker(lambda: [answered(), answered()]):
            assert posts() == 3
            assert value("idphoto_request_duration_seconds_sum", route="/x") == 1.5
        """)
    )


def test_no_counter_falls_when_workers_are_killed_and_replaced(run):
    assert held(
        run("""
        for count in range(1, 21):
            with worker(answered):
                assert posts() == count
            assert posts() == count
        """)
    )


def test_files_do_not_grow_with_recycling_and_a_scrape_stays_quick(run):
    assert held(
        run("""
        steps = ("decode", "face", "matting", "frame", "alpha", "foreground", "encode")
        def photo():
            photo, token = PhotoRecord("cn-1inch"), CancellationToken()
            photo.timed(lambda token: None)(token)
            for name in steps:
                with token.step(name):
                    pass
            photo.finish(Outcome("u2netp", ("enlarged",), specs=("cn-1inch",)))
            answered(photo)
        def generation():
            for leave in [worker(photo) for _ in range(4)]:
                leave.__enter__()
                stack.append(leave)
        stack = []
        for turn in range(25):
            generation()
            if turn == 0:
                first = sorted(path.name for path in files.folder.iterdir())
            while stack:
                stack.pop().__exit__(None, None, None)
        assert posts() == 100
        assert sorted(path.name for path in files.folder.iterdir()) == first
        times = []
        for _ in range(10):
            start = time.process_time()  # a busy machine's other work is not the scrape's
            metrics.text("")
            times.append(time.process_time() - start)
        assert min(times) < 0.05, times
        """)
    )


def test_a_killed_worker_is_not_ready_and_waits_for_nothing_any_more(run):
    assert held(
        run("""
        import threading
        def wait():
            registry.enter()
            threading.Thread(target=permits.acquire, daemon=True).start()
            time.sleep(0.2)
        kept = [permits.acquire() for _ in range(3)]
        with worker(wait):
            assert value("idphoto_waiting_requests") == 1
            assert value("idphoto_workers") == 1
        assert value("idphoto_workers") == 0
        time.sleep(0.6)
        assert value("idphoto_waiting_requests") == 0
        """)
    )


def test_permits_in_use_are_those_of_living_workers(run):
    assert held(
        run("""
        with worker(permits.acquire), worker(lambda: [permits.acquire() for _ in range(2)]):
            assert value("idphoto_permits_in_use") == 3
        assert value("idphoto_permits_in_use") == 0
        kept = permits.acquire()
        assert value("idphoto_permits_in_use") == 1
        assert value("idphoto_permits_limit") == 3
        """)
    )


def test_a_scrape_may_fall_into_the_start_of_a_worker(run):
    assert held(
        run("""
        (files.folder / "counter_7.db").touch()
        with worker(answered):
            assert posts() == 1
        """)
    )


def test_the_files_are_removed_at_the_end_and_by_no_worker(run, tmp_path):
    assert held(
        run("""
        if (pid := os.fork()) == 0:
            answered()
            sys.exit()
        os.waitpid(pid, 0)
        assert posts() == 1
        """)
    )
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_master_left_is_removed_by_the_next(run, tmp_path):
    run("os.kill(os.getpid(), signal.SIGKILL)")
    (left,) = tmp_path.iterdir()
    assert held(
        run("""
        assert [files.folder] == list(Path(sys.argv[1]).iterdir())
        another = MultiprocessFiles(Path(sys.argv[1]))
        assert len(list(Path(sys.argv[1]).iterdir())) == 2, "one in use is left alone"
        """)
    )
    assert not left.exists()


def test_a_memory_without_room_is_refused_before_a_write_kills_a_worker(run, tmp_path):
    assert held(
        run("""
        import re
        from types import SimpleNamespace
        from service.values.errors import ConfigError
        files.remove()
        os.statvfs = lambda path: SimpleNamespace(f_bavail=3, f_frsize=1 << 20)
        try:
            MultiprocessFiles(Path(sys.argv[1]))
        except ConfigError as error:
            assert re.match(f"{sys.argv[1]} has less than 4 MB left .*--shm-size", str(error))
        else:
            raise AssertionError("taken")
        """)
    )
    assert list(tmp_path.iterdir()) == []
