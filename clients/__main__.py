"""Write the clients' types from the service's own OpenAPI document.

`python -m clients` (`make clients`); it needs Node for TypeScript and a package index for Python.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from service.app import create_app
from service.settings import Settings
from service.values.errors import PROBLEMS

HERE = Path(__file__).parent
TYPESCRIPT = HERE / "typescript"
SCHEMA, PROBLEM_TYPES = TYPESCRIPT / "src" / "schema.ts", TYPESCRIPT / "src" / "problem-types.ts"
MARK = "// Written by `make clients` from OpenAPI document "


def document() -> dict[str, Any]:
    """The OpenAPI document, as far as types follow from it."""
    client = create_app(Settings(matting="portrait")).test_client()
    found: dict[str, Any] = client.get("/openapi.json").json  # type: ignore[assignment]
    del found["components"]["examples"]
    found["info"] = {"title": "ID photo service", "version": ""}
    plain: dict[str, Any] = _without_examples(found)
    return plain


def _without_examples(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Without the examples of whole answers; those of one value are a help in an editor."""
    if isinstance(part, list):
        return [_without_examples(item) for item in part]
    if not isinstance(part, dict):
        return part
    answers = {"example", "examples"} if "schema" in part else set()
    dropped = {"contentSchema", *answers}
    return {name: _without_examples(item) for name, item in part.items() if name not in dropped}


def digest(described: dict[str, Any]) -> str:
    """What the generated files say they were made from."""
    text = json.dumps(described, sort_keys=True).encode()
    return hashlib.sha256(text).hexdigest()[:16]


def main() -> int:
    """Write all that is generated."""
    described = document()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "openapi.json"
        path.write_text(json.dumps(described))
        write_typescript(path, f"{MARK}{digest(described)}; do not edit.\n")
    return 0


def write_typescript(path: Path, mark: str) -> None:
    """The types of requests and answers, and the types of problems."""
    if not (TYPESCRIPT / "node_modules").exists():
        _run(["npm", "ci", "--ignore-scripts"])
    _run(["npx", "openapi-typescript", path, "-o", SCHEMA, "--array-length"])
    SCHEMA.write_text(mark + SCHEMA.read_text("utf-8"), "utf-8")
    types = "".join(f'  "{kind.slug}",\n' for kind in PROBLEMS)
    PROBLEM_TYPES.write_text(
        f"{mark}/** The last part of a problem's `type`. A newer service may have others. */\n"
        f"export const PROBLEM_TYPES = [\n{types}] as const;\n\n"
        "export type ProblemType = (typeof PROBLEM_TYPES)[number];\n",
        "utf-8",
    )


def _run(command: Sequence[object]) -> None:
    subprocess.run([str(part) for part in command], cwd=TYPESCRIPT, check=True)  # noqa: S603 - ours


if __name__ == "__main__":
    sys.exit(main())
