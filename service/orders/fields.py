"""Fields of a query, a form or a command line, checked by a pydantic model."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from service.orders.faults import Faults
from service.orders.field_words import fault_of
from service.orders.spellings import canonical, nearest_first
from service.values.request_errors import InvalidField

Fields = Iterable[tuple[str, str]]  # name and value, as they were sent
Model = TypeVar("Model", bound=BaseModel)
# What stands where a field has no value: browsers send it empty, and JavaScript writes these words.
LEFT_OUT = ("", "null", "undefined", None)

# Bytes above ASCII that are no UTF-8: werkzeug leaves them as they were in a query.
_NO_UTF8 = re.compile("\ufffd|%[89a-fA-F][0-9a-fA-F]")


def read_fields(model: type[Model], fields: Fields, *parts: str) -> Model:
    """The fields that were sent; `parts` are further names that are known. Raises InvalidField.

    A field without a value counts as left out. Blanks around names and values are ignored, as is
    the case of names and of values from a list.
    """
    checked, faults = parse_fields(model, fields, *parts)
    faults.raise_any()
    return checked


def parse_fields(model: type[Model], fields: Fields, *parts: str) -> tuple[Model, Faults]:
    """The valid fields, and what is wrong with the others.

    Raises InvalidField where the model cannot do without the others.
    """
    pairs = [(name.strip().lower(), value) for name, value in fields]
    repeated = {name for name, count in Counter(name for name, _ in pairs).items() if count > 1}
    faults = Faults(_repeated(name) for name in dict(pairs) if name in repeated)
    return _checked(model, {k: v for k, v in pairs if k not in repeated}, faults, parts)


def parse_values(model: type[Model], values: Mapping[str, object]) -> tuple[Model, Faults]:
    """The same for values by name, as in a member of `variants`."""
    lowered = {name.strip().lower(): value for name, value in values.items()}
    return _checked(model, lowered, Faults(), ())


def unknown_field(name: str, model: type[BaseModel], *parts: str) -> InvalidField:
    """The error for a field that does not exist."""
    known = ", ".join(nearest_first(name, [*parts, *model.model_fields]))
    return InvalidField(
        f"There is no field '{name}'; the fields are {known}.",
        f"没有名为“{name}”的字段；可用字段：{known}。",
        field=name,
    )


def _checked(
    model: type[Model], values: Mapping[str, object], faults: Faults, parts: Iterable[str]
) -> tuple[Model, Faults]:
    stated = {name: canonical(model, name, value) for name, value in values.items()}
    stated = {name: value for name, value in stated.items() if value not in LEFT_OUT}
    for name, value in list(stated.items()):
        if isinstance(value, str) and name in model.model_fields and _NO_UTF8.search(value):
            faults.add(_no_utf8(name))
            del stated[name]
    try:
        return model.model_validate(stated), faults
    except ValidationError as error:
        for fault in error.errors():
            name = str(fault["loc"][0])
            unknown = fault["type"] == "extra_forbidden"
            faults.add(unknown_field(name, model, *parts) if unknown else fault_of(fault))
        right = {name: value for name, value in stated.items() if name not in faults.fields}
    try:
        return model.model_validate(right), faults
    except ValidationError:
        faults.raise_any()
        raise


def _repeated(name: str) -> InvalidField:
    return InvalidField(f"'{name}' was sent more than once.", f"“{name}”发送了多次。", field=name)


def _no_utf8(name: str) -> InvalidField:
    return InvalidField(
        f"'{name}' is not UTF-8. Send text in UTF-8, and in an address percent-encoded, such as "
        "%E4%B8%80%E5%AF%B8 for 一寸.",
        f"“{name}”不是 UTF-8。请用 UTF-8 发送文本；放在网址中时须做百分号编码，"
        "例如 一寸 写作 %E4%B8%80%E5%AF%B8。",
        field=name,
    )
