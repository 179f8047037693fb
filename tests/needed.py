"""Programs and libraries that some tests need beside those of the project."""

import importlib
import os
import shutil

import pytest


def program(name, package):
    """The path of a command, which comes with a package of Debian."""
    return shutil.which(name) or missing(f"{name} is not installed (Debian: {package})")


def library(name, how):
    """A module of Python; `how` installs it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return missing(f"{name} is not installed: {how}")


def missing(what):
    """Skip the test, or fail it where IDPHOTO_TEST_TOOLS is set, as in `.ci/run`."""
    if os.environ.get("IDPHOTO_TEST_TOOLS"):
        pytest.fail(what)
    pytest.skip(what, allow_module_level=True)
