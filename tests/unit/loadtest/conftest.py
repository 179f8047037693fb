import socket
import threading
from contextlib import contextmanager

import pytest

from loadtest.photos import Upload
from loadtest.server import Server

UPLOAD = Upload("a photo", "/v1/idphoto", b"12345", "image/jpeg")


@contextmanager
def scripted_server(*answers):
    """A server that gives these answers one after the other; None hangs up without one."""
    script, requests = list(answers), []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            while script:
                connection, _ = listener.accept()
                with connection:
                    while script and (request := connection.recv(65536)):
                        while not request.endswith(UPLOAD.body):
                            request += connection.recv(65536)
                        requests.append(request)
                        answer = script.pop(0)
                        if answer is None:
                            break
                        connection.sendall(answer)
            listener.close()  # who comes later is refused

        thread = threading.Thread(target=serve, daemon=True)
        server = Server("127.0.0.1", listener.getsockname()[1])
        thread.start()
        yield server, requests
        thread.join(5)


@pytest.fixture
def upload():
    """What is sent to a scripted server."""
    return UPLOAD


@pytest.fixture
def scripted():
    """How to start a server that gives the answers that it is told."""
    return scripted_server
