import os
import time

import numpy as np

from evaluation.formats.resource_usage import in_child, measure


def busy():
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass
    return len(np.ones(20_000_000).tobytes())  # 160 MB twice


def test_work_is_measured_by_cpu_time_and_by_its_peak():
    result, usage = in_child(lambda: measure(busy))
    assert result == 160_000_000
    assert usage.cpu_ms >= 50
    assert 280 < usage.extra_mb < 420


def test_a_child_is_another_process():
    assert in_child(os.getpid) != os.getpid()
