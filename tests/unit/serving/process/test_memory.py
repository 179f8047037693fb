import platform
import subprocess
import sys

import pytest

PROGRAM = """
import threading
import numpy as np
import service
from service.serving.process.memory import give_back_large_blocks

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

def work():
    for _ in range(3):  # glibc raises its threshold when such a block is freed
        blocks = [np.ones(side, np.uint8) for side in (20 << 20, 30 << 20, 24 << 20)]
        del blocks[::2]
        kept.append(np.ones(1000, np.uint8))
        del blocks

kept = []
give_back_large_blocks()
before = resident()
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's allocator alone is tuned")
def test_what_a_large_photo_took_is_given_back():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 10e6
