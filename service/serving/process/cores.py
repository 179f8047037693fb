"""How many cores this process may use, as its container sees it."""

import os
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")


def available_cores(cgroup: Path = CGROUP) -> int:
    """Cores of the affinity mask, or fewer where a cgroup (v2 or v1) limits CPU time; at least 1.

    A limit of one and a half cores counts as two: the remainder is there to be used.
    """
    cores = len(os.sched_getaffinity(0))
    limit = _cgroup_limit(cgroup)
    return max(1, min(cores, -int(-limit // 1))) if limit is not None else cores


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
