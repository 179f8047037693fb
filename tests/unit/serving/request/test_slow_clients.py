import gevent
import pytest

from service.serving.request.slow_clients import cut_off_after


def test_who_takes_too_long_to_read_loses_the_connection(pair):
    ours, theirs = pair
    environ = {"gunicorn.socket": ours}
    with cut_off_after(environ, 10):
        pass
    with cut_off_after(environ, 0.05):
        ours.sendall(b"x")
        gevent.sleep(0.02)
        assert theirs.recv(1) == b"x"
        gevent.sleep(0.1)
        with pytest.raises(BrokenPipeError):
            ours.sendall(b"y")
    assert theirs.recv(1) == b""
