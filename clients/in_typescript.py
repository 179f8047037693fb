"""What of the TypeScript client is generated."""

import json
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from clients.document import MARK, Json
from service.values.problems import PROBLEMS

PACKAGE = Path(__file__).parent / "typescript"
SCHEMA, PROBLEM_TYPES = PACKAGE / "src" / "schema.ts", PACKAGE / "src" / "problem-types.ts"


def write(described: Json) -> None:
    """The types of requests and answers, and the types of problems."""
    mark = f"// {MARK}\n"
    if not (PACKAGE / "node_modules").exists():
        _run("npm", "ci", "--ignore-scripts")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "openapi.json"
        path.write_text(json.dumps(described))
        _run("npx", "openapi-typescript", str(path), "-o", str(SCHEMA), "--array-length")
    SCHEMA.write_text(mark + SCHEMA.read_text("utf-8"), "utf-8")
    types = "".join(f'  "{kind.slug}",\n' for kind in PROBLEMS)
    PROBLEM_TYPES.write_text(
        f"{mark}/** The last part of a problem's `type`. A newer service may have others. */\n"
        f"export const PROBLEM_TYPES = [\n{types}] as const;\n\n"
        "export type ProblemType = (typeof PROBLEM_TYPES)[number];\n",
        "utf-8",
    )


def _run(*command: str) -> None:
    subprocess.run(command, cwd=PACKAGE, check=True)  # noqa: S603 - a command of ours
