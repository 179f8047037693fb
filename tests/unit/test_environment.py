import logging

import pytest

from service.app import create_app
from service.cli import main
from service.environment import unknown_settings
from service.settings import Settings

INJECTED = {
    "IDPHOTO_SERVICE_HOST": "10.0.0.1",
    "IDPHOTO_SERVICE_PORT": "80",
    "IDPHOTO_SERVICE_PORT_HTTP": "80",
    "IDPHOTO_PORT": "tcp://10.0.0.1:80",
    "IDPHOTO_PORT_8000_TCP": "tcp://10.0.0.1:8000",
    "IDPHOTO_PORT_8000_TCP_PROTO": "tcp",
    "IDPHOTO_PORT_8000_TCP_ADDR": "10.0.0.1",
    "IDPHOTO_METRICS_SERVICE_HOST": "10.0.0.2",
    "IDPHOTO_METRICS_PORT_9090_TCP": "tcp://10.0.0.2:9090",
}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("IDPHOTO_WORKER", "IDPHOTO_WORKERS"),
        ("IDPHOTO_QUEUE_SECOND", "IDPHOTO_QUEUE_SECONDS"),
        ("IDPHOTO_MAX_BODY_MEGABYTES", None),
        ("IDPHOTO_COLOUR", None),
    ],
)
def test_a_misspelt_setting_is_told_with_what_may_be_meant(name, meant):
    unknown = dict(unknown_settings({name: "1", "PATH": "/bin"}))
    assert list(unknown) == [name]
    if meant:
        assert unknown[name] == meant


def test_settings_and_what_kubernetes_injects_are_none():
    named = {f"IDPHOTO_{name.upper()}": "" for name in Settings.model_fields}
    lower = {"idphoto_workers": "2"}
    assert not list(unknown_settings({**named, **lower, **INJECTED, "IDPHOTO_TEST_PHOTOS": "x"}))


def test_the_service_warns_at_its_start(monkeypatch, caplog):
    monkeypatch.setenv("IDPHOTO_WORKRES", "2")
    monkeypatch.setenv("IDPHOTO_SERVICE_HOST", "10.0.0.1")
    with caplog.at_level(logging.WARNING, "idphoto.app"):
        create_app(Settings(matting="portrait"))
    told = [record.getMessage() for record in caplog.records if record.name == "idphoto.app"]
    assert len(told) == 1
    assert "IDPHOTO_WORKRES" in told[0]
    assert "IDPHOTO_WORKERS" in told[0]


def test_the_command_line_warns_too(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("IDPHOTO_MATTNG", "portrait")
    main.main([str(tmp_path), "--out", str(tmp_path / "out"), "--spec", "cn-1inch"])
    assert "IDPHOTO_MATTNG" in capsys.readouterr().err
