"""The API to browse and try at /docs: Swagger UI, from the files of its package.

Every address is relative, so that it works behind a proxy with a path of its own.
"""

import mimetypes
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, abort, request

from service.web.asset import Asset

PAGE = Path(__file__).parent / "assets" / "docs.html"
NAMES = (
    "favicon-32x32.png",
    "index.css",
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "swagger-ui-standalone-preset.js",
)
KEPT = "public, max-age=3600"

bp = Blueprint("docs", __name__)


@cache
def _assets() -> dict[str, Asset]:
    """The page as "" and its files by name."""
    folder = files("swagger_ui") / "static"
    found = {name: Asset.of((folder / name).read_bytes(), _type(name)) for name in NAMES}
    return {"": Asset.of(PAGE.read_bytes(), "text/html; charset=utf-8"), **found}


def _type(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


@bp.record_once
def _prepare(_: object) -> None:
    """Compress 2 MB once, before workers are forked, rather than in a request."""
    _assets()


@bp.get("/docs")
def page() -> Response:
    """Swagger UI."""
    response = _assets()[""].answer(request)
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


@bp.get("/docs/")
def beside() -> Response:
    """Redirect from where the page's relative addresses would not lead to its files."""
    return Response(status=308, headers={"Location": "../docs"})


@bp.get("/docs/static/<name>")
def static(name: str) -> Response:
    """A file of the page."""
    if name not in NAMES:
        abort(404)
    return _assets()[name].answer(request, KEPT)
