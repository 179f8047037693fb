"""What the tools make of deploy/: manifests as a cluster would be given them."""

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.needed import missing, program

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
TOOLS = ROOT / ".tools"
OVERLAYS = ("small", "production")
CHART = DEPLOY / "helm" / "idphoto"
VALUES = {"small": (), "production": ("-f", str(CHART / "values-production.yaml"))}


def run(*command):
    """Standard output of a command that succeeds."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def objects_of(text):
    """The objects of a stream of YAML by kind and name."""
    every = [one for one in yaml.safe_load_all(text) if one]
    named = {(one["kind"], one["metadata"]["name"]): one for one in every}
    assert len(named) == len(every)
    return named


@pytest.fixture(scope="session")
def tools():
    """The folder of kubectl, helm and the schemas."""
    if not (TOOLS / ".done").exists():
        missing("kubectl, helm and schemas are not here: `make .tools/.done` fetches them")
    return TOOLS


@pytest.fixture(scope="session")
def kustomized(tools):
    """The objects of each overlay."""
    built = (run(tools / "bin/kubectl", "kustomize", DEPLOY / "kubernetes/overlays" / one)
             for one in OVERLAYS)  # fmt: skip
    return dict(zip(OVERLAYS, map(objects_of, built), strict=True))


@pytest.fixture(scope="session")
def helmed(tools):
    """The objects of the chart with the values that match each overlay."""
    return {one: objects_of(template(tools, *VALUES[one])) for one in OVERLAYS}


def template(tools, *options, name="idphoto"):
    return run(tools / "bin/helm", "template", name, CHART, *options)


@pytest.fixture(params=OVERLAYS)
def objects(request, kustomized):
    return kustomized[request.param]


@pytest.fixture
def pod(objects):
    return objects["Deployment", "idphoto"]["spec"]["template"]["spec"]


@pytest.fixture
def container(pod):
    return pod["containers"][0]


@pytest.fixture(scope="session")
def promtool():
    return program("promtool", "prometheus")
