"""The bill of materials of a release, in CycloneDX: every package that an installation has."""

import json
import re
import subprocess
from pathlib import Path

PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)


def write(cyclonedx: Path, home: Path, checkout: Path, file: Path) -> Path:
    """Describe the environment at `home` in `file`, by the program `cyclonedx`.

    Raises where a package that is needed is not in it, or one that is not locked is.
    """
    subprocess.run(
        [
            *(str(cyclonedx), "environment", str(home / "bin" / "python")),
            *("--pyproject", str(checkout / "pyproject.toml"), "--mc-type", "application"),
            *("--output-reproducible", "--output-format", "JSON", "--output-file", str(file)),
        ],
        check=True,
    )
    described = json.loads(file.read_text("utf-8"))
    named = {_canonical(part["name"]) for part in described["components"]}
    direct = {"flask", "gunicorn", "numpy", "onnxruntime", "pillow", "rembg"}
    assert direct <= named, f"not in the SBOM: {direct - named}"
    pinned = set(
        map(_canonical, PINNED.findall((checkout / "requirements.txt").read_text("utf-8")))
    )
    unknown = named - pinned - {"pip", "setuptools", "idphoto-service"}
    assert not unknown, f"in the SBOM and not in requirements.txt: {unknown}"
    return file


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
