"""What a request sends: its fields, its files, and how long its client waits."""

import io
import re
from typing import IO

from flask import Request
from werkzeug.utils import cached_property

from service.values.document import Names
from service.values.photo_errors import UnsupportedMedia
from service.values.request_errors import InvalidField, MalformedRequest
from service.web.answers import choice
from service.web.base64_text import from_text
from service.web.form import FormParser

FORM_TYPE = "multipart/form-data"
TIMEOUT_HEADER = "Request-Timeout"
LEAST_TIMEOUT = 0.1  # seconds
# Kinds of bodies that are structured text: what is no file in spite of that is told what to send.
TEXTS = ("application/x-www-form-urlencoded", "application/json", "application/ld+json")
_TEXT = re.compile(rb"\s*[\[{\"]|[\w.%+-]{1,64}=")
PHOTO, ARCHIVE = Names(en="photo", zh="照片"), Names(en="ZIP", zh="ZIP 文件")
_FORM = re.compile(rb"--[^\r\n]{1,200}\r?\nContent-", re.IGNORECASE)


class MemoryRequest(Request):
    """A request whose uploads stay in memory: werkzeug would write larger ones to /tmp."""

    form_data_parser_class = FormParser

    @cached_property
    def stream(self) -> IO[bytes]:
        """The body as the server passes it on: `Bodies.metering` bounds it, chunked or not."""
        stream: IO[bytes] = self.environ["wsgi.input"]
        return stream


def read_timeout(request: Request, most: float) -> float:
    """How many seconds the client waits for an answer, `most` unless it says less.

    Raises MalformedRequest when what it says is no number of seconds.
    """
    value = request.headers.get(TIMEOUT_HEADER)
    if value is None:
        return most
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value) or float(value) < LEAST_TIMEOUT:
        raise MalformedRequest(
            f"{TIMEOUT_HEADER} must be a number of seconds, at least {LEAST_TIMEOUT:g}.",
            f"{TIMEOUT_HEADER} 是秒数，不小于 {LEAST_TIMEOUT:g}。",
        )
    return min(float(value), most)


def sent_fields(request: Request) -> list[tuple[str, str]]:
    """The fields of query and form together, without `answer`, which is no part of an order."""
    of_form = request.form.items(multi=True) if request.mimetype == FORM_TYPE else ()
    sent = [*request.args.items(multi=True), *of_form]
    return [(name, value) for name, value in sent if not choice.is_answer(name)]


def read_image(request: Request) -> bytes:
    """The photo's bytes: the file part `image` of a form, or the body itself."""
    return read_images(request, 1)[0]


def read_images(request: Request, most: int) -> tuple[bytes, ...]:
    """The bytes of one to `most` photos: file parts `image` of a form, or the body itself."""
    return _read_files(request, "image", PHOTO, most)


def read_zip(request: Request) -> bytes:
    """The bytes of a ZIP of photos: the file part `photos` of a form, or the body itself."""
    return _read_files(request, "photos", ARCHIVE, 1)[0]


def _read_files(request: Request, part: str, what: Names, most: int) -> tuple[bytes, ...]:
    """The files of a form, or the body as the one file, whatever its Content-Type."""
    if request.mimetype == FORM_TYPE:
        files = _parts(request, part, what, most)
    else:
        files = (_body(request, part, what),)
    for number, data in enumerate(files, 1):
        if not data:
            several = len(files) > 1
            raise InvalidField(
                f"{f'Photo {number}' if several else f'The {what.en}'} is empty.",
                f"{f'第 {number} 张' if several else ''}{what.zh}是空的。",
                field=part,
            )
    return files


def _body(request: Request, part: str, what: Names) -> bytes:
    """The body, unless it is the text of a form or of an object."""
    if request.mimetype.startswith("multipart/"):
        raise _not_taken(request.mimetype, part, what)
    data = request.get_data(cache=False)
    if _FORM.match(data):
        raise MalformedRequest(
            f"The body is a form, but its Content-Type is '{request.mimetype}'. Send it as "
            "multipart/form-data with the boundary.",
            f"请求体是表单，但 Content-Type 是“{request.mimetype}”。"
            "请用 multipart/form-data 并带上 boundary。",
        )
    if request.mimetype in TEXTS and _TEXT.match(data):
        raise _not_taken(request.mimetype, part, what)
    return from_text(data, part)


def _not_taken(kind: str, part: str, what: Names) -> UnsupportedMedia:
    return UnsupportedMedia(
        f"A body of type {kind} is not supported. Send multipart/form-data with a file part "
        f"'{part}', or the {what.en} itself as the body.",
        f"不支持 {kind} 格式的请求体。请用 multipart/form-data 发送文件字段“{part}”，"
        f"或直接以{what.zh}作为请求体。",
    )


def _parts(request: Request, part: str, what: Names, most: int) -> tuple[bytes, ...]:
    unknown = sorted(set(request.files) - {part})
    if unknown:
        raise InvalidField(
            f"There is no file part '{unknown[0]}'; the {what.en}'s is '{part}'.",
            f"没有名为“{unknown[0]}”的文件字段；{what.zh}的字段名是“{part}”。",
            field=unknown[0],
        )
    parts = request.files.getlist(part)
    if not 1 <= len(parts) <= most:
        asked = "exactly one file part" if most == 1 else f"one to {most} file parts"
        asked_zh = "恰好一个" if most == 1 else f" 1 到 {most} 个"
        raise InvalidField(
            f"Send {asked} named '{part}'.", f"请发送{asked_zh}名为“{part}”的文件字段。", field=part
        )
    return tuple(_content(sent.stream) for sent in parts)


def _content(stream: IO[bytes]) -> bytes:
    assert isinstance(stream, io.BytesIO)  # see FormParser
    return stream.getvalue()  # reading would copy it
