import os
import platform
import subprocess
import sys

import pytest

from service.serving.process.resources import available_cores

PROGRAM = """
import threading
import numpy as np
import service
from service.serving.process.resources import return_large_blocks

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

def work():
    for _ in range(3):  # glibc raises its threshold when such a block is freed
        blocks = [np.ones(side, np.uint8) for side in (20 << 20, 30 << 20, 24 << 20)]
        del blocks[::2]
        kept.append(np.ones(1000, np.uint8))
        del blocks

kept = []
return_large_blocks()
before = resident()
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(resident() - before)
"""


@pytest.fixture(autouse=True)
def eight_cores(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))


@pytest.mark.parametrize(
    ("limit", "cores"),
    [
        ("max 100000", 8),
        ("200000 100000", 2),
        ("150000 100000", 2),
        ("100000 100000", 1),
        ("10000 100000", 1),
        ("3200000 100000", 8),
        ("25000 10000", 3),
    ],
)
def test_a_container_s_limit_counts(tmp_path, limit, cores):
    (tmp_path / "cpu.max").write_text(limit + "\n")
    assert available_cores(tmp_path) == cores


@pytest.mark.parametrize(("quota", "cores"), [("-1", 8), ("400000", 4), ("50000", 1)])
def test_an_older_container_s_limit_counts(tmp_path, quota, cores):
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text(quota + "\n")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    assert available_cores(tmp_path) == cores


def test_without_a_container_all_cores_count(tmp_path):
    assert available_cores(tmp_path / "nothing") == 8


def test_only_the_cores_that_the_process_may_use_count(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5, 7})
    assert available_cores(tmp_path) == 3


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's allocator alone is tuned")
def test_what_a_large_photo_took_is_given_back():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 10e6
