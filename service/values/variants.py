"""Several finished photos of one photo."""

from collections.abc import Sequence

from service.values.errors import ServiceError
from service.values.order import Order
from service.values.spec import MAX_SIDE_PX

MOST_VARIANTS = 20
# All of them together, as their files stand side by side in memory: twice the largest single photo.
MOST_PIXELS = 2 * MAX_SIDE_PX**2

# What is wanted of one photo, in the caller's order; an order that cannot be is its error.
Variants = tuple[Order | ServiceError, ...]


def orders_of(variants: Sequence[Order | ServiceError]) -> list[Order]:
    """Those that can be made."""
    return [wanted for wanted in variants if isinstance(wanted, Order)]
