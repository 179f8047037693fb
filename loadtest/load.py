"""`python -m loadtest.load NAME`: one scenario, against a gunicorn of its own or a given one."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loadtest import results, verdicts
from loadtest.goals import Part, figure, markdown, milliseconds
from loadtest.resources import Memory, Meter
from loadtest.results import PHOTO, PROBE, SLOW, Window, outcome, percentile
from loadtest.scenarios import SCENARIOS, Scenario
from loadtest.server import ROOT, Server, at, serving

SETTLE = 5.0  # seconds of each stage, at most a quarter of it, that are not counted


@dataclass(frozen=True, slots=True)
class Run:
    """The stages of one scenario: answers, and CPU seconds and memory if they could be read."""

    windows: dict[str, Window]
    cpu: dict[str, float]
    memory: dict[str, Memory]


def run(name: str, server: Server, pace: float = 1.0) -> Run:
    """Put a scenario's load on a server."""
    scenario = SCENARIOS[name]
    meter = Meter(server.tree) if server.tree else None
    if meter:
        meter.start()
    try:
        given = locust(name, server, pace)
    finally:
        if meter:
            meter.stop()
    settle = min(SETTLE, *(stage.seconds * pace / 4 for stage in scenario.stages))
    windows = results.stages(given, settle)
    spans = {stage: (w.start, w.end) for stage, w in windows.items() if meter}
    cpu = {stage: meter.cpu(*span) for stage, span in spans.items() if meter}
    memory = {stage: meter.largest(*span) for stage, span in spans.items() if meter}
    return Run(windows, cpu, memory)


def locust(name: str, server: Server, pace: float) -> list[results.Answer]:
    """Every request of the callers that locust plays, in a process of its own."""
    longest = sum(stage.seconds for stage in SCENARIOS[name].stages) * pace + 120
    with tempfile.TemporaryDirectory(prefix="loadtest-") as folder:
        records = Path(folder) / "records"
        command = ["-m", "locust", "-f", "loadtest/locustfile.py", "--headless", "--only-summary"]
        command += ["--loglevel", "WARNING", "--stop-timeout", "45", "-H", server.url]
        command += ["--scenario", name, "--pace", str(pace), "--records", str(records)]
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=longest,
            check=False,
        )
        if not records.exists():
            sys.exit(f"locust failed:\n{done.stdout[-3000:]}")
        return results.read(records)


def table(run: Run) -> str:
    """What happened in each stage."""
    heads = ["stage", "photos sent", "outcome", "photos/s", "200 p50 / p95 / p99 s"]
    heads += ["429 p50 / p99 ms", "/livez p50 / p99 / max ms", "CPU s / photo", "PSS MB"]
    heads += ["RSS of each worker MB"]
    return markdown(heads, [_row(run, stage) for stage in run.windows])


def _row(run: Run, stage: str) -> list[str]:
    window = run.windows[stage]
    done, refused = window.times(PHOTO, 200), window.times(PHOTO, 429)
    probes = window.times(PROBE)
    memory = run.memory.get(stage)
    spent = run.cpu[stage] / len(done) if done and stage in run.cpu else float("nan")
    slow = f"; slow bodies {outcome(window.of(SLOW))}" if window.of(SLOW) else ""
    return [
        stage,
        str(len(window.of(PHOTO))),
        outcome(window.of(PHOTO)) + slow,
        figure(window.goodput),
        " / ".join(figure(percentile(done, share)) for share in (0.5, 0.95, 0.99)),
        " / ".join(milliseconds(percentile(refused, share)) for share in (0.5, 0.99)),
        " / ".join(milliseconds(percentile(probes, share)) for share in (0.5, 0.99, 1)),
        figure(spent, 3),
        figure(memory.pss, 0) if memory else "-",
        " ".join(figure(rss, 0) for rss in memory.workers) if memory else "-",
    ]


def sizes(run: Run) -> str:
    """Finished and refused photos by the size that was sent, of all stages together."""
    photos = [a for window in run.windows.values() for a in window.of(PHOTO)]
    rows = []
    for name in sorted({a.name for a in photos}, key=lambda name: float(name.split()[0])):
        done = [a.seconds for a in photos if a.name == name and a.status == 200]
        refused = [a.seconds for a in photos if a.name == name and a.status == 429]
        times = " / ".join(figure(percentile(done, share)) for share in (0.5, 0.95, 0.99))
        turned = " / ".join(milliseconds(percentile(refused, share)) for share in (0.5, 0.99))
        rows.append([name, str(len(done)), times, str(len(refused)), turned])
    heads = ["photo", "200", "p50 / p95 / p99 s", "429", "p50 / p99 ms"]
    return markdown(heads, rows)


def part(name: str, server: Server, pace: float = 1.0) -> Part:
    """A scenario's table and the goals that it can judge."""
    return judged(name, run(name, server, pace))


def judged(name: str, found: Run) -> Part:
    """The same of a run that is over."""
    text = f"{SCENARIOS[name].about}\n\n{table(found)}"
    if len(SCENARIOS[name].kinds) > 1:
        text += f"\n\n{sizes(found)}"
    return Part(f"load: {name}", text, verdicts.of(found.windows))


@contextmanager
def server_for(scenario: Scenario, url: str | None, pid: int | None) -> Iterator[Server]:
    """The one at `url`, or a new one with the settings that the scenario needs."""
    if url:
        yield at(url, pid)
        return
    with serving(**scenario.settings) as server:
        yield server


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m loadtest.load", description=__doc__)
    parser.add_argument("scenario", choices=SCENARIOS)
    parser.add_argument("--url", help="a service that runs already, instead of one of our own")
    parser.add_argument("--pid", type=int, help="its first process, to measure CPU and memory")
    parser.add_argument("--pace", type=float, default=1.0, help="factor to each stage's seconds")
    given = parser.parse_args()
    with server_for(SCENARIOS[given.scenario], given.url, given.pid) as server:
        print(f"{server.about()}\n\n{part(given.scenario, server, given.pace)}")


if __name__ == "__main__":
    main()
