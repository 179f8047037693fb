"""Everything that a client can be told, by status."""

from service.values.errors import ServiceError
from service.values.photo_errors import (
    BodyMissing,
    CellsDoNotFit,
    CheckFailed,
    DamagedImage,
    EditingForbidden,
    MarkForbidden,
    MatteImplausible,
    NoFace,
    ResolutionTooLow,
    SeveralFaces,
    SizeUnreachable,
    TooManyPixels,
    UnsupportedMedia,
)
from service.values.request_errors import (
    ArchiveTooLarge,
    BodyTooLarge,
    BodyTooSlow,
    Busy,
    DamagedArchive,
    DeadlineExceeded,
    Forbidden,
    Internal,
    InvalidField,
    MalformedRequest,
    MethodNotAllowed,
    NotFound,
    NotReady,
    QuotaExceeded,
    Unauthenticated,
    UnusableEntry,
)

PROBLEMS: tuple[type[ServiceError], ...] = (
    MalformedRequest,  # 400
    Unauthenticated,  # 401
    Forbidden,  # 403
    NotFound,  # 404
    MethodNotAllowed,  # 405
    BodyTooSlow,  # 408
    BodyTooLarge,  # 413
    TooManyPixels,  # 413
    ArchiveTooLarge,  # 413
    UnsupportedMedia,  # 415
    InvalidField,  # 422
    DamagedImage,  # 422
    NoFace,  # 422
    SeveralFaces,  # 422
    BodyMissing,  # 422
    ResolutionTooLow,  # 422
    MatteImplausible,  # 422
    EditingForbidden,  # 422
    MarkForbidden,  # 422
    CheckFailed,  # 422
    SizeUnreachable,  # 422
    CellsDoNotFit,  # 422
    DamagedArchive,  # 422
    UnusableEntry,  # 422
    QuotaExceeded,  # 429
    Busy,  # 429
    Internal,  # 500
    NotReady,  # 503
    DeadlineExceeded,  # 504
)
