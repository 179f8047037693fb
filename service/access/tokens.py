"""JSON Web Tokens of a gateway (RFC 7519), checked against its public keys; needs PyJWT.

`sub` names the caller, `scope` (RFC 8693, 4.2) what it may do. There is no login here: the
gateway has authenticated the person.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

import jwt

from service.access.access import ANYBODY
from service.access.callers import SCOPES, Caller, Identity, Register, Scope
from service.access.keys_file import NAME
from service.values.errors import ConfigError

# Signatures with a public key alone: with HMAC the key that checks a token could make one.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
LEEWAY_SECONDS = 10  # by which clocks may differ
_NAME = re.compile(NAME)


class TokenVerifier:
    """Checks tokens of one issuer for this service. Raises ConfigError for a wrong file."""

    def __init__(self, path: Path, audience: str, issuer: str | None) -> None:
        self._path, self._audience, self._issuer = path, audience, issuer
        self.reload()

    def reload(self) -> None:
        """Read the public keys again. Raises ConfigError, and stays as it was."""
        try:
            self._keys = jwt.PyJWKSet.from_dict(json.loads(self._path.read_text("utf-8")))
        except (OSError, ValueError, AttributeError, TypeError, jwt.PyJWTError) as error:
            raise ConfigError(f"{self._path}: {' '.join(str(error).split())}") from error

    def identify(self, token: str, register: Register) -> Identity | None:
        """Whose token it is; None where it is not valid.

        A caller that `register` names has the quotas it has there; others share those of ANYBODY.
        """
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token,
                key,
                algorithms=[name for name in ALGORITHMS if name == key.algorithm_name],
                audience=self._audience,
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "sub"]},
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError):
            return None
        return _identity(claims, register)


def _identity(claims: dict[str, object], register: Register) -> Identity | None:
    name, said = str(claims["sub"]), claims.get("scope", "")
    if not _NAME.fullmatch(name) or not isinstance(said, str):
        return None
    granted: frozenset[Scope] = frozenset(scope for scope in SCOPES if scope in said.split())
    known = register.callers.get(name) or register.callers.get(ANYBODY)
    if known is None:
        return Identity(Caller(ANYBODY, granted), name)
    return Identity(replace(known, scopes=granted & known.scopes), name)
