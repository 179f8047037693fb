"""Bodies and queries of requests: forms, parts, charsets and base64, to fields and files."""

import base64
import io
import string
from collections.abc import Iterator
from urllib.parse import quote

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import EnvironBuilder

from service.values.errors import ServiceError
from service.web.body import MemoryRequest, read_images, read_timeout, sent_fields

TYPES = (
    "multipart/form-data; boundary=cut",
    "multipart/form-data",
    "multipart/mixed; boundary=cut",
    "image/jpeg",
    "application/json",
    "application/x-www-form-urlencoded",
)
MOST_TEXT, MOST_PARTS = 500_000, 1000  # what the service allows; see flask's own settings
_HEAD = b"Content-Disposition: form-data; "


def seeds() -> Iterator[bytes]:
    """Requests as `run` reads them: type, query, a blank line, body."""
    photo = b"\xff\xd8\xff\xe0" + bytes(range(64))
    text = base64.b64encode(photo)
    file = _part(b'name="image"; filename="a.jpg"\r\nContent-Type: image/jpeg', photo)
    spelled = _part(b'name="image"\r\nContent-Transfer-Encoding: base64', text)
    field = _part(b'name="spec"\r\nContent-Type: text/plain; charset=gbk', b"cn-1inch")
    yield _request(0, b"spec=cn-1inch&background=blue", file + field + b"--cut--\r\n")
    yield _request(0, b"", spelled + field + b"--cut--")
    yield _request(0, b"answer=json", _part(b"filename*=utf-8''%e4", b"") + b"--cut--")
    yield _request(2, b"", file + b"--cut--")
    yield _request(3, b"spec=%E4%B8%80%E5%AF%B8", photo)
    yield _request(3, b"", b"data:image/jpeg;base64," + text)
    yield _request(4, b"a=1&a=2", b'{"image": "' + text + b'"}')
    yield _request(5, b"%ff=%00", b"image=" + text)


def run(data: bytes) -> None:
    """Read one request; all its files are in memory, and none is larger than its body."""
    line, _, body = data.partition(b"\n\n")
    kind, _, query = line.partition(b" ")
    request = _built(TYPES[len(kind) % len(TYPES)], query, body)
    try:
        read_timeout(request, 30.0)
        images = read_images(request, 2)
        fields = sent_fields(request)
    except ServiceError:
        return
    except RequestEntityTooLarge:  # of werkzeug: too many parts, or too much text
        return
    assert all(0 < len(image) <= len(body) for image in images)
    assert all(isinstance(part, str) for pair in fields for part in pair)


def _built(content_type: str, query: bytes, body: bytes) -> MemoryRequest:
    environ = EnvironBuilder("/v1/idphoto", method="POST", content_type=content_type).get_environ()
    # Gunicorn refuses an address with bytes that are not ASCII before anything of ours sees it.
    environ["QUERY_STRING"] = quote(query, safe=string.punctuation)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["wsgi.input"] = io.BytesIO(body)
    if b"t=" in query:
        environ["HTTP_REQUEST_TIMEOUT"] = query.partition(b"t=")[2].decode("latin-1")
    request = MemoryRequest(environ)
    request.max_form_memory_size, request.max_form_parts = MOST_TEXT, MOST_PARTS
    return request


def _part(head: bytes, content: bytes) -> bytes:
    return b"--cut\r\n" + _HEAD + head + b"\r\n\r\n" + content + b"\r\n"


def _request(kind: int, query: bytes, body: bytes) -> bytes:
    return b"x" * kind + b" " + query + b"\n\n" + body
