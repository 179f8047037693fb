"""Orders as callers make them, from the fields of a request."""

from functools import cache

from service.orders.photo import read_order
from service.specs import catalogue
from service.specs.catalogue import Catalogue
from service.values.errors import ConfigError
from service.values.order import Order
from service.values.spec import Spec


def default_order(spec_id: str, **fields: str) -> Order:
    """The order of a caller who names a document and `fields` of the request besides.

    Raises ConfigError for a document that the catalogue lacks, InvalidField for a wrong field.
    """
    sent = {"spec": find_spec(spec_id).id, **fields}
    return read_order(sent.items(), shipped())


def find_spec(spec_id: str) -> Spec:
    """The document of that id or alias. Raises ConfigError where there is none."""
    spec = shipped().find(spec_id)
    if spec is None:
        raise ConfigError(f"the catalogue has no {spec_id}")
    return spec


@cache
def shipped() -> Catalogue:
    """The catalogue of this project."""
    return catalogue.load()
