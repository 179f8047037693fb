"""A class for each type of problem. Written by `make clients`; do not edit."""

from idphoto_client.errors import ProblemError


class MalformedRequest(ProblemError):
    """The request cannot be read as HTTP, as a form or as the body of one file."""

    slug = "malformed-request"


class Unauthenticated(ProblemError):
    """The request has no valid key: it has none, or one that is unknown, mistyped or expired."""

    slug = "unauthenticated"


class Forbidden(ProblemError):
    """The key is valid, but does not have the scope that this address needs."""

    slug = "forbidden"


class NotFound(ProblemError):
    """No resource has this address."""

    slug = "not-found"


class MethodNotAllowed(ProblemError):
    """The address exists, but not for this method."""

    slug = "method-not-allowed"


class BodyTooSlow(ProblemError):
    """The body did not arrive in time."""

    slug = "body-too-slow"


class BodyTooLarge(ProblemError):
    """The body has more bytes than the service accepts."""

    slug = "body-too-large"


class TooManyPixels(ProblemError):
    """The image's header promises more pixels, or a JPEG more scans, than the service decodes."""

    slug = "too-many-pixels"


class ArchiveTooLarge(ProblemError):
    """A ZIP holds more photos, or more bytes of them, than the service takes at once."""

    slug = "archive-too-large"


class UnsupportedMedia(ProblemError):
    """The body is not an image in a format that the service reads."""

    slug = "unsupported-media"


class InvalidField(ProblemError):
    """A field is unknown, missing, repeated or has a value that it cannot have. `errors` names all such fields, and what is wrong with each."""

    slug = "invalid-field"


class DamagedImage(ProblemError):
    """The image starts well but cannot be decoded to its end."""

    slug = "damaged-image"


class NoFace(ProblemError):
    """No face could be found in the photo."""

    slug = "no-face"


class SeveralFaces(ProblemError):
    """There is more than one person in the photo."""

    slug = "several-faces"


class BodyMissing(ProblemError):
    """The photo ends where the document still needs chest, neck or shoulders."""

    slug = "body-missing"


class ResolutionTooLow(ProblemError):
    """The head has too few pixels to be enlarged to the document's size."""

    slug = "resolution-too-low"


class MatteImplausible(ProblemError):
    """The person could not be separated from the background."""

    slug = "matte-implausible"


class EditingForbidden(ProblemError):
    """The document does not accept edited photos, and the request does not allow editing."""

    slug = "editing-forbidden"


class MarkForbidden(ProblemError):
    """The document does not allow text in the photo, but the request asks for some."""

    slug = "mark-forbidden"


class CheckFailed(ProblemError):
    """The request asked for a strict answer, and the photo fails a check."""

    slug = "check-failed"


class SizeUnreachable(ProblemError):
    """No allowed quality gives a file within the required range of bytes."""

    slug = "size-unreachable"


class CellsDoNotFit(ProblemError):
    """The paper is too small for the photos asked for; `fits` says how many fit."""

    slug = "cells-do-not-fit"


class DamagedArchive(ProblemError):
    """The ZIP starts well but its directory cannot be read."""

    slug = "damaged-archive"


class UnusableEntry(ProblemError):
    """An entry of a ZIP is empty, damaged, encrypted, too large or compressed in an unusual way."""

    slug = "unusable-entry"


class QuotaExceeded(ProblemError):
    """The caller has used up its photos for the minute or day, or has too many requests at once. `violated-policies` names the quota, as the header RateLimit-Policy does."""

    slug = "quota-exceeded"


class Busy(ProblemError):
    """All places in progress and in the queue are taken."""

    slug = "busy"


class Internal(ProblemError):
    """A fault in the service itself."""

    slug = "internal"


class NotReady(ProblemError):
    """The service is still loading its models."""

    slug = "not-ready"


class DeadlineExceeded(ProblemError):
    """The request took longer than allowed, or than its client was willing to wait."""

    slug = "deadline-exceeded"
