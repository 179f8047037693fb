"""Instruments that judge by themselves, each a module of its own that prints what it found."""

import importlib.util
import re
import subprocess
import sys

from loadtest.goals import Goal, Part
from loadtest.server import ROOT

PERMITS, SCRAPE = "loadtest.permits", "loadtest.scrape"
SCRAPE_MS = 50.0


def part() -> Part:
    """The permits under SIGKILL, and the metrics after many recycles."""
    permits_text, permits_goal = permits()
    scrape_text, scrape_goal = scrape()
    text = f"`{PERMITS}`:\n\n{permits_text}\n\n`{SCRAPE}`:\n\n{scrape_text}"
    return Part("permits and metrics", text, (permits_goal, scrape_goal))


# Old and new workers overlap while they are replaced, each with a slot and its files.
OVERLAP = 2


def permits() -> tuple[str, Goal]:
    """100,000 acquisitions with random SIGKILLs; it fails when one was too many."""
    what, limit = "photos in work", "never above the limit in 100,000 acquisitions with SIGKILLs"
    code, said = _run(PERMITS)
    if code is None:
        return said, Goal(what, limit, said, None)
    last = said.splitlines()[-1] if said else "nothing was said"
    return said, Goal(what, limit, last.strip("| ").replace(" | ", ", "), code == 0)


def scrape() -> tuple[str, Goal]:
    """Times and files of /metrics, at the start and after 200 recycles, as rows of a table."""
    what, limit = "`/metrics` after 200 recycles", f"<= {SCRAPE_MS:g} ms, bounded files"
    code, said = _run(SCRAPE, "--recycles", "200")
    rows = re.findall(
        r"^\| (\d+) \| \d+ \| (\d+) \| .*? \| ([\d.]+) ms \| ([\d.]+) ms \| [\d.]+ ms \|$",
        said,
        re.M,
    )
    if code or len(rows) < 2:
        return said, Goal(what, limit, said.splitlines()[-1], None if code is None else False)
    (_, files, _, _), (workers, later, median, longest) = rows[0], rows[-1]
    measured = f"{median} ms, {longest} ms at most; {files} files, {later} after {workers} workers"
    met = float(longest) <= SCRAPE_MS and int(later) <= OVERLAP * int(files)
    return said, Goal(what, limit, measured, met)


def _run(module: str, *arguments: str) -> tuple[int | None, str]:
    """Exit status and output, or None where there is no such module."""
    if importlib.util.find_spec(module) is None:
        return None, f"there is no {module}"
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip() or done.stderr.strip()
