"""The page at / to try the service by hand, and the browsable API document at /docs."""

from pathlib import Path

from flask import Blueprint, Flask, Response, send_file
from swagger_ui import api_doc

bp = Blueprint("page", __name__)

PAGE = Path(__file__).parent / "page.html"
POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self' blob: data:; "
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
)


@bp.get("/")
def index() -> Response:
    """One HTML file that needs nothing else."""
    response = send_file(PAGE, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    return response


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
