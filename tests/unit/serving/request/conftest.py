import socket

import pytest


@pytest.fixture
def pair():
    """The two ends of a TCP connection: ours, and the client's."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        theirs = socket.create_connection(listener.getsockname())
        ours, _ = listener.accept()
    with ours, theirs:
        yield ours, theirs
