"""`idphoto health`: whether the service beside this process takes photos, for a container's check.

It reads no settings but IDPHOTO_BIND and imports next to nothing: it runs every few seconds.
"""

import http.client
import os
import socket
import sys

from gunicorn.util import parse_address

SECONDS = 2.0
EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - none is bound


class UnixConnection(http.client.HTTPConnection):
    """HTTP through the socket file `path`."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=SECONDS)
        self._path = path

    def connect(self) -> None:
        """Open the socket. Raises OSError where nobody listens."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(SECONDS)
        self.sock.connect(self._path)


def main() -> int:
    """0 when `/readyz` at IDPHOTO_BIND answers 200, else 1 and why on the standard error."""
    try:
        connection = connect(os.environ.get("IDPHOTO_BIND") or "0.0.0.0:8000")
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace").strip()
        connection.close()
    except (OSError, ValueError, RuntimeError, http.client.HTTPException) as error:
        print(f"idphoto health: {error}", file=sys.stderr)
        return 1
    print(text, file=sys.stdout if answer.status == 200 else sys.stderr)
    return 0 if answer.status == 200 else 1


def connect(bind: str) -> http.client.HTTPConnection:
    """A connection, not yet open, to where gunicorn listens for `bind`.

    Raises ValueError for a file descriptor, which tells no address, and RuntimeError for what
    gunicorn does not understand either.
    """
    address = parse_address(bind)
    if isinstance(address, str):
        return UnixConnection(address)
    if isinstance(address, int):
        raise ValueError(f"IDPHOTO_BIND={bind} names no address to connect to")
    host, port = address
    return http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=SECONDS)
