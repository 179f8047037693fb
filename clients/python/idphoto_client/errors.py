"""What a call may raise."""

from collections.abc import Mapping
from typing import ClassVar

from idphoto_client.models import Problem


class IdPhotoError(Exception):
    """Base of all errors of this client."""


class Unreachable(IdPhotoError):
    """There was no connection, or it broke off; `__cause__` says why."""


class TimedOut(IdPhotoError, TimeoutError):
    """There was no answer within the call's timeout."""


class UnexpectedAnswer(IdPhotoError):
    """The answer is none of this API: it comes from something else, or from an older service."""


class ProblemError(IdPhotoError):
    """The service, or something in front of it, refused the request.

    `type` is the last part of the problem's type, such as `no-face`, and `about:blank` where the
    service did not answer itself; `problem` is the whole document; `retry_after` are the seconds
    after which the same request may succeed, if the answer says so.
    """

    slug: ClassVar[str] = ""

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(problem.detail)
        self.type = problem.type.rpartition("/")[2]
        self.status = problem.status
        self.problem = problem
        self.retry_after = retry_after


def problem_of(
    document: Problem | Mapping[str, object], retry_after: float | None = None
) -> ProblemError:
    """The error of a problem document, such as a batch's manifest has, of the class of its type."""
    problem = Problem.model_validate(document)
    slug = problem.type.rpartition("/")[2]
    kinds = {kind.slug: kind for kind in ProblemError.__subclasses__()}
    return kinds.get(slug, ProblemError)(problem, retry_after)
