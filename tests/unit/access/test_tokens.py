import base64
import hmac
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from service.access.access import ANYBODY
from service.access.callers import Caller, Register
from service.access.tokens import TokenVerifier
from service.values.errors import ConfigError

AUDIENCE, ISSUER = "idphoto", "https://gateway.example"
SECRET = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
KEYS = {
    "keys": [
        {
            **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(SECRET.public_key())),
            "kid": "one",
            "alg": "RS256",
        },
        {
            **json.loads(jwt.algorithms.ECAlgorithm.to_jwk(CURVE.public_key())),
            "kid": "two",
            "alg": "ES256",
        },
    ]
}


@pytest.fixture
def verifier(tmp_path):
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(KEYS))
    return TokenVerifier(path, AUDIENCE, ISSUER)


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(key=SECRET, algorithm="RS256", kid="one", **changed):
    claims = {
        "sub": "anna", "aud": AUDIENCE, "iss": ISSUER, "exp": time.time() + 60,
        "scope": "photo check openid",
    }  # fmt: skip
    claims = {name: value for name, value in {**claims, **changed}.items() if value is not None}
    return jwt.encode(claims, key, algorithm, headers={"kid": kid} if kid else None)


def test_a_token_names_its_caller_and_what_it_may(verifier):
    identity = verifier.identify(token(), Register())
    assert identity.caller == Caller(ANYBODY, frozenset(("photo", "check")))
    assert identity.key_id == "anna"
    assert verifier.identify(token(CURVE, "ES256", "two"), Register()) == identity


def test_a_caller_in_the_file_of_keys_has_its_quotas_and_no_more_than_its_scopes(verifier):
    anna = Caller("anna", frozenset(("photo", "batch")), per_day=9)
    identity = verifier.identify(token(), Register({"anna": anna}))
    assert identity.caller == Caller("anna", frozenset(("photo",)), per_day=9)


def test_those_without_an_entry_share_one(verifier):
    rest = Caller(ANYBODY, frozenset(("photo",)), per_minute=3)
    identity = verifier.identify(token(sub="somebody"), Register({ANYBODY: rest}))
    assert identity.caller == rest
    assert identity.key_id == "somebody"


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": time.time() - 60}, {"exp": None}, {"sub": None}, {"sub": "a\nb"}, {"sub": ""},
        {"aud": "another"}, {"aud": None}, {"iss": "https://other.example"}, {"iss": None},
        {"nbf": time.time() + 3600}, {"scope": 7}, {"kid": "three"}, {"kid": None},
        {"kid": "two"},
    ],
)  # fmt: skip
def test_what_does_not_hold_is_nobody_s(verifier, changed):
    assert verifier.identify(token(**changed), Register()) is None


def test_a_token_of_another_s_key_is_nobody_s(verifier):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert verifier.identify(token(other), Register()) is None


def test_a_token_without_signature_or_signed_with_the_public_key_is_nobody_s(verifier):
    """The two well-known attacks: alg=none, and HMAC with what everybody knows."""
    head, body, _ = token().split(".")
    none, hmac_head = (
        encoded(json.dumps({"alg": name, "kid": "one"}).encode()) for name in ("none", "HS256")
    )
    public = SECRET.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    mac = encoded(hmac.digest(public, f"{hmac_head}.{body}".encode(), "sha256"))
    for forged in (
        f"{head}.{body}.",
        f"{none}.{body}.",
        f"{hmac_head}.{body}.{mac}",
        "a.b.c",
        "",
        "idp",
        "." * 9,
    ):
        assert verifier.identify(forged, Register()) is None


def test_keys_can_be_changed_and_a_wrong_file_changes_nothing(verifier, tmp_path):
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps({"keys": KEYS["keys"][1:]}))
    verifier.reload()
    assert verifier.identify(token(), Register()) is None
    for wrong in ("", "[]", '{"keys": 3}', '{"keys": []}', '{"keys": [{"kty": "RSA"}]}'):
        path.write_text(wrong)
        with pytest.raises(ConfigError, match=r"jwks\.json: "):
            verifier.reload()
    assert verifier.identify(token(CURVE, "ES256", "two"), Register()) is not None
