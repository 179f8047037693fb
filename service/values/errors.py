"""Everything that a client can be told, as exceptions.

ServiceError                      status  slug
|-- MalformedRequest              400     malformed-request
|-- Unauthenticated               401     unauthenticated
|-- Forbidden                     403     forbidden
|-- NotFound                      404     not-found
|-- MethodNotAllowed              405     method-not-allowed
|-- BodyTooSlow                   408     body-too-slow
|-- BodyTooLarge                  413     body-too-large
|-- TooManyPixels                 413     too-many-pixels
|-- ArchiveTooLarge               413     archive-too-large
|-- UnsupportedMedia              415     unsupported-media
|-- InvalidField                  422     invalid-field
|-- DamagedImage                  422     damaged-image
|-- NoFace                        422     no-face
|-- SeveralFaces                  422     several-faces
|-- BodyMissing                   422     body-missing
|-- ResolutionTooLow              422     resolution-too-low
|-- MatteImplausible              422     matte-implausible
|-- EditingForbidden              422     editing-forbidden
|-- MarkForbidden                 422     mark-forbidden
|-- CheckFailed                   422     check-failed
|-- SizeUnreachable               422     size-unreachable
|-- CellsDoNotFit                 422     cells-do-not-fit
|-- DamagedArchive                422     damaged-archive
|-- UnusableEntry                 422     unusable-entry
|-- QuotaExceeded                 429     quota-exceeded
|-- Busy                          429     busy
|-- Internal                      500     internal
|-- NotReady                      503     not-ready
`-- DeadlineExceeded              504     deadline-exceeded
"""

from service.values.service_error import ServiceError as ServiceError


class MalformedRequest(ServiceError):
    """The request cannot be read as HTTP, as a form or as the body of one file."""

    status, slug, title = 400, "malformed-request", "The request cannot be read"


class Unauthenticated(ServiceError):
    """The request has no key, or none that holds: it is unknown, mistyped or has expired."""

    status, slug, title = 401, "unauthenticated", "The request needs a valid key"


class Forbidden(ServiceError):
    """The key holds, but it does not have the scope that this address needs."""

    status, slug, title = 403, "forbidden", "The key does not allow that"


class NotFound(ServiceError):
    """No resource has this address."""

    status, slug, title = 404, "not-found", "There is nothing at this address"


class MethodNotAllowed(ServiceError):
    """The address exists, but not for this method."""

    status, slug, title = 405, "method-not-allowed", "This address does not support that method"


class BodyTooSlow(ServiceError):
    """The body did not arrive in time."""

    status, slug, title = 408, "body-too-slow", "The request body arrived too slowly"


class BodyTooLarge(ServiceError):
    """The body has more bytes than the service accepts."""

    status, slug, title = 413, "body-too-large", "The request body is too large"


class TooManyPixels(ServiceError):
    """The image's header promises more pixels, or a JPEG more scans, than the service decodes."""

    status, slug, title = 413, "too-many-pixels", "The image is too large to decode"


class ArchiveTooLarge(ServiceError):
    """A ZIP holds more photos, or more bytes of them, than the service takes at once."""

    status, slug, title = 413, "archive-too-large", "The ZIP is too large"


class UnsupportedMedia(ServiceError):
    """The body is not an image in a format that the service reads."""

    status, slug, title = 415, "unsupported-media", "Not an image in a supported format"


class InvalidField(ServiceError):
    """A field is unknown, missing, repeated or has a value that it cannot have.

    `errors` names all such fields, and what is wrong with each.
    """

    status, slug, title = 422, "invalid-field", "A field of the request is not valid"


class DamagedImage(ServiceError):
    """The image starts well but cannot be decoded to its end."""

    status, slug, title = 422, "damaged-image", "The image is damaged"


class NoFace(ServiceError):
    """No face could be found in the photo."""

    status, slug, title = 422, "no-face", "No face was found in the photo"


class SeveralFaces(ServiceError):
    """There is more than one person in the photo."""

    status, slug, title = 422, "several-faces", "The photo shows several faces"


class BodyMissing(ServiceError):
    """The photo ends where the document still needs neck or shoulders."""

    status, slug, title = 422, "body-missing", "Neck or shoulders are cut off"


class ResolutionTooLow(ServiceError):
    """The head has too few pixels to be enlarged to the document's size."""

    status, slug, title = 422, "resolution-too-low", "The head has too few pixels"


class MatteImplausible(ServiceError):
    """The person could not be separated from the background."""

    status, slug, title = 422, "matte-implausible", "The person could not be cut out"


class EditingForbidden(ServiceError):
    """The document does not accept edited photos, and the request does not allow editing."""

    status, slug, title = 422, "editing-forbidden", "The document does not accept edited photos"


class MarkForbidden(ServiceError):
    """The document does not allow text in the photo, but the request asks for some."""

    status, slug, title = 422, "mark-forbidden", "The document does not allow text in the photo"


class CheckFailed(ServiceError):
    """The request asked for a strict answer, and the photo fails a check."""

    status, slug, title = 422, "check-failed", "The photo fails a check"


class SizeUnreachable(ServiceError):
    """No quality that is allowed gives a file within the range of bytes that is asked for."""

    status, slug, title = 422, "size-unreachable", "The file cannot have that size"


class CellsDoNotFit(ServiceError):
    """The paper is too small for the photos asked for; `fits` says how many fit."""

    status, slug, title = 422, "cells-do-not-fit", "The photos do not fit on the paper"


class DamagedArchive(ServiceError):
    """The ZIP starts well but its directory cannot be read."""

    status, slug, title = 422, "damaged-archive", "The ZIP is damaged"


class UnusableEntry(ServiceError):
    """An entry of a ZIP is empty, damaged, encrypted, too large or compressed in an unusual way."""

    status, slug, title = 422, "unusable-entry", "The entry of the ZIP cannot be used"


class QuotaExceeded(ServiceError):
    """The caller has used up its photos of a minute or a day, or has too many requests at once.

    `violated-policies` names the quota, as the header RateLimit-Policy does.
    """

    status, slug, title = 429, "quota-exceeded", "The quota of this key is used up"


class Busy(ServiceError):
    """All places in progress and in the queue are taken."""

    status, slug, title = 429, "busy", "The service is at its limit"


class Internal(ServiceError):
    """A fault in the service itself."""

    status, slug, title = 500, "internal", "The service failed"


class NotReady(ServiceError):
    """The service is still loading its models."""

    status, slug, title = 503, "not-ready", "The service is not ready"


class DeadlineExceeded(ServiceError):
    """The request took longer than allowed, or than its client was willing to wait."""

    status, slug, title = 504, "deadline-exceeded", "The photo took too long"


PROBLEMS: tuple[type[ServiceError], ...] = tuple(ServiceError.__subclasses__())


class CallerGone(Exception):
    """The client has closed the connection."""


class ConfigError(Exception):
    """The service cannot start as configured; the message is one line for the operator."""
