"""One process of a campaign: atheris feeds a target until the time is over or the process dies."""

import hashlib
import mmap
import sys
import traceback
from pathlib import Path

import atheris
import numpy as np

# Before anything of the service is imported: its Python code tells the fuzzer where it has been.
with atheris.instrument_imports(include=["service", "PIL", "werkzeug", "zipfile", "tomllib"]):
    from fuzzing.targets import TARGETS

USED = 4  # arguments before libFuzzer's own


def main(name: str, failures: Path, counter: Path) -> None:
    """Feed the target; an input that fails it is kept, one for each place, and the rest goes on."""
    target, known = TARGETS[name], {path.name for path in failures.iterdir()}
    with counter.open("r+b") as file:
        executions = np.frombuffer(mmap.mmap(file.fileno(), 8), np.int64)

    def one(data: bytes) -> None:
        executions[0] += 1
        try:
            target.run(data)
        except Exception as error:
            place = _place(error)
            if place not in known:
                known.add(place)
                (failures / place).write_bytes(data)
                traceback.print_exc()

    atheris.Setup([sys.argv[0], *sys.argv[USED:]], one)
    atheris.Fuzz()


def _place(error: Exception) -> str:
    """A file name for where and what an error is, the same for all inputs that lead there."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [(Path(frame.filename).name, frame.lineno) for frame in frames]
    digest = hashlib.sha1(repr((type(error), where)).encode(), usedforsecurity=False).hexdigest()
    return f"{type(error).__name__}-{digest[:12]}"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
