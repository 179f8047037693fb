"""The field `variants`: several finished photos of one photo in one request."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from service.orders.fields import LEFT_OUT, Fields, parse_fields, parse_values
from service.orders.photo import order_of
from service.orders.photo_fields import IdPhotoFields
from service.specs.catalogue import Catalogue
from service.values.errors import ServiceError
from service.values.order import Order
from service.values.orders import MOST_PIXELS, MOST_VARIANTS, Orders
from service.values.request_errors import InvalidField

EXAMPLE = '[{"spec": "cn-1inch", "background": "blue"}, {"spec": "cn-2inch", "format": "png"}]'
_LISTED = TypeAdapter(list[dict[str, Any]])


class OrderFields(IdPhotoFields):
    """The fields of one photo, or of several variants of it."""

    variants: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=20_000,
            description=f"A JSON list of 1 to {MOST_VARIANTS} objects, such as `{EXAMPLE}`. Each "
            "object describes one file, with fields of this table; fields outside the list apply "
            "to every object that does not override them. The response then has several files.",
        ),
    ] = None


def read_orders(fields: Fields, catalogue: Catalogue, part: str = "image") -> Orders:
    """The order of one photo, or those that `variants` lists; `part` is the form's file.

    A variant that cannot be made is its error. Raises InvalidField for the list itself, and when
    no variant can be made, the first one's error, which then names it.
    """
    checked, faults = parse_fields(OrderFields, fields, part)
    if checked.variants is None:
        return Orders((order_of(checked, faults, catalogue),))
    faults.raise_any()
    shared = checked.model_dump(exclude={"variants"}, exclude_none=True)
    items = tuple(_item(shared, own, catalogue) for own in _listed(checked.variants))
    orders = Orders(items, listed=True)
    if not orders.possible:
        raise _none_of(items)
    pixels = sum(order.size[0] * order.size[1] for order in orders.possible)
    if pixels > MOST_PIXELS:
        raise InvalidField(
            f"The variants have {pixels} pixels together; at most {MOST_PIXELS} are allowed.",
            f"所有变体共 {pixels} 像素；最多 {MOST_PIXELS} 像素。",
            field="variants",
        )
    return orders


def _listed(text: str) -> list[dict[str, Any]]:
    try:
        variants = _LISTED.validate_json(text)
    except ValidationError as error:
        raise InvalidField(
            f"'variants' is not a JSON list of objects such as {EXAMPLE}.",
            f"“variants”不是由对象组成的 JSON 列表，例如 {EXAMPLE}。",
            field="variants",
        ) from error
    if not 1 <= len(variants) <= MOST_VARIANTS:
        raise InvalidField(
            f"'variants' has {len(variants)} objects; 1 to {MOST_VARIANTS} are allowed.",
            f"“variants”有 {len(variants)} 个对象；一次可以有 1 到 {MOST_VARIANTS} 个。",
            field="variants",
        )
    return variants


def _none_of(items: Sequence[Order | ServiceError]) -> ServiceError:
    """The first one's error, reworded as that of all."""
    error = next(item for item in items if isinstance(item, ServiceError))
    if len(items) > 1:
        error.precede(
            f"None of the {len(items)} variants can be made. The first",
            f"{len(items)} 个变体都无法制作。第一个",
        )
    error.members = {**error.members, "variant": 1}
    return error


def _item(
    shared: dict[str, Any], own: dict[str, Any], catalogue: Catalogue
) -> Order | ServiceError:
    # As a form says it: true would be taken for the number 1 as well.
    as_text = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in own.items()
        if value not in LEFT_OUT
    }
    try:
        return order_of(*parse_values(IdPhotoFields, {**shared, **as_text}), catalogue)
    except ServiceError as error:
        return error.with_traceback(None)
