"""The fields of a check."""

from typing import Annotated

from pydantic import Field

from service.orders.fields import Fields, parse_fields
from service.orders.photo import order_of
from service.orders.photo_fields import IdPhotoFields
from service.specs.catalogue import Catalogue
from service.values.errors import InvalidField
from service.values.order import Order


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


def read_check(fields: Fields, catalogue: Catalogue, quick: bool) -> Order:
    """The order of the fields. Raises InvalidField, also when `quick` stands in the form alone."""
    checked, faults = parse_fields(CheckFields, fields, "image")
    if bool(checked.quick) != quick:
        faults.add(
            InvalidField(
                "'quick' belongs into the query: /v1/check?quick=true.",
                "“quick”须放在网址的查询部分：/v1/check?quick=true。",
                field="quick",
            )
        )
    return order_of(checked, faults, catalogue)
