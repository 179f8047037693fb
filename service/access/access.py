"""What decides about every request: the current keys, tokens, and quotas."""

import hmac
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from service.access.callers import Caller, Identity, Register
from service.access.keys import digest_of, id_of, looks_like_key
from service.access.keys_file import read_keys
from service.access.quotas import Quotas
from service.access.visit import MeteredVisit
from service.values.request_errors import Unauthenticated

ANYBODY = "gateway"  # whose quota those share whom a gateway names and no entry does
_NOBODY = digest_of("")


class Verifier(Protocol):
    """What checks a gateway's tokens."""

    def identify(self, token: str, register: Register) -> Identity | None:
        """Whose token it is; None where it does not hold."""

    def reload(self) -> None:
        """Read its keys again. Raises ConfigError, and stays as it was."""


@dataclass
class Access:
    """Keys of a file, and tokens where there is a `verifier`; `open_rooms` are open to all.

    Made before workers are forked. Raises ConfigError for a faulty file.
    """

    keys_file: Path | None
    verifier: Verifier | None
    open_rooms: frozenset[str]
    quotas: Quotas
    register: Register = field(init=False)

    def __post_init__(self) -> None:
        self.register = self._read()

    def reload(self) -> None:
        """Read the keys again, for workers that are forked from now on.

        Raises ConfigError for a faulty file; the keys then stay as they were.
        """
        register = self._read()
        if self.verifier is not None:
            self.verifier.reload()
        self.register = register

    def identify(self, credential: str | None) -> Identity:
        """Whose key or token it is. Raises Unauthenticated."""
        if credential is None:
            raise Unauthenticated(
                "Send your key in the header 'Authorization: Bearer' or in 'X-API-Key'.",
                "请在请求头 Authorization: Bearer 或 X-API-Key 中发送密钥。",
            )
        if self.verifier is not None and not looks_like_key(credential):
            identity = self.verifier.identify(credential, self.register)
            if identity is None:
                raise Unauthenticated("The token is not valid.", "令牌无效或已过期。")
            return identity
        return self._of_key(credential)

    def enter(self, caller: Caller, *, batch: bool = False) -> MeteredVisit:
        """The admission of a request with photos. Raises QuotaExceeded."""
        return MeteredVisit(caller, self.quotas, batch=batch)

    def _of_key(self, key: str) -> Identity:
        own_id = id_of(key)
        if own_id is None:
            raise Unauthenticated(
                "The key is mistyped: it is not complete, or its last letters do not match.",
                "密钥有误：不完整，或末尾的校验字符不符。",
            )
        stored = self.register.keys.get(own_id)
        # The same work for an id that nobody has, so that time tells nothing about ids.
        right = hmac.compare_digest(digest_of(key), stored.digest if stored else _NOBODY)
        if stored is None or not right:
            raise Unauthenticated("This key does not exist.", "没有这个密钥。")
        if stored.has_expired():
            raise Unauthenticated("The key has expired.", "密钥已过期。")
        return Identity(stored.caller, own_id)

    def _read(self) -> Register:
        """Read the file, and give each of its names a slot; its keys are not in use yet."""
        register = read_keys(self.keys_file) if self.keys_file else Register()
        self.quotas.enrol([*register.callers, ANYBODY])
        return register
