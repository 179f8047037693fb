"""A 12 MP photo by rembg in a process, by `rembg s` and by this service."""

import argparse
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from loadtest.goals import Goal, Section, figure, markdown
from loadtest.photos import PHONE, make_photo
from loadtest.rembg.targets import Target, in_process, rembg_server, this_service
from loadtest.resources import Memory
from loadtest.server import ROOT
from service.serving.process.resources import available_cores

ONE_BY_ONE, AT_ONCE = 2, 6  # photos of each round
OURS = 3  # times as many for this service, which is done before a clock can be read
FACTOR = 8.0
REMBG = ROOT / ".venv-rembg" / "bin" / "rembg"


@dataclass(slots=True)
class Measurement:
    """What one target took over all rounds, each of `factor` times the photos."""

    target: Target
    factor: int
    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    photos: int = 0
    cpu: float = 0.0
    memory: Memory = field(default_factory=lambda: Memory(0.0, ()))

    def round(self) -> None:
        """Some photos one by one, and some at once."""
        one_by_one, at_once = ONE_BY_ONE * self.factor, AT_ONCE * self.factor
        before = self.target.tree.cpu_seconds()
        self.times += [self.target.one() for _ in range(one_by_one)]
        self.rates.append(at_once / self.target.many(at_once))
        self.cpu += self.target.tree.cpu_seconds() - before
        self.photos += one_by_one + at_once
        self.memory = self.target.tree.memory()

    @property
    def per_cpu_second(self) -> float:
        """Photos for each second of CPU."""
        return self.photos / self.cpu

    def row(self) -> list[str]:
        """Of the table."""
        return [
            self.target.name,
            figure(fmean(self.times)),
            figure(self.cpu / self.photos, 3),
            figure(fmean(self.rates)),
            figure(self.per_cpu_second, 3),
            f"{figure(self.memory.pss, 0)} after {self.photos}",
        ]


def measure(rembg: Path, rounds: int) -> list[Measurement]:
    """`rembg.remove`, `rembg s`, this service, and this service with its own network alone."""
    photo = make_photo(PHONE)
    with ExitStack() as stack:
        theirs: list[Target] = [
            stack.enter_context(in_process(rembg.with_name("python"), photo)),
            stack.enter_context(rembg_server(rembg, photo, 2 * available_cores())),
        ]
        ours: list[Target] = [
            stack.enter_context(this_service(photo)),
            stack.enter_context(this_service(photo, matting="portrait")),
        ]
        measurements = [Measurement(target, 1) for target in theirs]
        measurements += [Measurement(target, OURS) for target in ours]
        for measurement in measurements:
            measurement.target.one()  # `rembg s` loads its model with the first photo
        for _ in range(rounds):
            for measurement in measurements:
                measurement.round()
    return measurements


def section(rembg: Path = REMBG, rounds: int = 3) -> Section:
    """The table, and whether the goal is met."""
    measurements = measure(rembg, rounds)
    heads = ["", "s / photo, alone", "CPU s / photo", "photos / s", "photos / CPU s", "PSS MB"]
    table = markdown(heads, [measurement.row() for measurement in measurements])
    size = len(make_photo(PHONE).data) / 1e6
    text = f"{size:.1f} MB, {rounds} rounds, each of them in turn.\n\n{table}"
    goals = tuple(goal(measurements[1], measurement) for measurement in measurements[2:])
    return Section("12 MP JPEG in: rembg and this service", text, goals)


def goal(server: Measurement, service: Measurement) -> Goal:
    """How many times as many photos a second of CPU is good for."""
    factor = service.per_cpu_second / server.per_cpu_second
    limit = f">= {FACTOR:g} x photos per CPU second"
    what = f"{service.target.name} against `rembg s` (u2netp), 12 MP JPEG in"
    return Goal(what, limit, f"{factor:.1f} x", factor >= FACTOR)


def check(rembg: Path) -> None:
    """Exit where rembg's own environment is missing."""
    if not rembg.exists():
        sys.exit(f"{rembg} is not there; `make versus` makes it")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest rembg`."""
    parser.add_argument("--rembg", type=Path, default=REMBG, help="rembg's own command")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")


def main(options: argparse.Namespace) -> None:
    """Print the table."""
    check(options.rembg)
    print(section(options.rembg, options.rounds))
