import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from service import settings
from service.settings import Settings
from service.values.errors import ConfigError


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in [name for name in os.environ if name.upper().startswith("IDPHOTO_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def load(monkeypatch):
    def load_with(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(f"IDPHOTO_{name.upper()}", value)
        return settings.load()

    return load_with


def test_nothing_has_to_be_set(load):
    assert load() == Settings()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("bind", "127.0.0.1:9000", "127.0.0.1:9000"),
        ("workers", "2", 2),
        ("permits", "6", 6),
        ("queue_length", "12", 12),
        ("queue_seconds", "0.5", 0.5),
        ("deadline_seconds", "10", 10.0),
        ("keepalive_seconds", "61", 61),
        (
            "cors_origins",
            " https://A.example, http://localhost:3000 ",
            "https://a.example,http://localhost:3000",
        ),
        ("cors_origins", "*", "*"),
        ("max_body_mb", "5", 5.0),
        ("max_megapixels", "12.5", 12.5),
        ("specs_dir", "/specs", Path("/specs")),
        ("matting", "birefnet-portrait", "birefnet-portrait"),
        ("providers", "cuda,cpu", "cuda,cpu"),
        ("model_home", "/models", Path("/models")),
        ("model_mirror", "https://mirror.example/models", "https://mirror.example/models"),
        ("model_fetch_seconds", "0", 0.0),
        ("source_type", "false", False),
        ("aigc_producer", "示例公司 91110108", "示例公司 91110108"),
        ("metrics", "false", False),
        ("tracing", "true", True),
        ("log_level", "WARNING", "warning"),
    ],
)
def test_every_setting_is_an_environment_variable(load, name, text, value):
    assert getattr(load(**{name: text}), name) == value


def test_a_variable_that_is_set_to_nothing_counts_as_not_set(load):
    assert load(workers="", model_home="", log_level="") == Settings()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("workers", "0"),
        ("workers", "four"),
        ("permits", "-1"),
        ("queue_length", "-1"),
        ("queue_seconds", "-0.1"),
        ("queue_seconds", "nan"),
        ("deadline_seconds", "0"),
        ("deadline_seconds", "inf"),
        ("max_body_mb", "0"),
        ("max_body_mb", "1000"),
        ("max_megapixels", "0"),
        ("matting", "../u2netp"),
        ("model_mirror", "ftp://mirror.example"),
        ("model_fetch_seconds", "-1"),
        ("aigc_producer", "a\tb"),
        ("aigc_producer", "x" * 200),
        ("log_level", "loud"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_variable(load, name, text):
    with pytest.raises(ConfigError, match=f"IDPHOTO_{name.upper()}: "):
        load(**{name: text})


def test_all_faults_are_told_at_once_and_on_one_line(load):
    with pytest.raises(ConfigError, match=r"IDPHOTO_WORKERS.*IDPHOTO_LOG_LEVEL") as refusal:
        load(workers="0", log_level="loud")
    assert "\n" not in str(refusal.value)


def test_variables_of_others_are_not_minded(load):
    assert load(test_photos="/photos", workers="3").workers == 3


def test_settings_do_not_change_while_the_service_runs():
    with pytest.raises(ValidationError):
        Settings().workers = 2
