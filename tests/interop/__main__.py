"""Generated clients and HTTP libraries of other languages against a running service.

`python -m tests.interop [WORDS]`: all trials, or those whose names have one of the words in them.
Tools are installed into the folder that INTEROP_HOME names, else a temporary one, and kept there.
What cannot be had on this machine is named and skipped; the exit status is 1 where something that
was tried failed.
"""

import os
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.interop.tools import Failed, Tools, Unavailable, say
from tests.interop.trials import TRIALS
from tests.server.conftest import ROOT, running

MOST_SECONDS = 330  # for all of them; what is left then is skipped


def main(words: list[str]) -> int:
    home = Path(os.environ.get("INTEROP_HOME") or Path(tempfile.gettempdir()) / "idphoto-interop")
    home.mkdir(parents=True, exist_ok=True)
    chosen = [n for n in TRIALS if not words or any(w.lower() in n.lower() for w in words)]
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), matting="portrait", workers=1) as server,
    ):
        address = f"http://127.0.0.1:{server.port}"
        document = Path(folder) / "openapi.json"
        with urllib.request.urlopen(f"{address}/openapi.json", timeout=10) as answer:
            document.write_bytes(answer.read())
        tools = Tools(home, address, ROOT / "docs" / "astronaut.jpg")
        ends = time.monotonic() + MOST_SECONDS
        for name in chosen:
            counts[tried(name, tools, document, ends)] += 1
    say(", ".join(f"{count} {word}" for word, count in counts.items()))
    return 1 if counts["failed"] else 0


def tried(name: str, tools: Tools, document: Path, ends: float) -> str:
    start = time.monotonic()
    try:
        if start > ends:
            raise Unavailable("no time is left")
        TRIALS[name](tools, document)
    except Unavailable as reason:
        say(f"skipped  {name}: {reason}")
        return "skipped"
    except (Failed, OSError) as reason:
        say(f"FAILED   {name}: {reason}")
        return "failed"
    say(f"passed   {name} ({time.monotonic() - start:.0f} s)")
    return "passed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
