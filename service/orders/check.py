"""The fields of a check."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from service.orders.fields import Fields, parse_fields
from service.orders.photo import order_of
from service.orders.photo_fields import IdPhotoFields
from service.specs.catalogue import Catalogue
from service.values.order import Order

_BOOLEAN = TypeAdapter(bool)


class CheckFields(IdPhotoFields):
    """The fields of POST /v1/check beside the image."""

    quick: Annotated[
        bool | None,
        Field(
            description="A quick check for live guidance: it looks only at the face, does not cut "
            "the person out, and takes tens of milliseconds. If `quick` is in the query, the "
            "check does not wait in the queue, and is rejected while photos wait there. Default: "
            "false."
        ),
    ] = None
    camera_px: Annotated[
        int | None,
        Field(
            ge=64,
            le=20_000,
            description="With `quick`: the longer side of the photo that will be taken, if the "
            "picture that is sent is a smaller copy of it. Default: that of the picture that is "
            "sent.",
        ),
    ] = None


def is_quick(value: str | None) -> bool:
    """Whether `quick` in the query is true; what is no boolean is refused with the fields."""
    try:
        return value is not None and _BOOLEAN.validate_python(value.strip().lower())
    except ValidationError:
        return False


@dataclass(frozen=True, slots=True)
class CheckOrder:
    """The photo that would be made, and whether a first look is enough."""

    order: Order
    quick: bool
    camera_px: int | None = None

    @property
    def photos(self) -> int:
        """No photo is made."""
        return 0

    @property
    def name(self) -> str:
        """The name of the photo's order."""
        return self.order.name


def read_check(fields: Fields, catalogue: Catalogue) -> CheckOrder:
    """The order of the fields. Raises InvalidField."""
    read, faults = parse_fields(CheckFields, fields, "image")
    return CheckOrder(order_of(read, faults, catalogue), bool(read.quick), read.camera_px)
