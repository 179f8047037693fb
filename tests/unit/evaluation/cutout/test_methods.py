import pytest

from evaluation.cutout import methods
from service.values.errors import ConfigError


def test_an_unknown_method_is_named():
    assert methods.select("rembg, portrait", methods.NAMES) == ["rembg", "portrait"]
    with pytest.raises(ConfigError, match="no method 'magic'"):
        methods.select("magic", methods.NAMES)
