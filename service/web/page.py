"""The page at / to try the service by hand. Its addresses are relative to where it is."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from service.values.document import Language
from service.web.asset import Asset
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
def index() -> Response:
    """One HTML file that needs nothing else, in the language of `lang` or the browser's."""
    language = _language()
    response = _page(language).answer(request)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Language"] = language
    response.vary.add("Accept-Language")
    return response


@cache
def _page(language: Language) -> Asset:
    text = render_template(
        "page.html",
        language=language,
        languages=LANGUAGES,
        words=words(language),
        style=Markup(STYLE),  # noqa: S704 - files of the package, as CSP's digests know them
        script=Markup(SCRIPT),  # noqa: S704
    )
    return Asset.of(text.encode(), "text/html; charset=utf-8")


def _language() -> Language:
    """Never an error: chats and search engines add fields of their own to an address."""
    match request.args.get("lang"):
        case "zh":
            return "zh"
        case "en":
            return "en"
    return preferred()
