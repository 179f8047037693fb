"""The version, from git's tags: asked of git in a checkout, written down in whatever is built.

A wheel, a source distribution and an image hold `service/_version.py`. Where neither that file nor
git can tell, the version is `0+unknown`.
"""

import importlib
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNKNOWN = "0+unknown"
# Not --dirty: git would write its index then, and the service writes nothing.
DESCRIBE = ("git", "describe", "--tags", "--long", "--always", "--match", "v[0-9]*")
TAGGED = re.compile(r"v(?P<tag>[^-]+)-(?P<distance>\d+)-(?P<node>g[0-9a-f]+)(?P<dirty>-dirty)?")


@cache
def current() -> str:
    """The version of the code that runs, such as `0.2.0`, or `0.2.1.dev3+g5d32433` after it."""
    if (ROOT / ".git").exists():  # a file that an earlier build left here would be out of date
        return _of(_described())
    try:
        return str(importlib.import_module("service._version").__version__)
    except ImportError:
        return UNKNOWN


def _described() -> str:
    """What `git describe` says; empty when git is not installed or refuses to read the folder."""
    try:
        command = subprocess.run(DESCRIBE, cwd=ROOT, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return command.stdout.strip() if command.returncode == 0 else ""


def _of(described: str) -> str:
    """A version in the form of PEP 440, of the words of `git describe --long --always --dirty`.

    A commit after the tag v0.2.0 leads to 0.2.1; one that no tag leads to is named by itself.
    """
    if not described:
        return UNKNOWN
    found = TAGGED.fullmatch(described)
    if not found:
        node, _, dirty = described.partition("-")
        return f"0.dev0+g{node}{'.dirty' if dirty else ''}"
    tag, distance, dirty = found["tag"], int(found["distance"]), found["dirty"]
    if not distance and not dirty:
        return tag
    following = re.sub(r"\d+$", lambda last: str(int(last[0]) + 1), tag)
    return f"{following}.dev{distance}+{found['node']}{'.dirty' if dirty else ''}"
