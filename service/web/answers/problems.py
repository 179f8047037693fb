"""RFC 9457: every error leaves as application/problem+json, from here."""

import json
import logging
from http import HTTPStatus

from flask import Blueprint, Flask, Response, g, request, url_for
from werkzeug.exceptions import HTTPException

from service.values.errors import (
    PROBLEMS,
    BodyTooLarge,
    CallerGone,
    Internal,
    MalformedRequest,
    MethodNotAllowed,
    NotFound,
    ServiceError,
)
from service.web.observe import GONE

bp = Blueprint("problems", __name__)
log = logging.getLogger("idphoto.web")

MEDIA_TYPE = "application/problem+json"


def install(app: Flask) -> None:
    """Send every error of the app through `render`."""
    app.register_error_handler(ServiceError, render)
    app.register_error_handler(HTTPException, _render_http)
    app.register_error_handler(CallerGone, lambda _: Response(status=GONE))
    app.register_error_handler(Exception, _render_unexpected)
    app.register_blueprint(bp)


def render(error: ServiceError) -> Response:
    """The problem document of `error`, with Retry-After where it says when to come back."""
    g.problem = error.slug  # for log and metrics
    text = json.dumps(document(error), ensure_ascii=False)
    response = Response(text, status=error.status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if "retry_after" in error.members:
        response.headers["Retry-After"] = str(error.members["retry_after"])
    return response


def document(error: ServiceError) -> dict[str, object]:
    """The members of the problem document, within a request."""
    return {
        "type": url_for("problems.describe", slug=error.slug),
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "request_id": g.get("request_id"),
        **error.members,
    }


@bp.get("/problems/<slug>")
def describe(slug: str) -> dict[str, object]:
    """What a problem's `type` leads to: its title, its status and when it occurs."""
    for kind in PROBLEMS:
        if kind.slug == slug:
            return {"title": kind.title, "status": kind.status, "about": kind.__doc__}
    raise NotFound(f"There is no problem type '{slug}'.")


def _render_http(error: HTTPException) -> Response:
    """Flask's and werkzeug's own refusals."""
    status = HTTPStatus(error.code or 500)
    known: dict[int, type[ServiceError]] = {
        404: NotFound,
        405: MethodNotAllowed,
        413: BodyTooLarge,
    }
    kind = known.get(status, MalformedRequest if status < 500 else Internal)
    detail = error.description or kind.title
    if kind is BodyTooLarge:
        limit = (request.max_content_length or 0) / 1e6
        detail = f"A body may have {limit:g} MB, a field of text in it 0.5 MB, a form 1000 parts."
    response = render(kind(detail))
    if status == 405:
        response.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or [])
    return response


def _render_unexpected(error: Exception) -> Response:
    return render(logged(error))


def logged(error: Exception) -> Internal:
    """What a client is told of a fault of the service, which goes into the log."""
    fields = {"request_id": g.get("request_id"), "path": request.path}
    log.error("unexpected error", exc_info=error, extra={"fields": fields})
    return Internal("Something went wrong here, not with your photo. It was logged.")
