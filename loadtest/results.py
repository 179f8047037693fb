"""What clients were answered, and what can be said of many answers together."""

import itertools
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

PHOTO, PROBE, SLOW, STAGE = "photo", "probe", "slow", "stage"


@dataclass(frozen=True, slots=True)
class Answer:
    """One request and its end. `start` is on the machine's monotonic clock.

    `kind` is PHOTO, PROBE (/livez) or SLOW (a body that never ends); a STAGE is no request, but
    says when a stage of that name began. `status` is 0 without an answer, -1 if the connection was
    refused. `name` is the photo's, `port` that of the client, `fault` what is wrong with it.
    """

    kind: str
    start: float
    seconds: float = 0.0
    status: int = 0
    name: str = ""
    retry_after: str = ""
    fault: str = ""
    port: int = 0

    @property
    def end(self) -> float:
        """When the answer was complete, or the connection lost."""
        return self.start + self.seconds


@dataclass(frozen=True, slots=True)
class Window:
    """The answers that were complete between two moments of the monotonic clock, in seconds."""

    start: float
    end: float
    answers: Sequence[Answer]

    @property
    def seconds(self) -> float:
        """Its length; never 0."""
        return max(self.end - self.start, 1e-9)

    def of(self, kind: str, status: int | None = None) -> list[Answer]:
        """Those of one kind, and of one status if it is named."""
        return [a for a in self.answers if a.kind == kind and status in (None, a.status)]

    def times(self, kind: str, status: int | None = None) -> list[float]:
        """Their durations in seconds."""
        return [answer.seconds for answer in self.of(kind, status)]

    @property
    def goodput(self) -> float:
        """Finished photos per second."""
        return len(self.of(PHOTO, 200)) / self.seconds


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0..1) of `values` do not exceed (nearest rank); nan of nothing."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def window(answers: Iterable[Answer], start: float, end: float) -> Window:
    """The window from `start` to `end`; an answer belongs where it was complete."""
    return Window(start, end, [a for a in answers if a.kind != STAGE and start <= a.end < end])


def stages(answers: Sequence[Answer], settle: float) -> dict[str, Window]:
    """A window for each STAGE, without the first `settle` seconds; the last mark only ends."""
    marks = sorted((a for a in answers if a.kind == STAGE), key=lambda mark: mark.start)
    return {
        mark.name: window(answers, min(mark.start + settle, following.start), following.start)
        for mark, following in itertools.pairwise(marks)
    }


def lost(answers: Iterable[Answer]) -> list[Answer]:
    """Photos without an answer, or with one of a fault of the service (5xx other than 503, 504)."""
    return [a for a in answers if a.kind == PHOTO and a.status in (0, 500, 502)]


def outcome(answers: Iterable[Answer]) -> str:
    """How often each status came, as `200: 31, 429: 4`; 0 is no answer."""
    counts = Counter(answer.status for answer in answers)
    return ", ".join(f"{status}: {count}" for status, count in sorted(counts.items())) or "none"


def write(path: Path, answers: Iterable[Answer]) -> None:
    """One JSON object a line."""
    path.write_text("".join(json.dumps(asdict(answer)) + "\n" for answer in answers))


def read(path: Path) -> list[Answer]:
    """What `write` wrote."""
    return [Answer(**json.loads(line)) for line in path.read_text().splitlines()]
