"""When a call is sent again, and when it is over."""

import json
import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypedDict

import httpx

from idphoto_client.errors import IdPhotoError, ProblemError, TimedOut, Unreachable, problem_of

TIMEOUT, BATCH_TIMEOUT = 60.0, 310.0  # seconds; the service gives up after 30 and 300 of its own
TEMPORARY = (429, 502, 503)  # too busy, or not there at the moment; all else would fail again
FIRST_WAIT = 0.5  # seconds, doubled each time, where no Retry-After says better
LEAST_TIMEOUT = 0.1  # seconds, that the service takes


class Options(TypedDict, total=False):
    """What holds for all calls of a client."""

    api_key: str
    """Sent as `X-API-Key`."""
    language: str
    """Of problems: `en` or `zh`."""
    timeout: float
    """Seconds for a call with all its tries. Default: 60, for a batch 310."""
    retries: int
    """How often what may succeed later is tried again: after a lost connection, and after 429, 502
    and 503 when Retry-After has passed. Default: 3."""


class Tries:
    """The tries of one call, which all together have the options' timeout, else `usual` seconds."""

    def __init__(self, options: Options, usual: float) -> None:
        self._options, self._made = options, 0
        self._timeout = options.get("timeout", usual)
        self._ends = time.monotonic() + self._timeout

    def left(self) -> float:
        """Seconds that the call has left. Raises TimedOut."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimedOut(f"There was no answer within {self._timeout:g} s.")
        return left

    def request(self) -> dict[str, Any]:
        """Headers and timeout of the next try. The service is told when to give up."""
        left = self.left()
        headers = {
            "Accept": "application/json",
            "Accept-Language": self._options.get("language"),
            "Request-Timeout": f"{max(LEAST_TIMEOUT, left):.3f}",
            "X-API-Key": self._options.get("api_key"),
        }
        return {"headers": {k: v for k, v in headers.items() if v}, "timeout": left}

    def pause(self, error: IdPhotoError) -> float:
        """Seconds to wait before the next try. Raises the error where another makes no sense."""
        self._made += 1
        wait: float = FIRST_WAIT * 2 ** (self._made - 1)
        if isinstance(error, ProblemError) and error.status in TEMPORARY:
            wait = wait if error.retry_after is None else error.retry_after
        elif not isinstance(error, Unreachable):
            raise error
        wait += random.random() / 4  # noqa: S311 - so that not all clients come back at once
        if self._made > self._options.get("retries", 3) or wait >= self.left():
            raise error
        return wait


def lost(error: httpx.HTTPError) -> IdPhotoError:
    """What an error of the connection is to the caller."""
    # Each timeout of httpx has all the time that the call had left.
    kind = TimedOut if isinstance(error, httpx.TimeoutException) else Unreachable
    return kind(str(error) or type(error).__name__)


def refusal(response: httpx.Response, body: bytes) -> ProblemError:
    """The error that a response with a status of 400 or more stands for."""
    retry_after = _seconds(response.headers.get("Retry-After"))
    try:
        return problem_of(json.loads(body), retry_after)
    except ValueError:  # no JSON, or no problem: something in front of the service has answered
        title = response.reason_phrase or f"HTTP {response.status_code}"
        said = {
            "title": title,
            "status": response.status_code,
            "detail": f"The answer was {title}.",
        }
        return problem_of({"type": "about:blank", **said}, retry_after)


def _seconds(value: str | None) -> float | None:
    """From a number of seconds or from a date. RFC 9110, 10.2.3."""
    try:
        if not value or value.isdecimal():
            return float(value) if value else None
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except ValueError:
        return None
