"""`python -m loadtest.rembg`: a 12 MP photo by rembg, `rembg s` and this service."""

import argparse
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from loadtest.goals import Goal, Part, figure, markdown
from loadtest.photos import PHONE, make
from loadtest.rembg.targets import Peer, in_process, rembg_server, this_service
from loadtest.resources import Memory
from loadtest.server import ROOT
from service.serving.cores import available_cores

ALONE, TOGETHER = 2, 6  # photos of each round that are sent one by one, and as many at once
OURS = 3  # times as many for this service, which is done before a clock can be read
FACTOR = 8.0
REMBG = ROOT / ".venv-rembg" / "bin" / "rembg"


@dataclass(slots=True)
class Tally:
    """What one of them took over all rounds."""

    peer: Peer
    share: int
    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    photos: int = 0
    cpu: float = 0.0
    memory: Memory = field(default_factory=lambda: Memory(0.0, ()))

    def round(self) -> None:
        """Some photos one by one, and some at once."""
        before = self.peer.tree.cpu_seconds()
        self.times += [self.peer.one() for _ in range(ALONE * self.share)]
        together = TOGETHER * self.share
        self.rates.append(together / self.peer.many(together))
        self.cpu += self.peer.tree.cpu_seconds() - before
        self.photos += ALONE * self.share + together
        self.memory = self.peer.tree.memory()

    @property
    def per_cpu_second(self) -> float:
        """Photos for each second of CPU."""
        return self.photos / self.cpu

    def row(self) -> list[str]:
        """Of the table."""
        return [
            self.peer.name,
            figure(fmean(self.times)),
            figure(self.cpu / self.photos, 3),
            figure(fmean(self.rates)),
            figure(self.per_cpu_second, 3),
            f"{figure(self.memory.pss, 0)} after {self.photos}",
        ]


def part(rembg: Path, rounds: int) -> Part:
    """The table, and whether the goal is met."""
    sample = make(PHONE)
    with ExitStack() as stack:
        peers: list[Peer] = [
            stack.enter_context(in_process(rembg.with_name("python"), sample)),
            stack.enter_context(rembg_server(rembg, sample, 2 * available_cores())),
            stack.enter_context(this_service(sample)),
            stack.enter_context(this_service(sample, matting="portrait")),
        ]
        for peer in peers:
            peer.one()  # `rembg s` loads its model with the first photo
        tallies = [Tally(peer, OURS if peer in peers[2:] else 1) for peer in peers]
        for _ in range(rounds):
            for tally in tallies:
                tally.round()
    heads = ["", "s / photo, alone", "CPU s / photo", "photos / s", "photos / CPU s", "PSS MB"]
    table = markdown(heads, [tally.row() for tally in tallies])
    text = f"{len(sample.data) / 1e6:.1f} MB, {rounds} rounds, each of them in turn.\n\n{table}"
    return Part(
        "12 MP JPEG in: rembg and this service",
        text,
        tuple(goal(tallies[1], ours) for ours in tallies[2:]),
    )


def goal(server: Tally, service: Tally) -> Goal:
    """How many times as many photos a second of CPU is good for."""
    factor = service.per_cpu_second / server.per_cpu_second
    limit = f">= {FACTOR:g} x photos per CPU second"
    what = f"{service.peer.name} against `rembg s` (u2netp), 12 MP JPEG in"
    return Goal(what, limit, f"{factor:.1f} x", factor >= FACTOR)


def check(rembg: Path) -> None:
    """Exit where rembg's own environment is missing."""
    if not rembg.exists():
        sys.exit(f"{rembg} is not there; `make versus` makes it")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m loadtest.rembg", description=__doc__)
    parser.add_argument("--rembg", type=Path, default=REMBG, help="rembg's own command")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    given = parser.parse_args()
    check(given.rembg)
    print(part(given.rembg, given.rounds))


if __name__ == "__main__":
    main()
