"""What a store says of its address, without pyarrow, which only a cluster has."""

import sys
import types
from importlib import import_module

import pytest

from service.cli.photos import WrongUse


class Refusing:
    """pyarrow, which repeats an address that it cannot read."""

    @staticmethod
    def from_uri(address):
        raise ValueError(f"Cannot parse URI: '{address}' due to syntax error at character ' '")


@pytest.fixture
def stores(monkeypatch):
    arrow = types.ModuleType("pyarrow")
    arrow.fs = types.SimpleNamespace(FileSystem=Refusing)
    monkeypatch.setitem(sys.modules, "pyarrow", arrow)
    name = "service.cli.cluster.stores"
    monkeypatch.delitem(sys.modules, name, raising=False)
    yield import_module(name)
    sys.modules.pop(name, None)


def test_a_wrong_address_is_refused_without_its_keys(stores):
    with pytest.raises(WrongUse) as refusal:
        stores.Store("s3://KEY:SECRET@bucket/photos?region=n o")
    assert "s3://bucket/photos: Cannot parse" in str(refusal.value)
    assert "KEY" not in str(refusal.value)
    assert "SECRET" not in str(refusal.value)
