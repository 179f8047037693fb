"""Starts gunicorn with this package's own configuration, from a wheel as from a checkout."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).parent


def serve(options: Sequence[str]) -> NoReturn:
    """Become gunicorn, with further `options` of its own command line."""
    packed = (HERE / "gunicorn.conf.py").exists()
    folder, app = (HERE, "service.wsgi:app") if packed else (HERE.parent, "wsgi:app")
    command = [sys.executable, "-m", "gunicorn", "--config", str(folder / "gunicorn.conf.py")]
    if not packed:
        command += ["--chdir", str(folder)]
    os.execv(sys.executable, [*command, *options, app])  # noqa: S606 - this very interpreter
