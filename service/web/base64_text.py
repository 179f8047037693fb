"""Files that come as text: base64 (RFC 4648, also with - and _) or a data: URI (RFC 2397)."""

import binascii
import re
import string

from gevent import sleep

from service.values.request_errors import InvalidField

LEAST = 64  # bytes; there is no picture in fewer
STEP = 1 << 20  # bytes of text that are decoded before others have their turn: some milliseconds
_LETTERS = f"{string.ascii_letters}{string.digits}+/-_= \t\r\n".encode()
_USUAL = bytes.maketrans(b"-_", b"+/")
_URI = re.compile(rb"\s*data:[^,]{0,200},", re.IGNORECASE)


def from_text(data: bytes, field: str) -> bytes:
    """The file that `data` encodes in base64 or as a data: URI, or else `data` itself.

    Raises InvalidField when a data: URI cannot be decoded.
    """
    uri = _URI.match(data)
    if uri is not None:
        return from_base64(data[uri.end() :], field)
    if len(data) < LEAST or data[:LEAST].translate(None, _LETTERS):
        return data  # no picture begins with letters alone
    try:
        return _decoded(data)
    except binascii.Error:
        return data


def from_base64(data: bytes, field: str) -> bytes:
    """The bytes that `data` encodes. Raises InvalidField."""
    try:
        return _decoded(data)
    except binascii.Error as error:
        raise InvalidField(
            f"'{field}' is text but not base64. Send the file itself, or its bytes in base64 or "
            "as data:image/jpeg;base64,...",
            f"“{field}”是文本，但不是有效的 base64。请直接发送文件，或发送其 base64，"
            "或 data:image/jpeg;base64,...。",
            field=field,
        ) from error


def _decoded(data: bytes) -> bytes:
    """Decode base64; padding may be missing, and lines may be broken. Raises binascii.Error."""
    decoded, rest = bytearray(), b""
    for start in range(0, len(data), STEP):
        rest += data[start : start + STEP].translate(_USUAL, b"= \t\r\n")
        whole = len(rest) // 4 * 4
        decoded += binascii.a2b_base64(rest[:whole], strict_mode=True)
        rest = rest[whole:]
        sleep(0)
    decoded += binascii.a2b_base64(rest + b"=" * (-len(rest) % 4), strict_mode=True)
    return bytes(decoded)
