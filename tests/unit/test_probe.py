"""What `idphoto health` says, beside servers that listen where gunicorn may."""

import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Inet6(HTTPServer):
    address_family = socket.AF_INET6


class Unix(HTTPServer):
    address_family = socket.AF_UNIX

    def server_bind(self):
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = "localhost", 0

    def get_request(self):
        connection, _ = super().get_request()
        return connection, ("unix", 0)


def answering(status):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            text = b"ready" if self.path == "/readyz" and status == 200 else b"draining"
            self.send_response(status if self.path == "/readyz" else 404)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    return Handler


@pytest.fixture
def serve():
    servers = []

    def start(kind, address, status=200):
        server = kind(address, answering(status))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_address

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def health(bind, **more):
    environment = {**os.environ, "IDPHOTO_BIND": bind, **more}
    return subprocess.run(
        [sys.executable, "-m", "service", "health"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("bind", ["0.0.0.0:{}", "127.0.0.1:{}", ":{}", "localhost:{}"])
def test_a_service_that_is_ready_is_healthy(serve, bind):
    _, port = serve(HTTPServer, ("127.0.0.1", 0))
    run = health(bind.format(port))
    assert (run.returncode, run.stdout.strip()) == (0, "ready"), run.stderr


@pytest.mark.parametrize("bind", ["[::]:{}", "[::1]:{}"])
def test_so_is_one_on_ipv6(serve, bind):
    try:
        port = serve(Inet6, ("::1", 0))[1]
    except OSError:
        pytest.skip("this machine has no IPv6")
    assert health(bind.format(port)).returncode == 0


@pytest.mark.parametrize("bind", ["unix:{}", "unix://{}"])
def test_and_one_behind_a_socket_file(serve, bind, tmp_path):
    serve(Unix, str(tmp_path / "s"))
    assert health(bind.format(tmp_path / "s")).returncode == 0


def test_one_that_drains_is_not_and_says_why(serve):
    _, port = serve(HTTPServer, ("127.0.0.1", 0), 503)
    run = health(f"127.0.0.1:{port}")
    assert (run.returncode, run.stderr.strip()) == (1, "draining")


@pytest.mark.parametrize("bind", ["127.0.0.1:1", "unix:/nowhere/at/all", "fd://3", "host:port"])
def test_where_nobody_listens_it_says_so_in_one_line(bind):
    run = health(bind)
    assert run.returncode == 1
    assert run.stderr.startswith("idphoto health: ")
    assert len(run.stderr.splitlines()) == 1


def test_a_proxy_of_the_environment_is_not_asked(serve):
    _, port = serve(HTTPServer, ("127.0.0.1", 0))
    run = health(
        f"127.0.0.1:{port}", http_proxy="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9"
    )
    assert run.returncode == 0
