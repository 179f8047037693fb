import pytest

from service.models import session
from service.models.portrait import ALONE
from service.values.errors import ConfigError


def test_a_session_runs_on_the_provider_that_was_asked_for():
    opened = session.open_session(ALONE, ["CPUExecutionProvider"])
    assert opened.get_providers() == ["CPUExecutionProvider"]


def test_a_provider_that_cannot_be_used_here_is_an_error_and_not_a_slow_service():
    # A build without it behaves as one with it on a machine without the card: both go over to CPU.
    with pytest.raises(ConfigError, match="CUDAExecutionProvider cannot be used"):
        session.open_session(ALONE, ["CUDAExecutionProvider", "CPUExecutionProvider"])
