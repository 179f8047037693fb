"""What one request orders of a photo: one finished photo, or a list of variants."""

from dataclasses import dataclass

from service.values.errors import ServiceError
from service.values.order import Order
from service.values.spec import MAX_PIXELS

MOST_VARIANTS = 20
# All of them together, as they take the time and their files the memory of so many single photos.
MOST_PIXELS = 4 * MAX_PIXELS


@dataclass(frozen=True, slots=True)
class Orders:
    """One or more orders of the same photo, in the client's order.

    An order that cannot be made is its error. `listed` tells that the request sent a list, which
    is answered with files and a manifest even if it has one member.
    """

    items: tuple[Order | ServiceError, ...]
    listed: bool = False

    @property
    def possible(self) -> list[Order]:
        """Those that can be made."""
        return [item for item in self.items if isinstance(item, Order)]

    @property
    def photos(self) -> int:
        """How many finished photos are asked for."""
        return len(self.possible)

    @property
    def name(self) -> str:
        """What is counted and logged as spec: the document's id, or `variants`."""
        return "variants" if self.listed else self.possible[0].name
