"""What people come for most: the page begins with it, and suggestions name it first."""

from service.values.spec import Spec

POPULAR = (
    "photo-35x45",
    "us-passport",
    "schengen-visa",
    "cn-1inch",
    "cn-2inch",
    "gb-passport-digital",
    "de-passport",
    "fr-passport",
    "in-passport",
    "cn-exit-entry",
    "us-visa",
    "jp-passport",
    "ca-passport",
    "us-2x2",
)
# Whose other documents come next.
COUNTRIES = ("cn", "us", "gb", "de", "fr", "in", "jp", "ca")


def wanted(spec: Spec) -> tuple[int, int]:
    """Sorts documents by how many people want them, the most wanted first."""
    return _place(spec.id, POPULAR), _place(spec.country, COUNTRIES)


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)
