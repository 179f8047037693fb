"""The fields of a check."""

from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from service.orders.fields import Fields, parse_fields
from service.orders.photo import order_of
from service.orders.photo_fields import IdPhotoFields
from service.specs.catalogue import Catalogue
from service.values.errors import InvalidField
from service.values.order import Order

_BOOLEAN = TypeAdapter(bool)


class CheckFields(IdPhotoFields):
    """The fields of POST /v1/check beside the image."""

    quick: Annotated[
        bool | None,
        Field(
            description="A first look for live guidance, at what the face alone tells, without "
            "cutting the person out: tens of milliseconds, and never in the queue of photos. "
            "Belongs into the query. Default: false."
        ),
    ] = None


def is_quick(value: str | None) -> bool:
    """Whether `quick` of the query asks for a first look; what is no boolean is refused later."""
    try:
        return value is not None and _BOOLEAN.validate_python(value.strip().lower())
    except ValidationError:
        return False


def read_check(fields: Fields, catalogue: Catalogue, quick: bool) -> Order:
    """The order of the fields. Raises InvalidField, also when `quick` stands in the form alone."""
    read, faults = parse_fields(CheckFields, fields, "image")
    if bool(read.quick) != quick:
        faults.add(
            InvalidField(
                "'quick' belongs into the query: /v1/check?quick=true.",
                "“quick”须放在网址中：/v1/check?quick=true。",
                field="quick",
            )
        )
    return order_of(read, faults, catalogue)
