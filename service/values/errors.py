"""The base of all errors that a client is told, and the two that no client is told.

`problems` lists the errors themselves.
"""

from collections.abc import Mapping
from typing import ClassVar

from service.values.document import Language


class ServiceError(Exception):
    """Base of all: what is wrong and what would be right, in both languages of the service.

    `members` go into JSON; `also` are further errors of the same request.
    """

    status: ClassVar[int]
    slug: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, detail: str, detail_zh: str, **members: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.detail_zh = detail_zh
        self.members: Mapping[str, object] = members
        self.also: tuple[ServiceError, ...] = ()

    def in_language(self, language: Language) -> str:
        """The detail in `language`."""
        return self.detail_zh if language == "zh" else self.detail

    def precede(self, text: str, text_zh: str, **members: object) -> None:
        """Put in front what the error is about, such as the number of a photo."""
        self.detail = f"{text}: {self.detail}"
        self.detail_zh = f"{text_zh}：{self.detail_zh}"
        self.members = {**self.members, **members}


class CallerGone(Exception):
    """The client has closed the connection."""


class ConfigError(Exception):
    """The service cannot start as configured; the message is one line for the operator."""
