"""What is wrong with a request apart from its photo, or keeps the service from fulfilling it."""

from service.values.errors import ServiceError


class MalformedRequest(ServiceError):
    """The request cannot be read as HTTP, as a form or as the body of one file."""

    status, slug, title = 400, "malformed-request", "The request cannot be read"


class Unauthenticated(ServiceError):
    """The request has no valid key: it has none, or one that is unknown, mistyped or expired."""

    status, slug, title = 401, "unauthenticated", "The request needs a valid key"


class Forbidden(ServiceError):
    """The key is valid, but does not have the scope that this address needs."""

    status, slug, title = 403, "forbidden", "The key does not allow this request"


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


class ArchiveTooLarge(ServiceError):
    """A ZIP holds more photos, or more bytes of them, than the service takes at once."""

    status, slug, title = 413, "archive-too-large", "The ZIP is too large"


class InvalidField(ServiceError):
    """A field is unknown, missing, repeated or has a value that it cannot have.

    `errors` names all such fields, and what is wrong with each.
    """

    status, slug, title = 422, "invalid-field", "A field of the request is not valid"


class DamagedArchive(ServiceError):
    """The ZIP starts well but its directory cannot be read."""

    status, slug, title = 422, "damaged-archive", "The ZIP is damaged"


class UnusableEntry(ServiceError):
    """An entry of a ZIP is empty, damaged, encrypted, too large or compressed in an unusual way."""

    status, slug, title = 422, "unusable-entry", "The entry of the ZIP cannot be used"


class QuotaExceeded(ServiceError):
    """The caller has used up its photos for the minute or day, or has too many requests at once.

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
