"""What is wrong with several fields of one request, told together."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from service.values.errors import ServiceError
from service.values.request_errors import InvalidField

T = TypeVar("T")


class Faults:
    """Errors about fields, the first about each field; `fields` are their names."""

    def __init__(self, errors: Iterable[ServiceError] = ()) -> None:
        self._errors: list[ServiceError] = []
        self.fields: set[object] = set()
        for error in errors:
            self.add(error)

    def add(self, error: ServiceError) -> None:
        """Note an error, and those that it tells besides."""
        for one in (error, *error.also):
            field = one.members.get("field")
            if field not in self.fields:
                self.fields.add(field)
                self._errors.append(one)

    def of(self, read: Callable[[], T]) -> T | None:
        """The result of `read`; None when it raises an error, which is noted."""
        try:
            return read()
        except ServiceError as error:
            self.add(error)
            return None

    def raise_any(self) -> None:
        """Raise the first error, of fields that are not valid if there are any, with the others."""
        if not self._errors:
            return
        error = next((e for e in self._errors if isinstance(e, InvalidField)), self._errors[0])
        error.also = tuple(one for one in self._errors if one is not error)
        raise error.with_traceback(None)
