"""One example for each kind of problem: its `detail` and further members."""

from typing import Any

_FIELD = "'dpi': Input should be less than or equal to 1200."
_CHECK = {
    "id": "background-uniform",
    "value": 9.4,
    "unit": "dE",
    "limit": [None, 6.0],
    "uncertainty": None,
    "verdict": "fail",
    "message": {"en": "The background is uneven.", "zh": "背景不均匀。"},
}

EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "malformed-request": ("Request-Timeout must be a number of seconds, at least 0.1.", {}),
    "unauthenticated": ("This key does not exist.", {}),
    "forbidden": ("This key does not have the scope 'batch'.", {"scope": "batch"}),
    "not-found": (
        "There is no document 'cn-1inc'; GET /v1/specs lists all of them. Did you mean cn-1inch?",
        {"suggestions": ["cn-1inch"]},
    ),
    "method-not-allowed": ("This address takes GET, HEAD, OPTIONS.", {}),
    "body-too-slow": ("The body did not arrive within 20 s; send it again.", {}),
    "body-too-large": (
        "A body may have at most 20 MB, a text field in it 0.5 MB, and a form 1000 parts.",
        {},
    ),
    "too-many-pixels": ("The image has 24000 x 18000 pixels; send a smaller one.", {}),
    "archive-too-large": ("The ZIP holds 312 photos; 200 are taken at once.", {}),
    "unsupported-media": ("The body is not an image that this service reads.", {}),
    "invalid-field": (_FIELD, {"field": "dpi", "errors": [{"field": "dpi", "detail": _FIELD}]}),
    "damaged-image": ("The image is damaged and cannot be decoded; send it again.", {}),
    "no-face": ("No face was found. Send a photo of one person from the front.", {}),
    "several-faces": (
        "2 faces were found. Send a photo with one person only.",
        {"faces": [[211.5, 84.0, 297.2, 198.6], [402.1, 90.3, 488.7, 205.9]]},
    ),
    "body-missing": (
        "The photo ends 4.2 mm inside the frame of cn-1inch (25 x 35 mm) although the person "
        "continues beyond it. Send a photo that shows more of the chest and both shoulders.",
        {"bottom_gap_mm": 4.2, "side_gap_mm": 0.0},
    ),
    "resolution-too-low": (
        "From crown to chin the head has 96 pixels; cn-1inch at 300 dpi needs 166 or more. Send a "
        "photo with more pixels, or one taken from closer up.",
        {"head_height_px": 96, "required_head_height_px": 166},
    ),
    "matte-implausible": (
        "The person could not be separated from the background: the chest would be missing. Send a "
        "photo before a plain wall in another colour.",
        {"measures": {"chest": 0.31}},
    ),
    "editing-forbidden": (
        "The authority behind us-passport rejects photos with a replaced background. Leave "
        "'background' out or send background=original to crop the photo only.",
        {"field": "background"},
    ),
    "mark-forbidden": (
        "The authority behind us-visa does not accept text in the photo. Leave 'visible_mark' out.",
        {"field": "visible_mark"},
    ),
    "check-failed": ("The background is uneven.", {"checks": [_CHECK]}),
    "size-unreachable": (
        "The closest possible size is 14211 bytes; 0 to 10000 are required. Fewer dpi or "
        "another min_kb or max_kb would help.",
        {"nearest_bytes": 14211},
    ),
    "cells-do-not-fit": (
        "Paper of 102 x 152 mm with gaps of 2 mm and margins of 5 mm holds 9 of cn-1inch; ask for "
        "fewer, or for larger paper.",
        {"field": "cells", "fits": {"cn-1inch": 9}},
    ),
    "damaged-archive": ("The directory of the ZIP cannot be read; create the ZIP again.", {}),
    "quota-exceeded": (
        "This key may make 60 photos per minute; 0 left, 1 requested. Send the request again in "
        "31 s.",
        {"retry_after": 31, "violated-policies": ["minute"]},
    ),
    "busy": ("The queue is full. Try again later.", {"retry_after": 2}),
    "internal": (
        "Something went wrong in the service, not with your photo. It has been logged.",
        {},
    ),
    "not-ready": ("The models are still loading. Try again in a moment.", {"retry_after": 1}),
    "deadline-exceeded": ("The photo took longer than 30 s; processing was stopped.", {}),
}
