"""Files that come as text: base64 (RFC 4648, also with - and _) or a data: URI (RFC 2397)."""

import base64
import binascii
import re
import string

from service.values.errors import InvalidField

_LETTERS = f"{string.ascii_letters}{string.digits}+/-_=".encode()
LEAST = 64  # bytes; there is no picture in fewer
_BLANKS = b" \t\r\n"
_URI = re.compile(rb"\s*data:[^,]{0,200},", re.IGNORECASE)


def from_text(data: bytes, field: str) -> bytes:
    """The file that `data` spells in base64 or as a data: URI; else `data` itself.

    Raises InvalidField when a data: URI cannot be decoded.
    """
    uri = _URI.match(data)
    if uri is not None:
        return from_base64(data[uri.end() :], field)
    # No picture consists of these letters alone; most show that in their first bytes.
    letters = _LETTERS + _BLANKS
    if len(data) < LEAST or data[:LEAST].translate(None, letters) or data.translate(None, letters):
        return data
    try:
        return _decoded(data)
    except binascii.Error:
        return data


def from_base64(data: bytes, field: str) -> bytes:
    """The bytes that `data` spells. Raises InvalidField."""
    try:
        return _decoded(data)
    except binascii.Error as error:
        raise InvalidField(
            f"'{field}' is text that is no base64. Send the file itself, or its bytes in base64 or "
            "as data:image/jpeg;base64,...",
            f"“{field}”是文本，但不是有效的 base64。请直接发送文件，或发送其 base64，"
            "或 data:image/jpeg;base64,...。",
            field=field,
        ) from error


def _decoded(data: bytes) -> bytes:
    """Raises binascii.Error; the padding may be missing."""
    plain = data.translate(bytes.maketrans(b"-_", b"+/"), _BLANKS + b"=")
    return base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
