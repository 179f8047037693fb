"""A real service behind a gate that says for each client's first photo that it is busy."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

BUSY = b'{"type": "/problems/busy", "title": "", "status": 429, "detail": "Try again later."}'


@contextmanager
def gate(service):
    """The address of a proxy that answers every second request with 429, from the first on."""
    seen = []

    class Gate(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(self.path)
            if len(seen) % 2:
                return self.answer(429, {"Retry-After": "1"}, BUSY)
            names = ("Content-Type", "Accept", "Request-Timeout", "X-API-Key")
            headers = {name: self.headers[name] for name in names if self.headers[name]}
            answer = httpx.post(service + self.path, content=body, headers=headers, timeout=60)
            return self.answer(
                answer.status_code, {"Content-Type": answer.headers["Content-Type"]}, answer.content
            )

        def answer(self, status, headers, body):
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def busy_service(service):
    with gate(service) as address_and_requests:
        yield address_and_requests
