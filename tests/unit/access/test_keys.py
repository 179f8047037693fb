import re
import string

import pytest

from service.access.keys import LETTERS, digest_of, id_of, looks_like_key, new_key


def test_a_key_is_well_formed_and_no_two_are_alike():
    keys = [new_key() for _ in range(200)]
    assert len(set(keys)) == len({id_of(key) for key in keys}) == 200
    for key in keys:
        assert re.fullmatch(r"idp_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}", key)
        assert id_of(key) == key[4:12]
        assert looks_like_key(key)


def test_every_letter_counts_for_the_checksum():
    key = new_key()
    for at, letter in enumerate(key):
        other = "a" if letter != "a" else "b"
        assert id_of(key[:at] + other + key[at + 1 :]) is None, at


@pytest.mark.parametrize(
    "wrong", ["", "idp_", "Bearer", "idp_12345678_", "idp_12345678_" + "a" * 38, "\u0660" * 51]
)
def test_what_is_no_key_has_no_id(wrong):
    assert id_of(wrong) is None


def test_a_key_with_something_around_it_is_none():
    key = new_key()
    assert not any(id_of(text) for text in (f" {key}", f"{key}\n", f"{key}a", key[:-1]))


def test_what_is_stored_tells_nothing_of_the_key():
    key = new_key()
    assert len(digest_of(key)) == 32
    assert key.encode() not in digest_of(key)


def test_the_letters_are_base62():
    assert sorted(LETTERS) == sorted(string.digits + string.ascii_letters)
