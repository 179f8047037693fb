"""deploy/compose.yaml against the image and the files that it mounts."""

import re

import pytest
import yaml

from service.settings import Settings
from tests.deploy.conftest import DEPLOY, ROOT
from tests.deploy.longest import LONGEST


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


@pytest.fixture(params=["idphoto-1", "idphoto-2"])
def instance(request, compose):
    return compose["services"][request.param]


def test_an_instance_is_built_from_here_and_may_finish(instance):
    assert (DEPLOY / instance["build"]["context"] / "Dockerfile").resolve() == ROOT / "Dockerfile"
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    for name in instance["build"]["args"]:
        assert f"ARG {name}" in dockerfile
    assert int(instance["stop_grace_period"].removesuffix("s")) >= LONGEST + 2
    assert "ports" not in instance, "the public comes through nginx"
    assert instance["read_only"]
    known = {f"IDPHOTO_{name.upper()}" for name in Settings.model_fields}
    assert instance["environment"].keys() <= known
    assert int(instance["environment"]["IDPHOTO_PERMITS"]) == 2 * instance["cpus"]
    assert int(instance["environment"]["IDPHOTO_KEEPALIVE_SECONDS"]) > 60


def test_nginx_and_prometheus_ask_the_instances_that_there_are(compose):
    instances = {name for name in compose["services"] if name.startswith("idphoto-")}
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert set(re.findall(r"server (idphoto-\d+):8000", nginx)) == instances
    scrape = yaml.safe_load((DEPLOY / "prometheus/prometheus.yml").read_text("utf-8"))
    (targets,) = scrape["scrape_configs"][0]["static_configs"]
    assert set(targets["targets"]) == {f"{name}:8000" for name in instances}


def test_an_instance_keeps_its_address_and_reaches_nobody_outside(compose):
    addresses = [
        one["networks"]["inside"]["ipv4_address"]
        for name, one in compose["services"].items()
        if name.startswith("idphoto-")
    ]
    assert len(set(addresses)) == len(addresses)
    assert compose["networks"]["inside"]["internal"] is True


def test_every_file_that_is_mounted_is_here(compose):
    mounts = [
        volume.split(":")[0]
        for one in compose["services"].values()
        for volume in one.get("volumes", [])
    ]
    files = [path for path in mounts if path.startswith("./")]
    assert len(files) == 6
    for path in files:
        assert (DEPLOY / path).is_file(), path


def test_grafana_finds_prometheus_and_the_dashboard_where_they_are_mounted(compose):
    source = yaml.safe_load((DEPLOY / "grafana/datasource.yaml").read_text("utf-8"))
    (data,) = source["datasources"]
    assert data["url"] == "http://prometheus:9090"
    providers = yaml.safe_load((DEPLOY / "grafana/dashboards.yaml").read_text("utf-8"))
    folder = providers["providers"][0]["options"]["path"]
    mounts = compose["services"]["grafana"]["volumes"]
    assert any(volume.split(":")[1].startswith(f"{folder}/") for volume in mounts)
