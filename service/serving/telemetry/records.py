"""What is known about one request once it has been answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeVar

from service.cancellation import CancellationToken, Span
from service.values.outcome import Outcome

T = TypeVar("T")

METHODS = frozenset(
    ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")
)  # RFC 9110, RFC 5789
OTHER = "other"


@dataclass
class PhotoRecord:
    """How far one photo got; times are those of `time.perf_counter`, in seconds.

    `spec` comes from a bounded set of names, never from what a client wrote. `outcome` stays None
    unless a photo was finished or checked; `finished` alone tells that a file was made.
    """

    spec: str
    queued: float = field(default_factory=perf_counter)
    started: float | None = None
    finished: float | None = None
    outcome: Outcome | None = None
    _token: CancellationToken | None = None

    def timed(self, work: Callable[[CancellationToken], T]) -> Callable[[CancellationToken], T]:
        """`work`, which notes the moment at which a thread starts it."""

        def begin(token: CancellationToken) -> T:
            self.started, self._token = perf_counter(), token
            return work(token)

        return begin

    def finish(self, outcome: Outcome) -> None:
        """Note that the photo's files are made."""
        self.finished, self.outcome = perf_counter(), outcome

    @property
    def matting(self) -> str:
        """The model that cut the person out; empty if nobody was cut out."""
        return self.outcome.matting if self.outcome else ""

    @property
    def specs(self) -> Sequence[str]:
        """The document of each file that was made, from the same bounded set."""
        return self.outcome.specs if self.outcome else ()

    @property
    def spans(self) -> Sequence[Span]:
        """The steps that have ended so far."""
        return tuple(self._token.spans) if self._token else ()

    @property
    def steps_ms(self) -> dict[str, float]:
        """Milliseconds of each step that has ended so far."""
        return dict(self._token.timings_ms) if self._token else {}


@dataclass
class BatchRecord:
    """The photos of a batch, which are made while its answer is being sent."""

    photos: list[PhotoRecord] = field(default_factory=list)
    bytes_out: int = 0
    complete: bool = False


@dataclass(frozen=True)
class Trace:
    """The place of a request in a distributed trace, ids in lower-case hexadecimal."""

    trace_id: str
    span_id: str
    sampled: bool


@dataclass(frozen=True)
class RequestRecord:
    """One request and its answer; `route` is a rule such as /v1/specs/<name>, or empty.

    `bytes_out` counts what was sent: 0 for a 304 and for an answer to HEAD.
    """

    method: str  # as it was sent; `known_method` comes from a bounded set
    route: str
    probe: bool
    status: int
    problem: str
    started: float
    ended: float
    bytes_in: int | None
    bytes_out: int | None
    photo: PhotoRecord | None
    batch: BatchRecord | None = None

    @property
    def known_method(self) -> str:
        """The method if it is one of HTTP's own, else OTHER."""
        return self.method if self.method in METHODS else OTHER

    @property
    def seconds(self) -> float:
        """Seconds from the head of the request to that of the answer."""
        return self.ended - self.started

    @property
    def photos(self) -> Sequence[PhotoRecord]:
        """Its photos that were begun or waited for."""
        if self.batch is not None:
            return self.batch.photos
        return () if self.photo is None else (self.photo,)

    def waited(self, photo: PhotoRecord) -> float:
        """Seconds that the photo waited for its permit, whether it got one or not."""
        return (self.ended if photo.started is None else photo.started) - photo.queued
