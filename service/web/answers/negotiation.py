"""Which of several kinds of answer the client prefers: one rule for all, werkzeug's."""

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
    """The media type of `offered` that Accept prefers; the first where it does not say.

    Parameters such as `charset` are left out of account: werkzeug would ask for the very same.
    """
    accepted = [
        (_plain(kind.partition(";")[0]), quality) for kind, quality in request.accept_mimetypes
    ]
    return MIMEAccept(accepted).best_match(offered, offered[0])


def _plain(kind: str) -> str:
    name = kind.strip().lower()
    return OTHER_NAMES.get(name, name)
