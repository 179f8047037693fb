"""The examples in deploy/ against the service that they are for."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as parse

from service.settings import Settings
from service.web.observe import CALLER_HEADER
from tests.web.conftest import app, client  # noqa: F401 - fixtures

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SETTINGS = Settings.model_fields
# The deadline counts body and wait as well; after a second more the service ends by itself.
LONGEST = max(SETTINGS["deadline_seconds"].default, SETTINGS["body_seconds"].default) + 1
BATCH = SETTINGS["batch_seconds"].default + SETTINGS["deadline_seconds"].default


@pytest.fixture(scope="module")
def objects():
    found = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8"))
    return {one["kind"]: one for one in found}


@pytest.fixture(scope="module")
def pod(objects):
    return objects["Deployment"]["spec"]["template"]["spec"]


@pytest.fixture(scope="module")
def container(pod):
    return pod["containers"][0]


@pytest.fixture(scope="module")
def queries():
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    variables = [
        one["query"]["query"] for one in board["templating"]["list"] if one["type"] == "query"
    ]
    return variables + [one["expr"] for panel in board["panels"] for one in panel["targets"]]


@pytest.fixture
def families(client, astronaut):  # noqa: F811
    """What the service exports once it has done everything that it counts."""
    client.post("/v1/idphoto?spec=cn-1inch", data=astronaut, content_type="image/png")
    return list(parse(client.get("/metrics").text))


# Grafana


def test_the_dashboard_asks_for_metrics_that_exist_and_shows_them_all(queries, families):
    asked = set(re.findall(r"idphoto_[a-z_]+", " ".join(queries)))
    exported = {sample.name for family in families for sample in family.samples}
    assert asked <= exported
    for family in families:
        names = {sample.name for sample in family.samples}
        assert names & asked, f"no panel shows {family.name}"


def test_the_dashboard_groups_and_filters_by_labels_that_exist(queries, families):
    labels = {label for family in families for one in family.samples for label in one.labels}
    for query in queries:
        for names in re.findall(r"by \(([^)]*)\)", query):
            assert set(re.split(r", *", names)) <= labels, query
        for names in re.findall(r"\{([^}]*)\}", query):
            assert set(re.findall(r"(\w+)=~?\"", names)) <= labels | {"job"}, query


# Kubernetes


def test_probes_ask_addresses_that_answer(container, client):  # noqa: F811
    for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
        probe = container[kind]["httpGet"]
        assert client.get(probe["path"]).status_code == 200, kind
        assert probe["port"] in {port["name"] for port in container["ports"]}
    assert container["livenessProbe"]["httpGet"]["path"] == "/livez"


def test_a_pod_has_the_time_to_finish_what_it_accepted(pod, container):
    pause = int(container["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] >= pause + LONGEST + 2


def test_a_pod_takes_photos_for_the_cores_that_it_may_use(container):
    cores = float(container["resources"]["limits"]["cpu"])
    given = {one["name"]: one["value"] for one in container["env"]}
    assert int(given["IDPHOTO_PERMITS"]) == 2 * cores
    assert given.keys() <= {f"IDPHOTO_{name.upper()}" for name in Settings.model_fields}


def test_the_ingress_lets_photos_through_and_keeps_none(objects):
    notes = objects["Ingress"]["metadata"]["annotations"]
    said = {name.rpartition("/")[2]: value for name, value in notes.items()}
    assert said["proxy-request-buffering"] == "off"
    assert int(said["proxy-body-size"].removesuffix("m")) > SETTINGS["max_batch_mb"].default
    assert int(said["proxy-read-timeout"]) > BATCH
    assert objects["Ingress"]["spec"]["ingressClassName"] == "nginx"


def test_a_pod_runs_as_the_image_is_made(pod, container, objects):
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    user = pod["securityContext"]
    assert f"USER {user['runAsUser']}:{user['runAsGroup']}" in dockerfile
    port = container["ports"][0]["containerPort"]
    assert f"EXPOSE {port}" in dockerfile
    notes = objects["Deployment"]["spec"]["template"]["metadata"]["annotations"]
    assert notes["prometheus.io/port"] == str(port)
    assert notes["prometheus.io/path"] == "/metrics"


def test_every_selector_finds_the_pods(objects):
    labels = objects["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert objects["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert objects["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert objects["Service"]["spec"]["selector"] == labels
    assert objects["Service"]["spec"]["ports"][0]["targetPort"] == "http"


def test_the_ingress_reaches_the_service_and_not_its_metrics(objects, app):  # noqa: F811
    paths = objects["Ingress"]["spec"]["rules"][0]["http"]["paths"]

    def reached(address):
        return any(
            address == path["path"]
            or (path["pathType"] == "Prefix" and address.startswith(path["path"] + "/"))
            for path in paths
        )

    inside = {"/metrics", "/livez", "/readyz", "/healthz"}
    rules = {re.sub(r"<[^>]*>", "x", rule.rule) for rule in app.url_map.iter_rules()}
    assert inside <= rules
    assert {rule for rule in rules if not reached(rule)} - {"/static/x"} == inside


# Docker


def test_compose_builds_this_and_lets_it_finish():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    ours, front = services["idphoto"], services["nginx"]
    assert (DEPLOY / ours["build"]["context"] / "Dockerfile").resolve() == ROOT / "Dockerfile"
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    for name in ours["build"]["args"]:
        assert f"ARG {name}" in dockerfile
    assert int(ours["stop_grace_period"].removesuffix("s")) >= LONGEST + 2
    assert "ports" not in ours, "the public comes through nginx"
    assert (DEPLOY / front["volumes"][0].partition(":")[0]).is_file()


def test_idle_connections_outlast_those_of_a_load_balancer_in_every_example(container):
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    given = {one["name"]: one["value"] for one in container["env"]}
    text = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text("utf-8"))
    (front,) = re.findall(r"keepalive_timeout (\d+)s;", text)
    for seconds in (
        services["idphoto"]["environment"]["IDPHOTO_KEEPALIVE_SECONDS"],
        given["IDPHOTO_KEEPALIVE_SECONDS"],
        front,
    ):
        assert int(seconds) > 60


def test_nginx_denies_metrics_writes_no_photo_and_agrees_with_the_settings():
    text = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text("utf-8"))
    assert re.search(r"location = /metrics \{\s*return 404;\s*\}", text)
    (batch,) = re.findall(r"location = /v1/batch \{.*?\n    \}", text, re.DOTALL)
    for part, most_mb, longest in (
        (text.replace(batch, ""), "max_body_mb", LONGEST),
        (batch, "max_batch_mb", BATCH),
    ):
        said = dict(re.findall(r"^\s*(\w+) ([^;{]+);", part, re.MULTILINE))
        assert said["proxy_request_buffering"] == "off"
        assert said["proxy_max_temp_file_size"] == "0"
        assert int(said["client_max_body_size"].removesuffix("m")) > SETTINGS[most_mb].default
        assert int(said["proxy_read_timeout"].removesuffix("s")) > longest
    assert "\n    access_log off;" in text
    assert "\n    limit_conn callers 20;" in text
    assert text.count(f'proxy_set_header {CALLER_HEADER} "";') == text.count("proxy_pass ")


def test_what_nginx_refuses_is_a_problem_of_the_service(client):  # noqa: F811
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    pages = dict(re.findall(r"error_page (\d+) (@[\w-]+);", text))
    assert set(pages) == {"413", "429", "502", "504"}
    for status, name in pages.items():
        (place,) = re.findall(rf"location {name} \{{(.*?)\n    \}}", text, re.DOTALL)
        assert "default_type application/problem+json;" in place
        ((said, body),) = re.findall(r"return (\d+) '(.*)';", place)
        told = json.loads(body)
        assert said == status == str(told["status"])
        if told["type"] != "about:blank":
            known = client.get(told["type"]).json
            assert (known["title"], known["status"]) == (told["title"], told["status"])
