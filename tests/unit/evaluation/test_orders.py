import pytest

from evaluation.orders import default_order, find_spec
from service.values.errors import ConfigError
from service.values.request_errors import InvalidField


def test_the_document_alone_decides_what_is_not_said():
    order, spec = default_order("cn-1inch"), find_spec("cn-1inch")
    assert (order.spec, order.background, order.dpi) == (spec, spec.backgrounds[0].rgb, spec.dpi)
    assert default_order("us-passport").crop_only
    assert not default_order("us-passport", allow_editing="true").crop_only


def test_fields_are_those_of_a_request():
    order = default_order("cn-1inch", background="transparent", format="png")
    assert (order.background, order.format) == (None, "png")
    with pytest.raises(InvalidField, match="no field 'colour'"):
        default_order("cn-1inch", colour="blue")


def test_a_document_that_does_not_exist_is_named():
    with pytest.raises(ConfigError, match="no atlantis"):
        default_order("atlantis")
