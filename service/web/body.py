"""The fields of a request with a photo, and the photo's bytes."""

import io
import re
from collections.abc import Collection
from typing import IO, Annotated

from flask import Request
from pydantic import Field

from service.steps.decode.decode import MEDIA_TYPES
from service.values.colour import COLOURS as COLOURS
from service.values.errors import InvalidField, LengthRequired, MalformedRequest, UnsupportedMedia
from service.values.order import LEAST_QUALITY, Edge, Format
from service.orders.custom import CustomSize
from service.orders.marks import Preview, VisibleMark

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


class IdPhotoFields(CustomSize):
    """The fields of POST /v1/idphoto beside the image."""

    spec: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=64,
            description="Id or alias of a spec of GET /v1/specs. Without it, give a size.",
            examples=["cn-1inch", "一寸"],
        ),
    ] = None
    background: Annotated[
        str | None,
        Field(
            max_length=32,
            description=f"One of {', '.join(COLOURS)}, a name of the spec's own, `transparent` "
            "(PNG or WebP), `#rrggbb`, or `original`: crop the photo and replace nothing. Default: "
            "the spec's first, or `original` where the authority refuses edited photos.",
            examples=["blue", "#438edb"],
        ),
    ] = None
    format: Annotated[
        Format | None, Field(description="Default: jpeg, or png for a transparent background.")
    ] = None
    dpi: Annotated[
        int | None,
        Field(ge=72, le=1200, description="Default: the spec's. Pixels follow from it."),
    ] = None
    edge: Annotated[
        Edge | None,
        Field(
            description="How the edge is refined. Default: guided. `closed-form` (as in rembg's "
            "alpha matting, with `erode`) takes up to a second more; `post-process` (rembg's "
            "post_process_mask) and `network` (as the network drew it) are coarser."
        ),
    ] = None
    erode: Annotated[
        int | None,
        Field(ge=1, le=40, description="Pixels, for edge=closed-form. Default: 10."),
    ] = None
    allow_editing: Annotated[
        bool | None,
        Field(
            description="Replace the background although the authority refuses edited photos "
            "(editing_policy=forbidden). Default: false."
        ),
    ] = None
    strict: Annotated[
        bool | None,
        Field(
            description="Answer 422 check-failed when a check fails instead of sending the photo. "
            "Default: false; no effect on /v1/check."
        ),
    ] = None
    min_kb: Annotated[
        int | None,
        Field(
            ge=0,
            le=20_000,
            description="Least size of the file, in KB of 1024 bytes. Default: the spec's for "
            "JPEG, else none. Quality rises for it, up to 100.",
        ),
    ] = None
    max_kb: Annotated[
        int | None,
        Field(
            ge=1,
            le=20_000,
            description="Greatest size of the file, in KB of 1000 bytes. Default: the spec's for "
            "JPEG, else none. Quality and chroma give way for it, down to the spec's least "
            f"quality or {LEAST_QUALITY}; PNG cannot.",
        ),
    ] = None
    pad: Annotated[
        bool | None,
        Field(
            description="Whether a JPEG that is too small even at quality 100 may be filled up "
            "to `min_kb` with comments. Default: false."
        ),
    ] = None
    visible_mark: VisibleMark = None
    preview: Preview = None


def read_timeout(request: Request, most: float) -> float:
    """How many seconds the caller waits for an answer, `most` unless it said less.

    Raises MalformedRequest when it said no number of seconds.
    """
    given = request.headers.get(TIMEOUT_HEADER)
    if given is None:
        return most
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", given) or float(given) < LEAST_TIMEOUT:
        raise MalformedRequest(
            f"{TIMEOUT_HEADER} is a number of seconds, at least {LEAST_TIMEOUT:g}."
        )
    return min(float(given), most)


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
