import io

import pytest
from PIL import Image

from service.app import create_app, warm
from service.pipeline import idphoto
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


@pytest.fixture
def costly_steps(monkeypatch):
    """The names of these two steps, each time that one is run."""
    names = []
    for name in ("decode", "matte"):
        step = getattr(idphoto, name)
        monkeypatch.setattr(
            idphoto, name, lambda *a, step=step, name=name: names.append(name) or step(*a)
        )
    return names


@pytest.fixture
def large(astronaut):
    """The portrait with twice the pixels, enough for 600 dpi."""
    out = io.BytesIO()
    Image.open(io.BytesIO(astronaut)).resize((1024, 1024)).save(out, "PNG", compress_level=1)
    return out.getvalue()
