import stat

import pytest

from service.__main__ import start
from service.access.keys import digest_of, id_of
from service.access.keys_file import read_keys


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.delenv("IDPHOTO_KEYS_FILE", raising=False)
    return tmp_path / "keys.toml"


@pytest.fixture
def make(path, monkeypatch, capsys):
    def run(*options, file=True):
        words = ["idphoto", "key", "new", *options, *(["--file", str(path)] if file else [])]
        monkeypatch.setattr("sys.argv", words)
        status = start()
        out = capsys.readouterr()
        return status, out.out.strip(), out.err

    return run


def test_a_new_key_is_printed_once_and_its_hash_stored(make, path):
    status, key, told = make("shop", "--per-minute", "60", "--expires", "2099-06-30")
    assert status == 0
    assert key not in path.read_text() + told
    stored = read_keys(path).keys[id_of(key)]
    assert stored.digest == digest_of(key)
    assert (stored.caller.name, stored.caller.per_minute) == ("shop", 60)
    assert stored.caller.scopes == {"photo", "check"}
    assert not stored.has_expired()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_second_key_of_a_name_may_what_the_first_may(make, path):
    _, first, _ = make("shop", "--scopes", "batch,photo", "--per-day", "9", "--at-once", "3")
    _, second, _ = make("shop")
    register = read_keys(path)
    assert register.keys[id_of(first)].caller == register.keys[id_of(second)].caller
    assert register.callers["shop"].per_day == 9
    status, key, told = make("shop")
    assert (status, key) == (2, "")
    assert "a name may have at most 2 valid keys" in told
    assert len(read_keys(path).keys) == 2


def test_without_a_file_the_entry_is_printed(make, path):
    status, key, told = make("shop", file=False)
    assert status == 0
    assert f'id = "{id_of(key)}"' in told
    assert not path.exists()


def test_the_service_s_own_file_is_the_default(make, path, monkeypatch):
    monkeypatch.setenv("IDPHOTO_KEYS_FILE", str(path))
    _, key, _ = make("shop", file=False)
    assert id_of(key) in read_keys(path).keys


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["a b"], "name"), (["shop", "--scopes", "all"], "scopes"),
        (["shop", "--per-day", "0"], ""), (["shop", "--expires", "soon"], "Invalid"),
        (["shop", "--expires", '"x"\n[[key]]'], "expires"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_and_nothing_is_written(make, path, options, fault):
    path.write_text("")
    status, key, told = make(*options)
    if fault:
        assert (status, key, told.count("\n")) == (2, "", 1)
        assert fault in told
        assert path.read_text() == ""


def test_a_file_without_a_last_line_break_is_added_to(make, path):
    path.write_text("# keys of the shop")
    _, key, _ = make("shop")
    assert id_of(key) in read_keys(path).keys
