"""`python -m training.face_mesh`: makes the networks of faces in service/models from MediaPipe's.

They are in the PyPI wheel `mediapipe` 0.10.14 (Apache-2.0), which pip fetches; only two files of it
are used, and both are checked. Needs the packages of requirements.txt beside this file.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import onnx

from service.models import blazeface, face_mesh
from training.face_mesh.convert import convert
from training.face_mesh.points import with_points

WHEEL = "mediapipe==0.10.14"
FOLDER = "mediapipe/modules"
MESH = "face_landmark/face_landmark_with_attention.tflite"
DETECTOR = "face_detection/face_detection_short_range.tflite"
SHA256 = {
    MESH: "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
    DETECTOR: "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
}


def fetch(folder: Path) -> Path:
    """The wheel, by pip, from the package index that it knows."""
    command = [sys.executable, "-m", "pip", "download", WHEEL, "--no-deps", "-d", str(folder)]
    platform = ["--only-binary=:all:", "--python-version=3.11", "--platform=manylinux2014_x86_64"]
    subprocess.run([*command, *platform], check=True)  # noqa: S603 - nothing of it is from outside
    return next(folder.glob("*.whl"))


def network(wheel: Path, name: str) -> bytes:
    """One file of the wheel. Raises ValueError when it is not the one that is known."""
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(f"{FOLDER}/{name}")
    if hashlib.sha256(data).hexdigest() != SHA256[name]:
        raise ValueError(f"{name} of {wheel.name} is another one than {WHEEL} has")
    return data


def main() -> None:
    """Write the networks."""
    parser = argparse.ArgumentParser(prog="python -m training.face_mesh", description=__doc__)
    parser.add_argument("--wheel", type=Path, help=f"{WHEEL}, already fetched")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = given.wheel or fetch(Path(folder))
        onnx.save(with_points(convert(network(wheel, MESH))), face_mesh.WEIGHTS)
        onnx.save(convert(network(wheel, DETECTOR)), blazeface.WEIGHTS)


if __name__ == "__main__":
    main()
