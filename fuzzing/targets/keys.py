"""Files of keys, and what strangers send as a key: read, or refused in one clear line."""

from collections.abc import Iterator
from typing import Final

from service.access.access import Access
from service.access.keys import digest_of, id_of, new_key
from service.access.keys_file import LIVE_KEYS, parse_keys
from service.access.quotas import Quotas
from service.values.errors import ConfigError
from service.values.request_errors import Unauthenticated

_FILE: Final = (
    b'[[key]]\nname = "shop"\nid = "k3Xw9Qa1"\nsha256 = "' + b"ab" * 32 + b'"\n'
    b'scopes = ["photo", "check"]\nper_minute = 60\nper_day = 5000\nat_once = 2\n'
)
_KEY = new_key()  # that the register below knows
_ENTRY = (
    f'[[key]]\nname = "a"\nid = "{id_of(_KEY)}"\nsha256 = "{digest_of(_KEY).hex()}"\n'
    'scopes = ["photo"]\n'
)
_ACCESS = Access(None, None, frozenset(), Quotas(1, 1, 1, lambda _: None))
_ACCESS.register = parse_keys(_ENTRY)


def seeds() -> Iterator[bytes]:
    """A file, or after a blank first line a credential."""
    yield _FILE
    yield _FILE + b"expires = 2027-06-30\n"
    yield _FILE + b"expires = 2027-06-30T10:00:00+08:00\n" + _FILE
    yield b'[[key]]\nname = "gateway"\nscopes = ["photo"]\n'
    yield b"\n" + new_key().encode()
    yield b"\n" + _KEY[:-1].encode()
    yield b"\nidp_k3Xw9Qa1_"


def run(data: bytes) -> None:
    """Read a file, or look at a credential: only the right one is let in."""
    text = data.decode("utf-8", "replace")
    if text.startswith("\n"):
        _look_at(text[1:])
        return
    try:
        register = parse_keys(text)
    except ConfigError as error:
        if "\n" in str(error):
            raise ValueError("not one line") from error
        return
    for name in register.callers:
        live = [one for one in register.keys.values() if one.caller.name == name]
        assert sum(not one.has_expired() for one in live) <= LIVE_KEYS, name


def _look_at(credential: str) -> None:
    try:
        identity = _ACCESS.identify(credential)
    except Unauthenticated:
        assert credential != _KEY
        return
    assert credential == _KEY, identity
