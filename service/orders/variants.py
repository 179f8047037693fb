"""The field `variants`: several finished photos of one photo in one request."""

from typing import Annotated, Any

from flask import Request
from pydantic import Field, TypeAdapter, ValidationError

from service.specs.catalogue import Catalogue
from service.values.errors import InvalidField, ServiceError
from service.values.order import Order
from service.values.variants import MOST_PIXELS, MOST_VARIANTS, Variants, orders_of
from service.orders.fields import checked, read_fields
from service.web.body import IdPhotoFields
from service.orders.photo import order_of, sent

EXAMPLE = '[{"spec": "cn-1inch", "background": "blue"}, {"spec": "cn-2inch", "format": "png"}]'
_LISTED = TypeAdapter(list[dict[str, Any]])


class OrderFields(IdPhotoFields):
    """The fields of one photo, or of several variants of it."""

    variants: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=20_000,
            description=f"A JSON list of 1 to {MOST_VARIANTS} objects, each with fields of this "
            "table for a file of its own; fields outside the list hold for each of them that does "
            "not say otherwise. The answer is then several files; see the 200.",
            examples=[EXAMPLE],
            json_schema_extra={"contentMediaType": "application/json"},
        ),
    ] = None


def read_orders(request: Request, catalogue: Catalogue, part: str = "image") -> Order | Variants:
    """One order, or several where `variants` was sent; `part` is the form's file.

    What is wrong with one variant stands in its place. Raises InvalidField for the list itself, and
    the first variant's error, which then names it, when none of them can be made.
    """
    fields = read_fields(OrderFields, sent(request), part)
    if fields.variants is None:
        return order_of(fields, catalogue)
    shared = fields.model_dump(exclude={"variants"}, exclude_none=True)
    variants = tuple(_wanted(shared, own, catalogue) for own in _listed(fields.variants))
    orders = orders_of(variants)
    if not orders:
        raise _none_of(variants)
    pixels = sum(order.size[0] * order.size[1] for order in orders)
    if pixels > MOST_PIXELS:
        raise InvalidField(
            f"The variants have {pixels} pixels together; {MOST_PIXELS} are the most.",
            field="variants",
        )
    return variants


def _listed(text: str) -> list[dict[str, Any]]:
    try:
        listed = _LISTED.validate_json(text)
    except ValidationError as error:
        raise InvalidField(
            f"'variants' is no JSON list of objects, such as {EXAMPLE}.", field="variants"
        ) from error
    if not 1 <= len(listed) <= MOST_VARIANTS:
        raise InvalidField(
            f"'variants' has {len(listed)} objects; 1 to {MOST_VARIANTS} are taken at once.",
            field="variants",
        )
    return listed


def _none_of(variants: Variants) -> ServiceError:
    """The first one's error, told as that of all."""
    error = next(wanted for wanted in variants if isinstance(wanted, ServiceError))
    if len(variants) > 1:
        error.detail = (
            f"None of the {len(variants)} variants can be made. The first: {error.detail}"
        )
    error.members = {**error.members, "variant": 1}
    return error


def _wanted(
    shared: dict[str, Any], own: dict[str, Any], catalogue: Catalogue
) -> Order | ServiceError:
    # As a form says it: true would be taken for the number 1 as well.
    said = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in own.items()
        if value not in ("", None)
    }
    try:
        return order_of(checked(IdPhotoFields, {**shared, **said}), catalogue)
    except ServiceError as error:
        return error.with_traceback(None)
