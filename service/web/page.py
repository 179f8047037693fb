"""The page at /, built from `page/`: ready HTML in each language, and the files it needs.

Every address is relative, so that it works behind a proxy with a path of its own.
"""

import mimetypes
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request
from markupsafe import escape

from service.specs.catalogue import Catalogue
from service.specs.popular import POPULAR
from service.values.request_errors import NotFound
from service.web.asset import Asset
from service.web.language import preferred
from service.web.state import state

BUILT = Path(__file__).parent / "assets" / "page"
KEPT = "public, max-age=300"
# Of a spec, what the page chooses, searches and draws by; it asks for the rest when it needs that.
LISTED = {
    *("id", "country", "country_names", "document", "names", "aliases"),
    *("width_mm", "height_mm", "width_px", "height_px", "dpi", "assumed"),
    *("head_height_mm", "top_mm", "eye_line_mm", "chin_bottom_mm"),
    *("face_width_mm", "face_centre_mm", "backgrounds", "file_kb", "file_types"),
    *("editing_policy", "submission", "cropping", "rotation_allowed", "visible_mark_allowed"),
}
# A photo that was chosen is a blob, a finished one too; styles of elements are set by script.
POLICY_FOR = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors "
)
POLICY = POLICY_FOR + "'none'"

mimetypes.add_type("application/manifest+json", ".webmanifest")
bp = Blueprint("page", __name__)


@cache
def _assets() -> dict[str, Asset]:
    """The built files by name."""
    return {path.name: Asset.of(path.read_bytes(), _type(path.name)) for path in BUILT.iterdir()}


@bp.record_once
def _prepare(_: object) -> None:
    """Compress once, before workers are forked, rather than in a request."""
    _assets()


@bp.get("/")
def index() -> Response:
    """The page, in the language of `lang` or the browser's."""
    language = _language()
    response = _assets()[f"{language}.html"].answer(request)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Language"] = language
    response.vary.add("Accept-Language")
    return response


@bp.get("/embed")
def embed() -> Response:
    """The same for a frame on another site, if its origin is one of those that were set.

    The page's first element says to which origins it may hand the finished photo.
    """
    origins = state().embed_origins
    if not origins:
        raise NotFound(
            "Other sites may not embed this service; IDPHOTO_EMBED_ORIGINS allows it.",
            "本服务不允许嵌入其他网站；可通过 IDPHOTO_EMBED_ORIGINS 开启。",
        )
    language = _language()
    response = _embedded(language, origins).answer(request)
    response.headers["Content-Security-Policy"] = POLICY_FOR + " ".join(origins)
    response.headers["Content-Language"] = language
    response.vary.add("Accept-Language")
    return response


@cache
def _embedded(language: str, origins: tuple[str, ...]) -> Asset:
    page = _assets()[f"{language}.html"].plain.decode()
    told = f'<html data-embed="{escape(" ".join(origins))}"'
    return Asset.of(page.replace("<html", told, 1).encode(), "text/html; charset=utf-8")


@bp.get("/page/<name>")
def built(name: str) -> Response:
    """A file of the page, but not its HTML: only / and /embed have it, and say who may frame it."""
    if name not in _assets() or name.endswith(".html"):
        abort(404)
    return _assets()[name].answer(request)


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a phone needs to put the page on its home screen."""
    response = _assets()[f"{_language()}.webmanifest"].answer(request)
    response.vary.add("Accept-Language")
    return response


@bp.get("/sw.js")
def worker() -> Response:
    """The page's service worker; it stands beside the page, so that it may serve it."""
    return _assets()["sw.js"].answer(request)


@bp.get("/page/catalogue.json")
def catalogue() -> Response:
    """All documents, each with what the page needs for its list, and what is wanted most."""
    return _listed(state().catalogue).answer(request, KEPT)


@cache
def _listed(specs: Catalogue) -> Asset:
    listed = [spec.model_dump(mode="json", include=LISTED) for spec in specs]
    return Asset.of_json({"specs": listed, "popular": POPULAR})


def _type(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _language() -> str:
    """The page's language, never an error: chats and search engines add fields to an address."""
    asked = request.args.get("lang", "")
    if asked and f"{asked}.html" in _assets():
        return asked
    return preferred()
