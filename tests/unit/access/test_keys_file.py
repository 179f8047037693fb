from datetime import UTC, datetime, timedelta

import pytest

from service.access.keys_file import MOST_NAMES, parse_keys, read_keys
from service.values.errors import ConfigError


def entry(name="shop", own_id="k3Xw9Qa1", digest="ab" * 32, scopes='["photo"]', more=""):
    return (
        f'[[key]]\nname = "{name}"\nid = "{own_id}"\nsha256 = "{digest}"\n'
        f"scopes = {scopes}\n{more}\n"
    )


def fault(text):
    with pytest.raises(ConfigError) as refusal:
        parse_keys(text)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_what_is_stated_is_what_a_caller_may():
    limits = "per_minute = 60\nper_day = 5000\nat_once = 2"
    register = parse_keys(entry(scopes='["photo", "check"]', more=limits))
    stored = register.keys["k3Xw9Qa1"]
    assert stored.digest == b"\xab" * 32
    assert stored.expires is None
    caller = register.callers["shop"]
    assert stored.caller == caller
    assert (caller.per_minute, caller.per_day, caller.at_once) == (60, 5000, 2)
    assert caller.scopes == {"photo", "check"}


def test_an_empty_file_has_no_keys():
    register = parse_keys("")
    assert not register.keys
    assert not register.callers


def test_two_keys_of_a_name_share_what_it_may():
    register = parse_keys(entry() + entry(own_id="AAAAAAAA"))
    assert len(register.keys) == 2
    assert len(register.callers) == 1


def test_a_third_key_holds_no_more_unless_one_has_expired():
    two = entry() + entry(own_id="AAAAAAAA")
    assert "[[key]] 3 (shop): a name may have at most 2 valid keys" in fault(
        two + entry(own_id="BBBBBBBB")
    )
    old = entry(own_id="BBBBBBBB", more="expires = 2020-01-31")
    assert len(parse_keys(two + old).keys) == 3


def test_a_date_holds_to_its_end():
    today = datetime.now(UTC).date()
    keys = parse_keys(
        entry(more=f"expires = {today}")
        + entry(own_id="AAAAAAAA", more=f"expires = {today - timedelta(days=1)}")
    ).keys
    assert not keys["k3Xw9Qa1"].has_expired()
    assert keys["AAAAAAAA"].has_expired()


def test_an_entry_without_a_key_has_limits_alone():
    register = parse_keys('[[key]]\nname = "via-gateway"\nscopes = ["photo"]\nper_day = 5\n')
    assert not register.keys
    assert register.callers["via-gateway"].per_day == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[key]", "Expected"),
        ("[" * 5000, ""),
        ("x = 1", "only [[key]] is allowed here, not x"),
        ("[key]\nname = 'a'", "only [[key]] is allowed here"),
        (entry(name="a b"), "[[key]] 1 (a b): name"),
        (entry(digest="ab"), "[[key]] 1 (shop): sha256"),
        (entry(own_id="short"), "[[key]] 1 (shop): id"),
        (entry(scopes='["all"]'), "scopes: of photo, check, batch, metrics"),
        (entry(scopes="[]"), "scopes"),
        (entry(more="per_minute = 0"), "per_minute"),
        (entry(more="per_hour = 1"), "per_hour"),
        (entry(more='expires = "soon"'), "expires"),
        (
            '[[key]]\nname = "a"\nid = "k3Xw9Qa1"\nscopes = ["photo"]',
            "id and sha256 must both be given",
        ),
        (entry() + entry(name="other"), "[[key]] 2 (other): id k3Xw9Qa1 occurs twice"),
        (
            entry() + entry(own_id="AAAAAAAA", more="per_day = 1"),
            "[[key]] 2 (shop): both keys of a name state the same per_day",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_one_clear_line(text, told):
    assert told in fault(text)


def test_there_are_not_too_many_names_for_logs_and_metrics():
    names = "".join(
        f'[[key]]\nname = "n{number}"\nscopes = ["photo"]\n' for number in range(MOST_NAMES + 1)
    )
    assert str(MOST_NAMES) in fault(names)


def test_a_fault_names_the_file(tmp_path):
    path = tmp_path / "keys.toml"
    with pytest.raises(ConfigError, match=r"keys\.toml: .*No such file"):
        read_keys(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"keys\.toml: "):
        read_keys(path)
    path.write_text("x = 1")
    with pytest.raises(ConfigError, match=r"keys\.toml: only"):
        read_keys(path)
