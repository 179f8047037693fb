"""Alerts and dashboard: queries that Prometheus can read, of metrics that the service has."""

import json
import re

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as parse

from tests.deploy.conftest import CHART, DEPLOY, run
from tests.web.conftest import app, client  # noqa: F401 - fixtures

ALERTS = DEPLOY / "prometheus" / "alerts.yaml"
OPERATOR = DEPLOY / "kubernetes/overlays/production/alerts.yaml"
RULES = yaml.safe_load(ALERTS.read_text("utf-8"))


@pytest.fixture(scope="module")
def queries():
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    return [one["expr"] for panel in board["panels"] for one in panel["targets"]]


@pytest.fixture
def families(client, astronaut):  # noqa: F811
    """What the service exports once it has done everything that it counts."""
    client.post("/v1/idphoto?spec=cn-1inch", data=astronaut, content_type="image/png")
    return list(parse(client.get("/metrics").text))


def test_the_dashboard_asks_for_metrics_that_exist_and_shows_them_all(queries, families):
    asked = set(re.findall(r"idphoto_[a-z_]+", " ".join(queries)))
    exported = {sample.name for family in families for sample in family.samples}
    assert asked <= exported
    for family in families:
        names = {sample.name for sample in family.samples}
        assert names & asked, f"no panel shows {family.name}"


def test_queries_group_and_filter_by_labels_that_exist(queries, families):
    labels = {label for family in families for one in family.samples for label in one.labels}
    targets = {"job", "instance"}
    alerts = [rule["expr"] for rule in RULES["groups"][0]["rules"]]
    for query in [*queries, *alerts]:
        for names in re.findall(r"by \(([^)]*)\)", query):
            assert set(re.split(r", *", names)) <= labels | targets, query
        for names in re.findall(r"\{([^}]*)\}", query):
            assert set(re.findall(r"(\w+)=~?\"", names)) <= labels | {"job"}, query


def test_alerts_ask_for_metrics_that_exist(families):
    exported = {sample.name for family in families for sample in family.samples}
    for rule in RULES["groups"][0]["rules"]:
        assert set(re.findall(r"\bidphoto_[a-z_]+", rule["expr"])) <= exported, rule["alert"]


def test_every_alert_is_explained():
    page = (DEPLOY.parent / "docs/operate/alerts.md").read_text("utf-8")
    explained = re.findall(r"^## (Idphoto\w+)$", page, re.MULTILINE)
    assert sorted(explained) == sorted(rule["alert"] for rule in RULES["groups"][0]["rules"])


def test_the_operator_and_the_chart_have_the_same_rules():
    assert yaml.safe_load(OPERATOR.read_text("utf-8"))["spec"] == RULES
    assert (CHART / "alerts.yaml").resolve() == ALERTS


# promtool


def test_prometheus_takes_the_configuration_and_the_rules(promtool):
    run(promtool, "check", "config", DEPLOY / "prometheus/prometheus.yml")
    run(promtool, "check", "rules", ALERTS)


def test_alerts_fire_when_they_should_and_not_before(promtool):
    run(promtool, "test", "rules", DEPLOY / "prometheus/alerts-test.yaml")


def test_prometheus_can_read_every_query_of_the_dashboard_and_of_the_adapter(
    promtool, queries, tmp_path
):
    values = yaml.safe_load((DEPLOY / "kubernetes/prometheus-adapter.yaml").read_text("utf-8"))
    adapted = [
        rule["metricsQuery"].replace("<<.GroupBy>>", "pod").replace("<<.LabelMatchers>>", 'a="b"')
        for rule in values["rules"]["custom"]
    ]
    rules = [
        {"record": f"query:{number}", "expr": query.replace("$__rate_interval", "1m")}
        for number, query in enumerate([*queries, *adapted])
    ]
    path = tmp_path / "queries.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": rules}]}))
    assert f"{len(rules)} rules found" in run(promtool, "check", "rules", path)
