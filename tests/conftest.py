import os
from pathlib import Path

import pytest
import skimage.data
from hypothesis import HealthCheck, settings

import service  # noqa: F401  first: it silences onnxruntime's telemetry before that is imported

# How long an example takes is up to the machine, and to what else it does.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def astronaut():
    """The PNG of scikit-image's portrait, 512 x 512: one woman, upright, shoulders in view."""
    return (Path(skimage.data.__file__).parent / "astronaut.png").read_bytes()


@pytest.fixture(scope="session")
def photos():
    return _folder("IDPHOTO_TEST_PHOTOS", "the folder of test photos")


@pytest.fixture(scope="session")
def cases():
    return _folder("IDPHOTO_TEST_CASES", "the folder of files that once failed")


@pytest.fixture(scope="session")
def weights_home():
    return _folder("IDPHOTO_MODEL_HOME", "a folder with u2netp.onnx")


def _folder(variable, what):
    if not os.environ.get(variable):
        pytest.skip(f"{variable} is not set; it names {what}")
    folder = Path(os.environ[variable])
    assert folder.is_dir(), f"{variable}={folder} is no folder"
    return folder
