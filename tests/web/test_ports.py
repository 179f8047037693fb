"""Metrics at a port of their own: told by the socket, not by what a caller writes."""

import socket

import pytest
from flask import Blueprint, Flask

from service.settings import Settings
from service.values.request_errors import NotFound
from service.web.ports import METRICS, serve_metrics_apart


@pytest.fixture
def client():
    app = Flask("ports")
    serve_metrics_apart(app, "127.0.0.1:09100")
    bp = Blueprint(METRICS, __name__)
    bp.get("/metrics")(lambda: "numbers")
    app.register_blueprint(bp)
    app.get("/")(lambda: "page")
    app.register_error_handler(NotFound, lambda _: ("", 404))
    return app.test_client()


def test_metrics_have_a_port_of_their_own_whatever_zeros_it_is_written_with(client):
    apart, other = {"SERVER_PORT": "9100"}, {"SERVER_PORT": "8000"}
    assert client.get("/metrics", environ_overrides=apart).status_code == 200
    assert client.get("/", environ_overrides=apart).status_code == 404
    assert client.get("/metrics", environ_overrides=other).status_code == 404
    assert client.get("/", environ_overrides=other).status_code == 200


def test_a_host_field_does_not_open_metrics_at_a_socket_of_unix(client):
    """Gunicorn takes SERVER_PORT from it there."""
    one, other = socket.socketpair()
    with one, other:
        environ = {"SERVER_PORT": "9100", "gunicorn.socket": one}
        assert client.get("/metrics", environ_overrides=environ).status_code == 404
        assert client.get("/", environ_overrides=environ).status_code == 200


def test_both_at_one_port_is_refused_at_the_start():
    with pytest.raises(ValueError, match="another port"):
        Settings(bind="10.0.0.1:8000", metrics_bind="127.0.0.1:8000")
