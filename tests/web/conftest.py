import pytest

from service.app import create_app, warm
from service.settings import Settings


@pytest.fixture(scope="session")
def app():
    """The whole app with the portrait network, warm, in this process."""
    app = create_app(Settings(matting="portrait"))
    warm(app)
    return app


@pytest.fixture
def client(app):
    return app.test_client()
