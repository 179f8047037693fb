"""One scenario of load, against a gunicorn of its own or a service that runs already."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from loadtest import results
from loadtest.goals import Section, figure, markdown, milliseconds, scenario_goals
from loadtest.resources import Memory, Reading, cpu_between, largest_memory, sampled
from loadtest.results import PHOTO, PROBE, SLOW, Answer, Window, outcome, percentile
from loadtest.scenarios import SCENARIOS
from loadtest.server import ROOT, Server, at, serving

SETTLE = 5.0  # seconds of each stage, at most a quarter of it, that are not counted
READING_SECONDS = 2.0  # between two readings of CPU time and memory


@dataclass(frozen=True, slots=True)
class Run:
    """The stages of one scenario: answers, and CPU seconds and memory if they could be read."""

    windows: dict[str, Window]
    cpu: dict[str, float]
    memory: dict[str, Memory]


def run(name: str, server: Server, time_scale: float = 1.0) -> Run:
    """Put a scenario's load on a server."""
    with _readings(server) as readings:
        answers = _locust(name, server, time_scale)
    settle = min(SETTLE, *(stage.seconds * time_scale / 4 for stage in SCENARIOS[name].stages))
    windows = results.stages(answers, settle)
    spans = {stage: (w.start, w.end) for stage, w in windows.items() if readings}
    cpu = {stage: cpu_between(readings, *span) for stage, span in spans.items()}
    memory = {stage: largest_memory(readings, *span) for stage, span in spans.items()}
    return Run(windows, cpu, memory)


def _readings(server: Server) -> AbstractContextManager[list[Reading]]:
    """CPU time and memory, if the processes are known."""
    return nullcontext([]) if server.pid is None else sampled(server.tree.reading, READING_SECONDS)


def _locust(name: str, server: Server, time_scale: float) -> list[Answer]:
    """Every answer to the clients that locust plays, in a process of its own."""
    longest = sum(stage.seconds for stage in SCENARIOS[name].stages) * time_scale + 120
    with tempfile.TemporaryDirectory(prefix="loadtest-") as folder:
        records = Path(folder) / "records"
        command = ["-m", "locust", "-f", "loadtest/locustfile.py", "--headless", "--only-summary"]
        command += ["--loglevel", "WARNING", "--stop-timeout", "45", "-H", server.url]
        command += ["--scenario", name, "--time-scale", str(time_scale), "--records", str(records)]
        locust = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=longest,
            check=False,
        )
        if not records.exists():
            sys.exit(f"locust failed:\n{locust.stdout[-3000:]}")
        return results.read(records)


def section(name: str, measured: Run) -> Section:
    """The table of a scenario and the goals that it can judge."""
    text = f"{SCENARIOS[name].about}\n\n{_table(measured)}"
    if len(SCENARIOS[name].cameras) > 1:
        text += f"\n\n{_sizes(measured)}"
    return Section(f"load: {name}", text, scenario_goals(measured.windows))


def measure(name: str, time_scale: float = 1.0) -> Section:
    """The same of a new run, on a server with the settings that the scenario needs."""
    with serving(**SCENARIOS[name].settings) as server:
        return section(name, run(name, server, time_scale))


def _table(measured: Run) -> str:
    """What happened in each stage."""
    heads = ["stage", "photos sent", "outcome", "photos/s", "200 p50 / p95 / p99 s"]
    heads += ["429 p50 / p99 ms", "/livez p50 / p99 / max ms", "CPU s / photo", "PSS MB"]
    heads += ["RSS of each worker MB"]
    return markdown(heads, [_row(measured, stage) for stage in measured.windows])


def _row(measured: Run, stage: str) -> list[str]:
    window = measured.windows[stage]
    finished, memory = window.times(PHOTO, 200), measured.memory.get(stage)
    cpu = measured.cpu[stage] / len(finished) if finished and measured.cpu else float("nan")
    slow = f"; slow bodies {outcome(window.of(SLOW))}" if window.of(SLOW) else ""
    return [
        stage,
        str(len(window.of(PHOTO))),
        outcome(window.of(PHOTO)) + slow,
        figure(window.goodput),
        _seconds(finished),
        _milliseconds(window.times(PHOTO, 429), (0.5, 0.99)),
        _milliseconds(window.times(PROBE), (0.5, 0.99, 1)),
        figure(cpu, 3),
        figure(memory.pss, 0) if memory else "-",
        " ".join(figure(rss, 0) for rss in memory.workers) if memory else "-",
    ]


def _sizes(measured: Run) -> str:
    """Finished and refused photos by the size that was sent, of all stages together."""
    photos = [a for window in measured.windows.values() for a in window.of(PHOTO)]
    rows = []
    for name in sorted({a.name for a in photos}, key=lambda name: float(name.split()[0])):
        finished = [a.seconds for a in photos if a.name == name and a.status == 200]
        refused = [a.seconds for a in photos if a.name == name and a.status == 429]
        refusals = _milliseconds(refused, (0.5, 0.99))
        rows.append([name, str(len(finished)), _seconds(finished), str(len(refused)), refusals])
    heads = ["photo", "200", "p50 / p95 / p99 s", "429", "p50 / p99 ms"]
    return markdown(heads, rows)


def _seconds(times: Sequence[float]) -> str:
    return " / ".join(figure(percentile(times, share)) for share in (0.5, 0.95, 0.99))


def _milliseconds(times: Sequence[float], shares: Sequence[float]) -> str:
    return " / ".join(milliseconds(percentile(times, share)) for share in shares)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest load`."""
    parser.add_argument("scenario", choices=SCENARIOS)
    parser.add_argument("--url", help="a service that runs already, instead of one of our own")
    parser.add_argument("--pid", type=int, help="its first process, to measure CPU and memory")
    parser.add_argument("--time-scale", type=float, default=1.0, help="stretches each stage (1)")


def main(options: argparse.Namespace) -> None:
    """Print the table."""
    name = options.scenario
    own = serving(**SCENARIOS[name].settings)
    with nullcontext(at(options.url, options.pid)) if options.url else own as server:
        print(f"{server.about()}\n\n{section(name, run(name, server, options.time_scale))}")
