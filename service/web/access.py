"""Keys: who may come in, before a byte of the body is read, and how much of the quota is left.

Everything needs a key except what is named here as open, so that anything new is closed.
"""

import re
from typing import Final

from flask import Flask, Response, g, request

from service.access.access import Access
from service.access.callers import Identity, Scope
from service.access.standing import limit_field, policy_field
from service.access.visit import MeteredVisit, Unmetered, Visit, windows_of
from service.serving.telemetry.records import PhotoRecord

# What each resource is to a key, by its blueprint.
SCOPES: Final[dict[str, Scope]] = {
    "idphoto": "photo",
    "sheet": "photo",
    "check": "check",
    "batch": "batch",
    "metrics": "metrics",
}
PHOTOS = frozenset(("idphoto", "sheet", "check", "batch"))  # what counts as a visit
ALWAYS_OPEN = frozenset(("health", "problems"))
# What may be open by setting.
ROOMS = {
    "page": ("page",),
    "docs": ("docs", "openapi"),
    "specs": ("specs",),
    "metrics": ("metrics",),
}
KEY_HEADER = "X-API-Key"
_BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)
_UNMETERED = Unmetered()


def ask_for_keys(app: Flask, access: Access) -> None:
    """Have every request show its key, except where none is needed."""
    open_to_all = ALWAYS_OPEN.union(*(ROOMS[room] for room in access.open_rooms))

    @app.before_request
    def admit() -> None:
        if request.blueprint in open_to_all:
            return
        g.identity = identity = access.identify(_credential())
        scope = SCOPES.get(request.blueprint or "")
        if scope is not None:
            identity.raise_unless(scope)
        if request.blueprint in PHOTOS:
            g.visit = access.enter(identity.caller, batch=request.blueprint == "batch")

    @app.after_request
    def tell(response: Response) -> Response:
        visit = g.get("visit")
        if visit is not None:
            settle(visit, g.get("photo"))
        identity = current_identity()
        if identity is not None and request.blueprint in PHOTOS:
            _tell_limits(response, identity, access)
        if response.status_code in (401, 403):
            response.headers["WWW-Authenticate"] = _challenge(response.status_code)
        return response

    app.teardown_request(_leave)


def _leave(_: BaseException | None) -> None:
    visit = g.get("visit")
    if visit is not None and g.get("batch") is None:  # which ends when all of it is sent
        visit.end()


def current_visit() -> Visit:
    """The visit of the current request."""
    visit: MeteredVisit = g.get("visit", _UNMETERED)
    return visit


def current_identity() -> Identity | None:
    """Whose the current request is; None where no key was needed, or none was valid."""
    identity: Identity | None = g.get("identity")
    return identity


def settle(visit: Visit, photo: PhotoRecord | None) -> None:
    """Count what became of one photo or its variants; None: the request did not get that far."""
    if photo is None:
        visit.settle(0, tried=False)
        return
    made = photo.outcome.photos if photo.finished is not None and photo.outcome else 0
    visit.settle(made, tried=photo.started is not None)


def _credential() -> str | None:
    """The key or token of the request, as it was sent; one in the address does not count."""
    key = request.headers.get(KEY_HEADER, "").strip()
    if key:
        return key
    bearer = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    return bearer[1] if bearer else None


def _tell_limits(response: Response, identity: Identity, access: Access) -> None:
    found = windows_of(identity.caller, access.quotas)
    at_once = access.quotas.at_once(identity.caller)
    response.headers["RateLimit-Policy"] = policy_field(found, at_once)
    if found:
        response.headers["RateLimit"] = limit_field(found)


def _challenge(status: int) -> str:
    """WWW-Authenticate of RFC 6750."""
    if status == 403:
        scope = SCOPES.get(request.blueprint or "", "")
        return f'Bearer realm="idphoto", error="insufficient_scope", scope="{scope}"'
    sent = _credential() is not None
    return 'Bearer realm="idphoto"' + (', error="invalid_token"' if sent else "")
