"""A newly installed wheel has to make photos, from the command line and over HTTP."""

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image

READY_SECONDS = 120
SIZE = (295, 413)


def check(home: Path, version: str, portrait: Path) -> None:
    """Raises AssertionError, or what a command raises, where the installed package fails."""
    command = home / "bin" / "idphoto"
    with tempfile.TemporaryDirectory() as folder:
        told = _output(folder, str(command), "--version")
        assert told == f"idphoto {version}", told
        told = _output(folder, str(home / "bin" / "python"), "-m", "service", "--version")
        assert told == f"python -m service {version}", told
        _output(folder, str(command), str(portrait), "--spec", "cn-1inch", "--out", "finished")
        with Image.open(Path(folder) / "finished" / f"{portrait.stem}.jpg") as photo:
            assert photo.size == SIZE, photo.size
        _serve(folder, command, version, portrait)


def _output(folder: str, *command: str) -> str:
    """What a command prints, run outside of any checkout."""
    done = subprocess.run(
        command, cwd=folder, env=_environment(), check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def _environment() -> dict[str, str]:
    """Without weights and without looking for them: what is in the wheel has to do."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, "IDPHOTO_MATTING": "portrait", "IDPHOTO_WORKERS": "1"}


def _serve(folder: str, command: Path, version: str, portrait: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen(
        [str(command), "serve", "--bind", address],
        cwd=folder,
        env=_environment(),
        stdout=subprocess.DEVNULL,
    )
    try:
        ready = json.loads(_ready(f"http://{address}/readyz", server))
        assert ready["version"] == version, ready
        request = urllib.request.Request(
            f"http://{address}/v1/idphoto?spec=cn-1inch&background=blue", portrait.read_bytes()
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.headers["Content-Type"] == "image/jpeg", answer.headers
    finally:
        server.send_signal(signal.SIGTERM)
        status = server.wait(timeout=60)
    assert status == 0, status


def _ready(url: str, server: subprocess.Popen[bytes]) -> bytes:
    """The body of the first 200."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"no service at {url} (exit status {server.poll()})")
