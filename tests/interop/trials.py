"""What is tried: linters, generated clients and HTTP libraries."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.interop.tools import CLIENTS, Failed, Tools

TYPESCRIPT = """{"compilerOptions": {"module": "esnext", "moduleResolution": "bundler",
 "target": "es2022", "lib": ["es2022", "dom", "dom.iterable"], "strict": true,
 "skipLibCheck": true, "noEmit": true, "types": ["node"]}, "include": ["*.ts"]}"""
VALIDATOR = Path("/usr/share/gocode/src/gopkg.in/validator.v2")  # golang-gopkg-validator.v2-dev


def refuse_wrong(photo: Path) -> None:
    """Raise Failed unless the file is a one-inch photo on blue."""
    image = Image.open(io.BytesIO(photo.read_bytes())).convert("RGB")
    red, green, blue = image.getpixel((3, 3))
    if image.size != (295, 413) or blue < 150 or max(red, green) > 60:
        raise Failed(f"{photo.name}: {image.size}, {(red, green, blue)} in the corner")


def redocly(tools: Tools, document: Path) -> None:
    tools.install_node()
    said = tools.npx("redocly", "lint", document, "--extends", "recommended", "--max-problems", "9")
    if "warning" in said.lower().replace("deprecation warning", ""):
        raise Failed(said)


def spectral(tools: Tools, document: Path) -> None:
    tools.install_node()
    rules = document.with_name("spectral.yaml")
    rules.write_text('extends: ["spectral:oas"]\n')
    tools.npx("spectral", "lint", document, "-r", rules, "--fail-severity", "hint")


def openapi_python_client(tools: Tools, document: Path) -> None:
    tools.install_python()
    project = _fresh(document, "openapi-python-client")
    tools.run(
        tools.bin / "openapi-python-client", "generate", "--path", document,
        "--output-path", project, "--overwrite", cwd=tools.bin,
    )  # fmt: skip
    _python(tools, project, "openapi_python_client.py")


def generator_python(tools: Tools, document: Path) -> None:
    project = _generated(tools, document, "python")
    _python(tools, project, "openapi_generator.py")


def generator_typescript(tools: Tools, document: Path) -> None:
    tools.install_node()
    project = _fresh(document, "generator-typescript", tools.node)
    _generated(tools, document, "typescript-fetch", project / "client")
    _typescript(tools, project, "openapi_generator.ts")


def generator_go(tools: Tools, document: Path) -> None:
    tools.need("go")
    project = _generated(tools, document, "go")
    if VALIDATOR.exists():  # the one package that the client needs, as Debian has it
        with (project / "go.mod").open("a") as module:
            module.write(f"\nreplace gopkg.in/validator.v2 => {_validator(project)}\n")
    # Any Go that compiles it will do; none is fetched for the version in go.mod.
    text = (project / "go.mod").read_text("utf-8")
    (project / "go.mod").write_text(text.replace("go 1.23", "go 1.19"))
    (project / "photo").mkdir()
    shutil.copy(CLIENTS / "openapi_generator.go", project / "photo" / "main.go")
    tools.run("go", "build", "-o", project / "make-photo", "./photo", cwd=project)
    _photo(tools, project, project / "make-photo")


def openapi_typescript(tools: Tools, document: Path) -> None:
    tools.install_node()
    project = _fresh(document, "openapi-typescript", tools.node)
    tools.npx("openapi-typescript", document, "-o", project / "schema.ts")
    _typescript(tools, project, "openapi_fetch.ts")


def hey_api(tools: Tools, document: Path) -> None:
    tools.install_node()
    project = _fresh(document, "hey-api", tools.node)
    tools.npx("openapi-ts", "-i", document, "-o", project / "client", cwd=tools.node)
    _typescript(tools, project, "hey_api.ts")


def http_python(tools: Tools, document: Path) -> None:
    tools.install_python()
    _libraries(tools, document, 4, tools.bin / "python", CLIENTS / "http_python.py")


def http_node(tools: Tools, document: Path) -> None:
    tools.install_node()
    program = shutil.copy(CLIENTS / "http_node.ts", tools.node)
    tsx = tools.node / "node_modules" / ".bin" / "tsx"
    _libraries(tools, document, 5, tsx, program)


Trial = Callable[[Tools, Path], None]
TRIALS: dict[str, Trial] = {
    "Redocly, recommended rules": redocly,
    "Spectral, recommended rules": spectral,
    "requests, httpx, aiohttp": http_python,
    "Node: fetch, undici, axios, form-data": http_node,
    "openapi-python-client": openapi_python_client,
    "openapi-generator python": generator_python,
    "openapi-generator typescript-fetch": generator_typescript,
    "openapi-generator go": generator_go,
    "openapi-typescript, openapi-fetch": openapi_typescript,
    "hey-api": hey_api,
}


def _fresh(document: Path, name: str, folder: Path | None = None) -> Path:
    """An empty folder; generators of Python and Node want to make it, or packages above it."""
    project = (folder or document.parent) / name
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir()
    return project


def _generated(tools: Tools, document: Path, kind: str, project: Path | None = None) -> Path:
    tools.install_python()
    project = project or _fresh(document, f"generator-{kind}")
    tools.run(
        tools.bin / "openapi-generator-cli", "generate", "-g", kind, "-i", document, "-o", project
    )
    return project


def _python(tools: Tools, project: Path, program: str) -> None:
    # For what it needs; its own code is read from where it was generated.
    tools.install([tools.bin / "python", "-m", "pip", "install", "-q", project])
    _photo(tools, project, "env", f"PYTHONPATH={project}", tools.bin / "python", CLIENTS / program)


def _typescript(tools: Tools, project: Path, program: str) -> None:
    shutil.copy(CLIENTS / program, project)
    (project / "tsconfig.json").write_text(TYPESCRIPT)
    tools.npx("tsc", "-p", project)
    _photo(tools, project, tools.node / "node_modules" / ".bin" / "tsx", project / program)


def _validator(project: Path) -> Path:
    """Debian's package as a module, which it is not by itself."""
    copy = project.with_name("validator")
    shutil.copytree(VALIDATOR, copy, dirs_exist_ok=True)
    (copy / "go.mod").write_text("module gopkg.in/validator.v2\n\ngo 1.19\n")
    return copy


def _photo(tools: Tools, project: Path, *command: object) -> None:
    tools.run(*command, cwd=project, out=project / "photo.jpg")
    refuse_wrong(project / "photo.jpg")


def _libraries(tools: Tools, document: Path, count: int, *command: object) -> None:
    folder = _fresh(document, Path(str(command[-1])).stem)
    tools.run(*command, out=folder)
    _all_photos(folder, count)


def _all_photos(folder: Path, count: int) -> None:
    photos = list(folder.glob("*.jpg"))
    if len(photos) != count:
        raise Failed(f"{len(photos)} photos instead of {count}")
    for photo in photos:
        refuse_wrong(photo)
