"""RFC 9457: every error leaves as application/problem+json, from here."""

import json
import logging
from http import HTTPStatus

from flask import Blueprint, Flask, Response, g, jsonify, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from service.serving.admission.bodies import too_large
from service.values.document import Language
from service.values.errors import CallerGone, ServiceError
from service.values.problems import PROBLEMS
from service.values.request_errors import (
    BodyTooLarge,
    Internal,
    InvalidField,
    MalformedRequest,
    MethodNotAllowed,
    NotFound,
)
from service.web.answers.negotiation import preferred_type
from service.web.answers.problem_words import WORDS_ZH
from service.web.language import preferred
from service.web.observe import GONE, plain_path

bp = Blueprint("problems", __name__, template_folder="../assets")
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
    _in_language(response)
    if "retry_after" in error.members:
        response.headers["Retry-After"] = str(error.members["retry_after"])
    return response


def document(error: ServiceError) -> dict[str, object]:
    """The members of the problem document, within a request, in the client's language."""
    language = preferred()
    members = dict(error.members)
    if isinstance(error, InvalidField):
        members["errors"] = [
            {"field": one.members.get("field"), "detail": one.in_language(language)}
            for one in (error, *error.also)
        ]
    return {
        "type": url_for("problems.describe", slug=error.slug),
        "title": _title(type(error), language),
        "status": error.status,
        "detail": error.in_language(language),
        "request_id": g.get("request_id"),
        **members,
    }


@bp.get("/problems/<slug>")
def describe(slug: str) -> Response:
    """The page that a problem's `type` leads to: its title, its status and when it occurs."""
    kind = next((kind for kind in PROBLEMS if kind.slug == slug), None)
    if kind is None:
        raise NotFound(f"There is no problem type '{slug}'.", f"没有名为“{slug}”的错误类型。")
    language = preferred()
    about = WORDS_ZH[slug][1] if language == "zh" else " ".join((kind.__doc__ or "").split())
    told = {"title": _title(kind, language), "status": kind.status, "about": about}
    if preferred_type(request, ("application/json", "text/html")) == "text/html":
        response = Response(
            render_template("problem.html", language=language, slug=slug, **told),
            content_type="text/html; charset=utf-8",
        )
        response.headers["Content-Security-Policy"] = "default-src 'none'; img-src data:"
    else:
        response = jsonify(told)
    _in_language(response)
    response.vary.add("Accept")
    return response


def _in_language(response: Response) -> None:
    response.headers["Content-Language"] = preferred()
    response.vary.add("Accept-Language")


def _title(kind: type[ServiceError], language: Language) -> str:
    return WORDS_ZH[kind.slug][0] if language == "zh" else kind.title


def _render_http(error: HTTPException) -> Response:
    """Render the errors that Flask and werkzeug raise."""
    status = HTTPStatus(error.code or 500)
    known: dict[int, type[ServiceError]] = {
        404: NotFound,
        405: MethodNotAllowed,
        413: BodyTooLarge,
    }
    kind = known.get(status, MalformedRequest if status < 500 else Internal)
    allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or []))
    detail = error.description or kind.title, WORDS_ZH[kind.slug][1]
    if kind is BodyTooLarge:
        detail = too_large(request.max_content_length or 0)
    elif kind is NotFound:
        detail = f"{kind.title}; /docs lists all addresses.", f"{detail[1]}全部地址见 /docs。"
    elif kind is MethodNotAllowed:
        detail = f"This address takes {allowed}.", f"{detail[1]}可用方法：{allowed}。"
    response = render(kind(*detail))
    if status == 405:
        response.headers["Allow"] = allowed
    return response


def _render_unexpected(error: Exception) -> Response:
    return render(logged(error))


def logged(error: Exception) -> Internal:
    """What a client is told about a fault of the service; the fault itself is logged."""
    fields = {"request_id": g.get("request_id"), "path": plain_path()}
    log.error("unexpected error", exc_info=error, extra={"fields": fields})
    return Internal(
        "Something went wrong in the service, not with your photo. It has been logged.",
        "服务出错，与您的照片无关；已记入日志。",
    )
