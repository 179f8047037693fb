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
    made = _fresh(document, "openapi-python-client")
    tools.run(
        tools.bin / "openapi-python-client", "generate", "--path", document,
        "--output-path", made, "--overwrite", cwd=tools.bin,
    )  # fmt: skip
    _python(tools, made, "openapi_python_client.py")


def generator_python(tools: Tools, document: Path) -> None:
    made = _generated(tools, document, "python")
    _python(tools, made, "openapi_generator.py")


def generator_typescript(tools: Tools, document: Path) -> None:
    tools.install_node()
    made = _fresh(document, "generator-typescript", tools.node)
    _generated(tools, document, "typescript-fetch", made / "client")
    _typescript(tools, made, "openapi_generator.ts")


def generator_go(tools: Tools, document: Path) -> None:
    tools.need("go")
    made = _generated(tools, document, "go")
    if VALIDATOR.exists():  # the one package that the client needs, as Debian has it
        with (made / "go.mod").open("a") as module:
            module.write(f"\nreplace gopkg.in/validator.v2 => {_validator(made)}\n")
    # Any Go that compiles it will do; none is fetched for the version in go.mod.
    text = (made / "go.mod").read_text("utf-8")
    (made / "go.mod").write_text(text.replace("go 1.23", "go 1.19"))
    (made / "photo").mkdir()
    shutil.copy(CLIENTS / "openapi_generator.go", made / "photo" / "main.go")
    tools.run("go", "build", "-o", made / "make-photo", "./photo", cwd=made)
    _photo(tools, made, made / "make-photo")


def openapi_typescript(tools: Tools, document: Path) -> None:
    tools.install_node()
    made = _fresh(document, "openapi-typescript", tools.node)
    tools.npx("openapi-typescript", document, "-o", made / "schema.ts")
    _typescript(tools, made, "openapi_fetch.ts")


def hey_api(tools: Tools, document: Path) -> None:
    tools.install_node()
    made = _fresh(document, "hey-api", tools.node)
    tools.npx("openapi-ts", "-i", document, "-o", made / "client", cwd=tools.node)
    _typescript(tools, made, "hey_api.ts")


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
    made = (folder or document.parent) / name
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    return made


def _generated(tools: Tools, document: Path, kind: str, made: Path | None = None) -> Path:
    tools.install_python()
    made = made or _fresh(document, f"generator-{kind}")
    tools.run(
        tools.bin / "openapi-generator-cli", "generate", "-g", kind, "-i", document, "-o", made
    )
    return made


def _python(tools: Tools, made: Path, program: str) -> None:
    # For what it needs; its own code is read from where it was generated.
    tools.install([tools.bin / "python", "-m", "pip", "install", "-q", made])
    _photo(tools, made, "env", f"PYTHONPATH={made}", tools.bin / "python", CLIENTS / program)


def _typescript(tools: Tools, made: Path, program: str) -> None:
    shutil.copy(CLIENTS / program, made)
    (made / "tsconfig.json").write_text(TYPESCRIPT)
    tools.npx("tsc", "-p", made)
    _photo(tools, made, tools.node / "node_modules" / ".bin" / "tsx", made / program)


def _validator(made: Path) -> Path:
    """Debian's package as a module, which it is not by itself."""
    copy = made.with_name("validator")
    shutil.copytree(VALIDATOR, copy, dirs_exist_ok=True)
    (copy / "go.mod").write_text("module gopkg.in/validator.v2\n\ngo 1.19\n")
    return copy


def _photo(tools: Tools, made: Path, *command: object) -> None:
    tools.run(*command, cwd=made, out=made / "photo.jpg")
    refuse_wrong(made / "photo.jpg")


def _libraries(tools: Tools, document: Path, count: int, *command: object) -> None:
    made = _fresh(document, Path(str(command[-1])).stem)
    tools.run(*command, out=made)
    _all_photos(made, count)


def _all_photos(made: Path, count: int) -> None:
    photos = list(made.glob("*.jpg"))
    if len(photos) != count:
        raise Failed(f"{len(photos)} photos instead of {count}")
    for photo in photos:
        refuse_wrong(photo)
