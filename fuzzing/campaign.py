"""One target for some time, in processes of its own that are begun again when one dies."""

import hashlib
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from fuzzing.targets import TARGETS

MEMORY_MB = 3000  # of one process; more is a failure
PATIENCE_SECONDS = 60  # for one input; more is a failure
LONGEST = {"decode": 20_000, "archive": 20_000}  # bytes of an input
USUAL_LONGEST = 4_000
QUICK_END_SECONDS = 5  # a process that ends sooner has met what it began with


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it; `corpus` are the inputs that reached something new."""

    target: str
    seconds: float
    executions: int
    corpus: int
    failures: tuple[Path, ...]


def fuzz(target: str, seconds: float, folder: Path) -> Result:
    """Fuzz one target for so long; its corpus and what fails it are kept under `folder`."""
    corpus, failures = folder / "corpus" / target, folder / "failures" / target
    for path in (corpus, failures):
        path.mkdir(parents=True, exist_ok=True)
    for seed in TARGETS[target].seeds():
        (corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    counter = folder / f"{target}.executions"
    counter.write_bytes(bytes(8))
    start = time.monotonic()
    while (left := seconds - (time.monotonic() - start)) > 1:
        before = time.monotonic()
        _run(target, left, corpus, failures, counter)
        if time.monotonic() - before < min(left, QUICK_END_SECONDS):
            break  # it would end so again
    return Result(
        target,
        time.monotonic() - start,
        int.from_bytes(counter.read_bytes(), sys.byteorder),
        len(list(corpus.iterdir())),
        tuple(sorted(failures.iterdir())),
    )


def _run(target: str, seconds: float, corpus: Path, failures: Path, counter: Path) -> None:
    command = [
        sys.executable, "-m", "fuzzing.child", target, str(failures), str(counter), str(corpus),
        f"-artifact_prefix={failures}/", f"-max_total_time={int(seconds)}",
        f"-timeout={PATIENCE_SECONDS}", f"-report_slow_units={PATIENCE_SECONDS}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-max_len={LONGEST.get(target, USUAL_LONGEST)}", "-print_final_stats=1",
    ]  # fmt: skip
    with (failures.parent.parent / f"{target}.log").open("ab") as log:
        subprocess.run(command, stdout=log, stderr=log, check=False)
