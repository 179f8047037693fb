"""Keys in the OpenAPI document."""

from service.web.access import KEY_HEADER
from service.web.openapi.schemas import Json

SCHEMES: Json = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key of this service, `idp_...`, or a token of the gateway before it.",
    },
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": KEY_HEADER,
        "description": "The same key, in an alternative header.",
    },
}
OPEN: list[Json] = []  # of an operation that needs no key


def security(guarded: bool) -> list[Json]:
    """Either way to send a key; without `guarded` none is needed, and sending one does no harm."""
    ways: list[Json] = [{"bearer": []}, {"key": []}]
    return ways if guarded else [{}, *ways]
