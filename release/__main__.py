"""`python -m release`: source distribution, wheel, SBOM and checksums of HEAD, tried out.

They are built in a clone, so that nothing but what is committed gets in, and installed into a fresh
environment, where they have to make a photo before they are put into `dist/`.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from release import sbom, trial
from service.version import ROOT, current

DIST = ROOT / "dist"
CYCLONEDX = ROOT / ".venv-sbom" / "bin" / "cyclonedx-py"


def main() -> int:
    """0 when the release is in `dist/`; 1 when this commit is none."""
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    parser.add_argument(
        "--draft", action="store_true", help="Also for a commit without a tag, or with changes."
    )
    parser.add_argument("--out", type=Path, default=DIST, help="Folder of the results (dist).")
    parser.add_argument(
        "--cyclonedx", type=Path, default=CYCLONEDX, help="Program that writes the SBOM."
    )
    options = parser.parse_args()
    if "+" in current() and not options.draft:
        print(f"{current()} is no release: commit, and tag it like v0.2.0", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="idphoto-release-") as folder:
        files = make(Path(folder), options.cyclonedx.absolute())
        options.out.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy(file, options.out)
            print(options.out / file.name)
    return 0


def make(folder: Path, cyclonedx: Path) -> list[Path]:
    """Everything of the release, in `folder`. Raises where a step fails."""
    clone, dist, home = folder / "clone", folder / "dist", folder / "environment"
    run("git", "clone", "--quiet", str(ROOT), str(clone))
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist), str(clone))
    (wheel,) = dist.glob("*.whl")
    (source,) = dist.glob("*.tar.gz")
    install(wheel, clone / "requirements.txt", home)
    trial.check(home, wheel.name.split("-")[1], clone / "docs" / "astronaut.jpg")
    described = dist / f"{source.name.removesuffix('.tar.gz')}.cdx.json"
    bill = sbom.write(cyclonedx, home, clone, described)
    sums = dist / "SHA256SUMS"
    hashed = [(hashlib.sha256(file.read_bytes()).hexdigest(), file) for file in (source, wheel)]
    sums.write_text("".join(f"{digest}  {file.name}\n" for digest, file in hashed))
    return [source, wheel, bill, sums]


def install(wheel: Path, requirements: Path, home: Path) -> None:
    """The wheel in an environment of its own, with the locked dependencies."""
    run(sys.executable, "-m", "venv", str(home))
    pip = [
        str(home / "bin" / "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "-q",
        "install",
    ]
    run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(requirements))
    run(*pip, "--no-deps", str(wheel))


def run(*command: str) -> None:
    """A command that has to succeed; its words go to this one's output."""
    print("+", *command, flush=True)
    subprocess.run(command, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
