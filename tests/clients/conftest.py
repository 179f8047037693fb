"""A real service for the clients to call, and what they send to it."""

import io
import shutil
import zipfile

import pytest
from PIL import Image

from tests.needed import missing
from tests.server.conftest import ROOT, running


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """The address of a running service."""
    folder = tmp_path_factory.mktemp("service")
    with running(folder, matting="portrait", workers=1) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """A folder with a person, once in a photo of 49 MP, a photo of nobody, and a ZIP of both.

    The large photo takes ten times as long as the other to be made, and is sent in no time: no
    machine is done in 0.1 s, and none is told so while it still sends.
    """
    folder = tmp_path_factory.mktemp("files")
    person = (ROOT / "docs" / "astronaut.jpg").read_bytes()
    nobody = io.BytesIO()
    Image.new("RGB", (600, 800), (170, 180, 190)).save(nobody, "JPEG")
    (folder / "person.jpg").write_bytes(person)
    large = Image.new("RGB", (7000, 7000), (120, 130, 140))
    large.paste(Image.open(io.BytesIO(person)).resize((1000, 1000)), (3000, 6000))
    large.save(folder / "large.jpg", progressive=True)
    (folder / "nobody.jpg").write_bytes(nobody.getvalue())
    with zipfile.ZipFile(folder / "photos.zip", "w") as archive:
        archive.writestr("class 2/li.jpg", person)
        archive.writestr("class 2/nobody.jpg", nobody.getvalue())
        archive.writestr("王.jpg", person)
    return folder


def need(*commands):
    """Skip unless these commands are here; IDPHOTO_TEST_TOOLS insists on them, but for Mono's."""
    absent = [name for name in commands if shutil.which(name) is None]
    if "mcs" in absent:
        pytest.skip("Mono is not installed")
    if absent:
        missing(f"{' and '.join(absent)} are not installed")
