import pytest

from loadtest.proxy import SHIPPED, configured


def test_the_shipped_file_is_changed_in_its_addresses_alone():
    shipped = SHIPPED.read_text()
    put = configured(shipped, 8080, [9001, 9002])
    changed = [
        (old.strip(), new.strip())
        for old, new in zip(shipped.splitlines(), put.splitlines(), strict=True)
        if old != new
    ]
    assert [new for _, new in changed] == [
        "server 127.0.0.1:9001 max_fails=0;",
        "server 127.0.0.1:9002 max_fails=0;",
        "listen 127.0.0.1:8080;",
    ]


def test_as_many_instances_are_behind_it_as_it_names():
    with pytest.raises(AssertionError):
        configured(SHIPPED.read_text(), 8080, [9001])
