"""The TypeScript client: its own tests, against a real service and against servers that fail."""

import json
import os
import subprocess

import pytest

from clients.in_typescript import PACKAGE as TYPESCRIPT
from tests.clients.conftest import need
from tests.server.conftest import ROOT


@pytest.fixture(scope="module")
def packages():
    """The client with what builds it; the lock says which versions."""
    need("npm")
    if not (TYPESCRIPT / "node_modules" / ".package-lock.json").exists():
        run("npm", "ci", "--ignore-scripts")


def run(*command, **variables):
    done = subprocess.run(
        command,
        cwd=TYPESCRIPT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    return done.stdout


@pytest.mark.usefixtures("packages")
def test_its_own_tests_pass(service, files):
    said = run("npm", "test", IDPHOTO_URL=service, IDPHOTO_FILES=str(files))
    assert "# fail 0" in said
    assert "# skipped 0" in said


@pytest.mark.usefixtures("packages")
def test_what_is_published_has_types_and_no_dependencies():
    listed = run("npm", "pack", "--dry-run")
    assert "dist/index.js" in listed
    assert "dist/index.d.ts" in listed
    assert "dependencies" not in json.loads((TYPESCRIPT / "package.json").read_text())


def test_the_lock_names_no_registry():
    assert "resolved" not in (ROOT / "clients/typescript/package-lock.json").read_text()
