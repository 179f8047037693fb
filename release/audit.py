"""`python -m release.audit`: licences and known vulnerabilities of what the service installs.

A licence that is not on the list fails, and so does a known vulnerability. Where the package index
has no such data, or cannot be reached, that is said and nothing fails.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from service.version import ROOT

LOCKS = ("requirements.txt", "requirements-otel.txt")
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)(?: ; ([^\\]+))?", re.MULTILINE)
# Licences that allow use, change and distribution in a product of any licence.
ALLOWED = re.compile(
    r"apache|\bbsd|\bmit\b|isc\b|mpl|mozilla public|python software foundation|psf|zlib|unlicense"
    r"|zope|zpl|hpnd|mit-cmu|public domain|0bsd|cc0",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"gpl|sspl|busl|commons clause", re.IGNORECASE)
# Its wheel has libheif and libde265 as shared libraries of their own, which anyone can replace.
KNOWN = {"pi-heif": "GNU Lesser General Public License v3 (LGPLv3)"}
AUDIT_SECONDS = 40


def locked() -> set[str]:
    """Names of the packages in the locks, in lower case with dashes."""
    texts = [(ROOT / name).read_text("utf-8") for name in LOCKS if (ROOT / name).exists()]
    return {_canonical(name) for text in texts for name, *_ in PINNED.findall(text)}


def licences(packages: set[str]) -> list[str]:
    """What is wrong with the licences of `packages` as they are installed here."""
    command = ["pip-licenses", "--from=mixed", "--format=json"]
    told = _run([str(Path(sys.executable).parent / command[0]), *command[1:]], 60)
    installed = {_canonical(row["Name"]): row["License"] for row in json.loads(told)}
    return [
        f"{name}: {installed[name]}"
        for name in sorted(packages & set(installed))
        if not allowed(installed[name]) and KNOWN.get(name) != installed[name]
    ]


def allowed(licence: str) -> bool:
    """Whether a licence, or each of several, is on the list."""
    return bool(ALLOWED.search(licence)) and not COPYLEFT.search(licence)


def vulnerabilities(lock: str) -> tuple[list[str], str]:
    """Known vulnerabilities, and how many packages could be looked up."""
    command = ["-r", str(ROOT / lock), "--require-hashes", "--disable-pip"]
    options = ["--progress-spinner", "off", "--format", "json"]
    audit = str(Path(sys.executable).parent / "pip-audit")
    try:
        told = json.loads(_run([audit, *command, *options], AUDIT_SECONDS))
    except (json.JSONDecodeError, subprocess.TimeoutExpired):
        return [], "not looked up: the package index cannot be reached"
    return _found(told["dependencies"])


def _found(rows: list[dict[str, Any]]) -> tuple[list[str], str]:
    known = [row for row in rows if "skip_reason" not in row]
    found = [
        f"{row['name']} {row['version']}: {one['id']}" for row in known for one in row["vulns"]
    ]
    return found, f"{len(known)} of {len(rows)} packages could be looked up"


def _run(command: list[str], seconds: float) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    return done.stdout


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """0 when nothing is wrong; 1 with a line for each thing that is."""
    wrong = [f"licence: {line}" for line in licences(locked())]
    for lock in LOCKS:
        found, told = vulnerabilities(lock)
        wrong += [f"vulnerability: {line}" for line in found]
        print(f"{lock}: {told}")
    print(
        "\n".join(wrong) or "licences: all on the list; vulnerabilities: none among those looked up"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
