"""Write the examples in the OpenAPI document: real answers to the README's portrait, shortened.

`python -m docs.openapi`
"""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from service.app import create_app, warm
from service.settings import Settings
from service.web.openapi.parts import EXAMPLES

PHOTO = Path(__file__).parent / "astronaut.jpg"
FILE = "/9j/4AAQSkZJRgABAQEBLAEsAAA="  # how a JPEG of 300 dpi begins
REQUESTS: dict[str, dict[str, str]] = {
    "idphoto": {"spec": "cn-1inch", "background": "blue"},
    "variants": {"variants": '[{"spec": "cn-1inch"}, {"spec": "cn-9inch"}]'},
    "check": {"spec": "cn-1inch"},
    "sheet": {"cells": "cn-1inch:2"},
}


def answers(client: FlaskClient) -> dict[str, Any]:
    """Each example under its name."""
    found = {name: shortened(_posted(client, name)) for name in REQUESTS}
    manifests = {"manifest": _manifest(client, "idphoto"), "batch": _manifest(client, "batch")}
    return {**found, **manifests, "spec": client.get("/v1/specs/cn-1inch").json}


def _posted(client: FlaskClient, name: str) -> Any:  # noqa: ANN401 - JSON
    path = "idphoto" if name == "variants" else name
    form = {"image": (io.BytesIO(PHOTO.read_bytes()), "photo.jpg"), "answer": "json"}
    return client.post(f"/v1/{path}", data={**form, **REQUESTS[name]}).json


def _manifest(client: FlaskClient, path: str) -> Any:  # noqa: ANN401 - JSON
    photo = PHOTO.read_bytes()
    form: dict[str, Any] = {"image": (io.BytesIO(photo), "photo.jpg"), **REQUESTS["variants"]}
    if path == "batch":
        sent = io.BytesIO()
        with zipfile.ZipFile(sent, "w") as archive:
            archive.writestr("class 2/li.jpg", photo)
            archive.writestr("class 2/wang.jpg", b"")
        form = {"photos": (io.BytesIO(sent.getvalue()), "photos.zip"), "spec": "cn-1inch"}
    with zipfile.ZipFile(io.BytesIO(client.post(f"/v1/{path}", data=form).data)) as answer:
        return shortened(json.loads(answer.read("manifest.json")))


def shortened(answer: Any) -> Any:  # noqa: ANN401 - JSON
    """The answer without the bulk of files in base64, of checks and of times."""
    if isinstance(answer, list):
        return [shortened(item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    short = {name: shortened(value) for name, value in answer.items()}
    for name in ("image", "sheet"):
        if short.get(name):
            short[name] = FILE
    if isinstance(short.get("checks"), list):
        short["checks"] = short["checks"][:2]
    if "timings_ms" in short:
        short["timings_ms"] = {"decode": 4.1, "matting": 118.6, "encode": 3.2}
    return short


def main() -> None:
    """Write the examples."""
    app = create_app(Settings(matting="portrait"))
    warm(app)
    for name, answer in answers(app.test_client()).items():
        text = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
        (EXAMPLES / f"{name}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
