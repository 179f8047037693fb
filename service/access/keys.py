"""API keys: `idp_` + 8 characters of id + `_` + 32 of secret + 6 of checksum.

A key is found by its id. The secret has 190 bits, so its plain SHA-256 is enough to store: nobody
can try so many, and no slow hash has to run on each request. The checksum (CRC-32) tells a typing
error from a foreign key, and lets scanners of leaked secrets be sure of what they have found.
"""

import hashlib
import re
import secrets
import string
import zlib

PREFIX = "idp"
ID_LENGTH, SECRET_LENGTH, CHECKSUM_LENGTH = 8, 32, 6
LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase  # base62
_KEY = re.compile(
    rf"{PREFIX}_(?P<id>[0-9A-Za-z]{{{ID_LENGTH}}})_[0-9A-Za-z]{{{SECRET_LENGTH}}}"
    rf"(?P<checksum>[0-9A-Za-z]{{{CHECKSUM_LENGTH}}})"
)


def new_key() -> str:
    """A key that nobody has had before."""
    own_id, secret = _random(ID_LENGTH), _random(SECRET_LENGTH)
    body = f"{PREFIX}_{own_id}_{secret}"
    return body + _checksum(body)


def looks_like_key(text: str) -> bool:
    """Whether this is meant as a key rather than as a gateway's token."""
    return text.startswith(f"{PREFIX}_")


def id_of(key: str) -> str | None:
    """The id of a key that is well formed and whose checksum is right, else None."""
    match = _KEY.fullmatch(key)
    if match is None or _checksum(key[:-CHECKSUM_LENGTH]) != match["checksum"]:
        return None
    return match["id"]


def digest_of(key: str) -> bytes:
    """What is stored of a key: its SHA-256, 32 bytes."""
    return hashlib.sha256(key.encode()).digest()


def _random(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def _checksum(body: str) -> str:
    """CRC-32 in base62, 6 characters."""
    value, digits = zlib.crc32(body.encode()), ""
    for _ in range(CHECKSUM_LENGTH):
        value, digit = divmod(value, len(LETTERS))
        digits = LETTERS[digit] + digits
    return digits
