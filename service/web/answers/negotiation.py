"""Which of several media types the client prefers, always by werkzeug's rule."""

from collections.abc import Sequence

from flask import Request
from werkzeug.datastructures import MIMEAccept

OTHER_NAMES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "text/json": "application/json",
    "application/x-zip-compressed": "application/zip",
    "application/x-zip": "application/zip",
}


def preferred_type(request: Request, offered: Sequence[str]) -> str:
    """The media type of `offered` that Accept prefers; the first where it has no preference.

    Parameters such as `charset` are ignored: werkzeug would want them to be equal.
    """
    accepted = [
        (_plain(kind.partition(";")[0]), quality) for kind, quality in request.accept_mimetypes
    ]
    return MIMEAccept(accepted).best_match(offered, offered[0])


def _plain(kind: str) -> str:
    name = kind.strip().lower()
    return OTHER_NAMES.get(name, name)
