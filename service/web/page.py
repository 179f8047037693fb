"""The page at / to try the service by hand, and the browsable API document at /docs."""

import base64
import hashlib
from pathlib import Path

from flask import Blueprint, Flask, make_response, render_template, request
from markupsafe import Markup
from swagger_ui import api_doc
from werkzeug.wrappers import Response as AnyResponse

from service.values.document import Language
from service.web.language import preferred
from service.web.page_words import LANGUAGES, words

ASSETS = Path(__file__).parent / "assets"
STYLE = (ASSETS / "page.css").read_text("utf-8")
SCRIPT = (ASSETS / "page.js").read_text("utf-8")

bp = Blueprint("page", __name__, template_folder="assets")


def _digest(text: str) -> str:
    """What a Content-Security-Policy names an inline style or script by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self' blob: data:; "
    f"script-src {_digest(SCRIPT)}; style-src {_digest(STYLE)}; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@bp.get("/")
def index() -> AnyResponse:
    """One HTML file that needs nothing else, in the language of `lang` or the browser's."""
    language = _language()
    text = render_template(
        "page.html",
        language=language,
        languages=LANGUAGES,
        words=words(language),
        style=Markup(STYLE),  # noqa: S704 - files of the package, as CSP's digests know them
        script=Markup(SCRIPT),  # noqa: S704
    )
    response = make_response(text)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _language() -> Language:
    """Never an error: chats and search engines add fields of their own to an address."""
    match request.args.get("lang"):
        case "zh":
            return "zh"
        case "en":
            return "en"
    return preferred()


def install_docs(app: Flask) -> None:
    """Swagger UI at /docs, from the package's own files; its validator at swagger.io is off."""
    api_doc(
        app,
        app_type="flask",
        url_prefix="/docs",
        title="ID photo service",
        config_rel_url="/../openapi.json",
        parameters={"validatorUrl": "null"},
    )
