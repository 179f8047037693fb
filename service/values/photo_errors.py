"""What is wrong with a photo, or with the photo that was ordered."""

from service.values.errors import ServiceError


class TooManyPixels(ServiceError):
    """The image's header promises more pixels, or a JPEG more scans, than the service decodes."""

    status, slug, title = 413, "too-many-pixels", "The image is too large to decode"


class UnsupportedMedia(ServiceError):
    """The body is not an image in a format that the service reads."""

    status, slug, title = 415, "unsupported-media", "The file is not an image in a supported format"


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
    """The photo ends where the document still needs chest, neck or shoulders."""

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
    """No allowed quality gives a file within the required range of bytes."""

    status, slug, title = 422, "size-unreachable", "The file cannot have that size"


class CellsDoNotFit(ServiceError):
    """The paper is too small for the photos asked for; `fits` says how many fit."""

    status, slug, title = 422, "cells-do-not-fit", "The photos do not fit on the paper"
