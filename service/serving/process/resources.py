"""What a process may use of the machine: the cores of its container; memory is given back."""

import ctypes
import os
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")

# glibc, malloc.h. Left alone it raises the first on its own, up to 32 MB, when a large block is
# freed, and then keeps what one photo of 50 megapixels took for as long as the process lives.
M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -3, -1
LARGE = 4 << 20  # bytes; the pictures of a 1-inch photo are smaller, and stay at hand
AT_HAND = 16 << 20


def available_cores(cgroup: Path = CGROUP) -> int:
    """Cores of the affinity mask, or fewer where a cgroup (v2 or v1) limits CPU time; at least 1.

    A limit of one and a half cores counts as two: the remainder is there to be used.
    """
    cores = len(os.sched_getaffinity(0))
    limit = _cgroup_limit(cgroup)
    return max(1, min(cores, -int(-limit // 1))) if limit is not None else cores


def return_large_blocks() -> None:
    """Have this process's blocks of `LARGE` bytes unmapped when freed; glibc alone can."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_TRIM_THRESHOLD, AT_HAND)


def _cgroup_limit(cgroup: Path) -> float | None:
    try:
        quota, period = (cgroup / "cpu.max").read_text().split()
    except (OSError, ValueError):
        try:
            quota = (cgroup / "cpu" / "cpu.cfs_quota_us").read_text().strip()
            period = (cgroup / "cpu" / "cpu.cfs_period_us").read_text().strip()
        except OSError:
            return None
    if quota == "max" or int(quota) <= 0:
        return None
    return int(quota) / int(period)
