"""Forms (multipart/form-data) as clients send them: read in memory, and told what is wrong."""

import io
from collections.abc import Iterator
from typing import IO

from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import (
    HEADER_CONTINUATION_RE,
    Data,
    Epilogue,
    Field,
    File,
    MultipartDecoder,
    NeedData,
    State,
)

from service.values.request_errors import MalformedRequest
from service.web.base64_text import from_base64, from_text

PART = 65536  # bytes that are read at a time
# That clients are known to name (werkzeug's list, and those of East Asia's Windows).
CHARSETS = frozenset(
    ("ascii", "us-ascii", "utf-8", "iso-8859-1", "gbk", "gb2312", "gb18030", "big5", "shift_jis")
)
FILES = frozenset(("image", "photos"))  # parts that are files, be it that they have no file name

_Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class FormParser(FormDataParser):
    """Werkzeug's parser, but a form that cannot be read raises instead of counting as empty."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> _Parsed:
        """The stream, the fields and the files. Raises MalformedRequest."""
        if mimetype != "multipart/form-data":
            return super().parse(stream, mimetype, content_length, options)
        decoder = _Decoder(
            _boundary(options or {}), self.max_form_memory_size, max_parts=self.max_form_parts
        )
        form: MultiDict[str, str] = MultiDict()
        files: MultiDict[str, FileStorage] = MultiDict()
        for part, content in self._parts(stream, decoder):
            name = part.name.strip()
            if isinstance(part, File) or _is_file(name):
                name = name.lower() if _is_file(name) else name
                files.add(name, FileStorage(_file(part, content), name=name))
            else:
                form.add(name, _text(part, content.getvalue()))
        return stream, form, files

    def _parts(
        self, stream: IO[bytes], decoder: "_Decoder"
    ) -> Iterator[tuple[Field | File, io.BytesIO]]:
        """Each part with its content."""
        part: Field | File | None = None
        content = io.BytesIO()
        for event in _events(stream, decoder):
            if isinstance(event, Field | File):
                part, content = event, io.BytesIO()
                if not isinstance(part.name, str):
                    raise MalformedRequest(
                        "A part of the form has no name in its Content-Disposition.",
                        "表单中有一个部分的 Content-Disposition 没有 name。",
                    )
            elif isinstance(event, Data) and part is not None:
                content.write(event.data)
                self._refuse_long_text(part, content)
                if not event.more_data:
                    yield part, content

    def _refuse_long_text(self, part: Field | File, content: io.BytesIO) -> None:
        most = self.max_form_memory_size
        is_text = not (isinstance(part, File) or _is_file(part.name))
        if is_text and most is not None and content.tell() > most:
            raise RequestEntityTooLarge


class _Decoder(MultipartDecoder):
    """Accepts part headers in any encoding, as file names are never used."""

    def _parse_headers(self, data: bytes | bytearray) -> Headers:
        headers = Headers()
        for line in HEADER_CONTINUATION_RE.sub(b" ", data).splitlines():
            name, _, value = _decoded(line).partition(":")
            if name.strip():
                headers.add(name.strip(), value.strip())
        return headers


def _decoded(line: bytes | bytearray) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _events(stream: IO[bytes], decoder: _Decoder) -> Iterator[Field | File | Data]:
    """What the decoder finds in the stream. Raises MalformedRequest."""
    empty = True
    while True:
        piece = stream.read(PART)
        empty = empty and not piece
        _receive(decoder, piece or None)
        try:
            event = decoder.next_event()
            while not isinstance(event, Epilogue | NeedData):
                if isinstance(event, Field | File | Data):
                    yield event
                event = decoder.next_event()
        except ValueError as error:
            raise _unreadable(decoder, empty) from error
        if not piece:
            return


def _receive(decoder: _Decoder, piece: bytes | None) -> None:
    """Pass on what was read. Raises MalformedRequest where no part begins, or one has no end."""
    try:
        decoder.receive_data(piece)
    except RequestEntityTooLarge as error:
        if decoder.state is State.PREAMBLE:
            raise _no_boundary() from error
        if decoder.state is State.PART:
            raise MalformedRequest(
                "The headers of a part of the form are not terminated.",
                "表单中有一个部分的头没有结束。",
            ) from error
        raise


def _unreadable(decoder: _Decoder, empty: bool) -> MalformedRequest:
    """Why the form cannot be read."""
    if empty:
        return MalformedRequest("The form is empty.", "表单是空的。")
    if not decoder.complete:
        return MalformedRequest(
            "A part of the form has no Content-Disposition header.",
            "表单中有一个部分没有 Content-Disposition 头。",
        )
    if decoder.state is State.PREAMBLE:
        return _no_boundary()
    return MalformedRequest(
        "The form ends before its closing line, --boundary--.",
        "表单不完整：缺少结尾的 --boundary--。",
    )


def _no_boundary() -> MalformedRequest:
    return MalformedRequest(
        "The boundary named in the Content-Type header does not occur in the body. Let your "
        "HTTP library set that header.",
        "请求体中没有 Content-Type 头所写的 boundary。请让 HTTP 库自动设置该头。",
    )


def _is_file(name: str) -> bool:
    return name.strip().lower() in FILES


def _boundary(options: dict[str, str]) -> bytes:
    boundary = options.get("boundary", "")
    if not boundary:
        raise MalformedRequest(
            "The Content-Type header says multipart/form-data but names no boundary. Do not set "
            "that header by hand: your HTTP library adds the boundary.",
            "Content-Type 头为 multipart/form-data，但没有 boundary。请不要手动设置该头，"
            "HTTP 库会自动加上 boundary。",
        )
    return boundary.encode("latin-1", "replace")


def _text(part: Field | File, content: bytes) -> str:
    """The part's text, in UTF-8 or the charset it names; what cannot be decoded is U+FFFD."""
    kind = parse_options_header(part.headers.get("Content-Type"))[1]
    charset = kind.get("charset", "utf-8").lower()
    return content.decode(charset if charset in CHARSETS else "utf-8", "replace")


def _file(part: Field | File, content: io.BytesIO) -> io.BytesIO:
    """The part's file, even if it was sent as text."""
    if part.headers.get("Content-Transfer-Encoding", "").strip().lower() == "base64":
        return io.BytesIO(from_base64(content.getvalue(), part.name))
    if isinstance(part, File):
        content.seek(0)
        return content
    return io.BytesIO(from_text(content.getvalue(), part.name))
