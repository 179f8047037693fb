"""What a request sends: its fields, its files, and how long its client waits."""

import io
import re
from collections.abc import Collection
from typing import IO

from flask import Request

from service.steps.decode.formats import MEDIA_TYPES
from service.values.errors import InvalidField, LengthRequired, MalformedRequest, UnsupportedMedia
from service.web.answers import choice

TIMEOUT_HEADER = "Request-Timeout"
LEAST_TIMEOUT = 0.1  # seconds
ZIP_TYPES = ("application/zip", "application/x-zip-compressed")
UNNAMED_TYPE = "application/octet-stream"  # also taken: what it is shows in its first bytes


class MemoryRequest(Request):
    """A request whose uploads stay in memory: werkzeug would put larger ones into /tmp."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - werkzeug passes all four by name
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return io.BytesIO()


def read_timeout(request: Request, most: float) -> float:
    """How many seconds the client waits for an answer, `most` unless it says less.

    Raises MalformedRequest when it says no number of seconds.
    """
    value = request.headers.get(TIMEOUT_HEADER)
    if value is None:
        return most
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value) or float(value) < LEAST_TIMEOUT:
        raise MalformedRequest(
            f"{TIMEOUT_HEADER} is a number of seconds, at least {LEAST_TIMEOUT:g}."
        )
    return min(float(value), most)


def sent_fields(request: Request) -> list[tuple[str, str]]:
    """The fields of query and form together, but for `answer`, which is no part of an order."""
    sent = [*request.args.items(multi=True), *request.form.items(multi=True)]
    return [(name, value) for name, value in sent if not choice.is_answer(name)]


def read_image(request: Request) -> bytes:
    """The photo's bytes: the file part `image` of a form, or the body itself."""
    return read_images(request, 1)[0]


def read_images(request: Request, most: int) -> tuple[bytes, ...]:
    """The bytes of one to `most` photos: file parts `image` of a form, or the body itself."""
    return _read_files(request, "image", "photo", MEDIA_TYPES, most)


def read_zip(request: Request) -> bytes:
    """The bytes of a ZIP of photos: the file part `photos` of a form, or the body itself."""
    return _read_files(request, "photos", "ZIP", ZIP_TYPES, 1)[0]


def _read_files(
    request: Request, part: str, what: str, types: Collection[str], most: int
) -> tuple[bytes, ...]:
    if request.content_length is None:
        raise LengthRequired(f"Send the {what} with a Content-Length header, not chunked.")
    if request.mimetype == "multipart/form-data":
        files = _parts(request, part, what, most)
    elif request.mimetype in (*types, UNNAMED_TYPE):
        files = (request.get_data(cache=False),)
    else:
        raise UnsupportedMedia(
            f"Content-Type '{request.mimetype}' is not accepted. Send multipart/form-data with a "
            f"file part '{part}', or the {what} itself as {', '.join(types)}."
        )
    for number, data in enumerate(files, 1):
        if not data:
            which = f"{what.capitalize()} {number}" if len(files) > 1 else f"The {what}"
            raise InvalidField(f"{which} is empty.", field=part)
    return files


def _parts(request: Request, part: str, what: str, most: int) -> tuple[bytes, ...]:
    unknown = sorted(set(request.files) - {part})
    if unknown:
        raise InvalidField(
            f"There is no file part '{unknown[0]}'; the {what}'s is '{part}'.", field=unknown[0]
        )
    parts = request.files.getlist(part)
    if not 1 <= len(parts) <= most:
        asked = "exactly one file part" if most == 1 else f"one to {most} file parts"
        raise InvalidField(f"Send {asked} named '{part}'.", field=part)
    return tuple(_content(sent.stream) for sent in parts)


def _content(stream: IO[bytes]) -> bytes:
    assert isinstance(stream, io.BytesIO)  # see MemoryRequest
    return stream.getvalue()  # reading would copy it
