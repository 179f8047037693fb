import hmac
import time

import pytest

from service.access.access import ANYBODY, Access
from service.access.callers import Identity
from service.access.keys import new_key
from service.access.quotas import Quotas
from service.values.errors import ConfigError
from service.values.request_errors import Forbidden, Unauthenticated
from tests.keys_file import write


class Gateway:
    """A verifier that believes everybody who says `please`."""

    def identify(self, token, register):
        return Identity(register.callers["shop"], "told") if token == "please" else None

    def reload(self):
        """It has nothing to read."""


def access(path, verifier=None):
    return Access(path, verifier, frozenset(), Quotas(1, 2, 1, time.sleep))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.toml"


def test_a_key_is_its_caller_s_and_any_other_nobody_s(path):
    keys = write(path, shop={}, old={"expires": "2020-01-31"})
    own = access(path)
    assert own.identify(keys["shop"]).caller.name == "shop"
    for wrong in (None, "", "x", new_key(), keys["old"], keys["shop"][:-1], "please"):
        with pytest.raises(Unauthenticated):
            own.identify(wrong)


def test_a_key_with_a_known_id_and_another_secret_is_nobody_s(path, monkeypatch):
    keys = write(path, shop={})
    own = access(path)
    forged = new_key()
    monkeypatch.setattr("service.access.access.id_of", lambda _: keys["shop"][4:12])
    with pytest.raises(Unauthenticated):
        own.identify(forged)


def test_as_much_is_compared_for_an_id_that_nobody_has(path, monkeypatch):
    """Time tells nothing about which ids there are."""
    keys = write(path, shop={})
    own, compared, real = access(path), [], hmac.compare_digest

    def compare(one, other):
        compared.append((len(one), len(other)))
        return real(one, other)

    monkeypatch.setattr("service.access.access.hmac.compare_digest", compare)
    own.identify(keys["shop"])
    with pytest.raises(Unauthenticated):
        own.identify(new_key())
    assert compared == [(32, 32)] * 2


def test_a_token_is_taken_where_there_is_a_verifier_and_a_key_still_is_one(path):
    keys = write(path, shop={})
    own = access(path, Gateway())
    assert own.identify("please").key_id == "told"
    assert own.identify(keys["shop"]).key_id == keys["shop"][4:12]
    with pytest.raises(Unauthenticated, match="token"):
        own.identify("now")
    with pytest.raises(Unauthenticated, match="key does not exist"):
        own.identify(new_key())


def test_a_scope_is_asked_for(path):
    keys = write(path, shop={"scopes": ("check",)})
    identity = access(path).identify(keys["shop"])
    identity.raise_unless("check")
    with pytest.raises(Forbidden) as refusal:
        identity.raise_unless("batch")
    assert refusal.value.members == {"scope": "batch"}


def test_new_names_get_their_numbers_and_old_ones_keep_them(path):
    write(path, shop={})
    own = access(path)
    own.quotas.write("shop", own.quotas.used("shop").plus(3, 0))
    write(path, other={}, shop={})
    own.reload()
    assert own.quotas.used("shop").made == 3
    assert own.quotas.used("other").made == 0
    assert set(own.quotas.names) == {"shop", "other", ANYBODY}


def test_more_names_than_there_is_room_for_are_refused(path, monkeypatch):
    monkeypatch.setattr("service.access.quotas.MOST_CALLERS", 2)
    write(path, one={})
    own = access(path)
    write(path, two={})
    with pytest.raises(ConfigError, match="restart"):
        own.reload()
    assert set(own.register.callers) == {"one"}


@pytest.mark.parametrize("wrong", ["keys", "tokens"])
def test_a_reload_with_one_wrong_file_leaves_keys_and_tokens_as_they_were(path, wrong):
    class Tokens(Gateway):
        read = 1

        def reload(self):
            if wrong == "tokens":
                raise ConfigError("no JWKS")
            self.read += 1

    keys, tokens = write(path, shop={}), Tokens()
    own = access(path, tokens)
    write(path, other={})
    if wrong == "keys":
        path.write_text("[[kye]]")
    with pytest.raises(ConfigError):
        own.reload()
    assert tokens.read == 1
    assert own.identify(keys["shop"]).caller.name == "shop"
