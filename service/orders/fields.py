"""Fields of a query, a form or a command line, checked by a pydantic model."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from service.values.errors import InvalidField

Fields = Iterable[tuple[str, str]]  # name and value, as they were sent
Model = TypeVar("Model", bound=BaseModel)
# What stands where a field has no value: browsers send it empty, and JavaScript writes these words.
LEFT_OUT = ("", "null", "undefined", None)


def read_fields(model: type[Model], fields: Fields, *parts: str) -> Model:
    """The fields that were sent; `parts` are names known besides. Raises InvalidField.

    A field without a value counts as left out.
    """
    pairs = list(fields)
    repeated = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    if repeated:
        raise InvalidField(f"'{repeated[0]}' was sent more than once.", field=repeated[0])
    return check_fields(model, dict(pairs), *parts)


def check_fields(model: type[Model], values: Mapping[str, object], *parts: str) -> Model:
    """The model of `values`, without those that are left out. Raises InvalidField."""
    try:
        return model.model_validate({k: v for k, v in values.items() if v not in LEFT_OUT})
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0])
        if fault["type"] == "extra_forbidden":
            raise unknown_field(name, model, *parts) from error
        raise InvalidField(f"'{name}': {fault['msg']}.", field=name) from error


def unknown_field(name: str, model: type[BaseModel], *parts: str) -> InvalidField:
    """The error for a field that does not exist."""
    known = ", ".join([*parts, *model.model_fields])
    return InvalidField(f"There is no field '{name}'; the fields are {known}.", field=name)
