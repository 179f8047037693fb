"""The manifests against the official schemas, and against the service that they are for."""

import json
import re
import subprocess
import sys

import pytest
import yaml

from service.settings import Settings
from tests.deploy.conftest import CHART, DEPLOY, ROOT, objects_of, run, template
from tests.deploy.longest import BATCH, LONGEST, SETTINGS
from tests.web.conftest import app, client  # noqa: F401 - fixtures

OLDEST, NEWEST = "1.29", "1.37"
GIB, MIB = 2**30, 2**20
# MB over the idle workers: a photo of the dearest kind while it is decoded, docs/devices.md.
DEAREST_MB = 605
IDLE_WORKER_MB = 183
WITH_MODELS = """
import json, sys
from cloudcoil.models.prometheus_operator import v1
for one in json.load(sys.stdin):
    model = getattr(v1, one["kind"]).model_validate(one)
    said = json.loads(model.model_dump_json(by_alias=True, exclude_none=True))
    assert said == one, f"fields that {one['kind']} does not have: {one} became {said}"
"""


@pytest.mark.parametrize(
    ("made_by", "version"), [("kustomized", OLDEST), ("kustomized", NEWEST), ("helmed", NEWEST)]
)
def test_manifests_keep_the_official_schemas(tools, request, tmp_path, made_by, version):
    overlays = request.getfixturevalue(made_by)
    path = tmp_path / "all.yaml"
    job = yaml.safe_load((DEPLOY / "kubernetes" / "batch-job.yaml").read_text("utf-8"))
    every = [one for objects in overlays.values() for one in objects.values()]
    ours = [one for one in [*every, job] if "monitoring.coreos.com" not in one["apiVersion"]]
    path.write_text(yaml.safe_dump_all(ours))
    done = subprocess.run(
        [sys.executable, "-m", "kubernetes_validate", "--strict", "-k", version, str(path)],
        env={"PYTHONPATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (done.stdout + done.stderr).count("passed") == len(ours)


def test_what_the_prometheus_operator_reads_keeps_its_schemas(tools, kustomized, helmed):
    ours = [
        one
        for overlays in (kustomized, helmed)
        for one in overlays["production"].values()
        if "monitoring.coreos.com" in one["apiVersion"]
    ]
    assert {one["kind"] for one in ours} == {"ServiceMonitor", "PrometheusRule"}
    done = subprocess.run(
        [sys.executable, "-c", WITH_MODELS],
        input=json.dumps(ours),
        env={"PYTHONPATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


# Helm


def by_name(value):
    """Lists of things with names in the order of these: kustomize puts patches first."""
    if isinstance(value, dict):
        return {key: by_name(one) for key, one in value.items()}
    if isinstance(value, list):
        every = [by_name(one) for one in value]
        named = every and all(isinstance(one, dict) and "name" in one for one in every)
        return sorted(every, key=lambda one: one["name"]) if named else every
    return value


def plain(one):
    """An object without the labels that only Helm gives."""
    text = json.dumps(one)
    for label in ("app.kubernetes.io/managed-by", "helm.sh/chart"):
        text = re.sub(rf'"{label}": "[^"]*"(, )?', "", text)
    return json.loads(text.replace(", }", "}"))


@pytest.mark.parametrize("overlay", ["small", "production"])
def test_the_chart_says_what_the_overlay_says(kustomized, helmed, overlay):
    assert helmed[overlay].keys() == kustomized[overlay].keys()
    for name, wanted in kustomized[overlay].items():
        assert by_name(plain(helmed[overlay][name])) == by_name(wanted), name


def test_the_chart_keeps_helms_own_rules(tools):
    run(tools / "bin/helm", "lint", "--strict", CHART)


def test_a_longer_deadline_gives_a_pod_longer_to_end(tools):
    text = template(tools, "--set-string", "settings.DEADLINE_SECONDS=90")
    spec = objects_of(text)["Deployment", "idphoto"]["spec"]["template"]["spec"]
    assert spec["terminationGracePeriodSeconds"] == 90 + 15
    given = {one["name"]: one["value"] for one in spec["containers"][0]["env"]}
    assert given["IDPHOTO_DEADLINE_SECONDS"] == "90"


def test_the_chart_refuses_a_value_that_it_does_not_know(tools):
    command = [str(tools / "bin/helm"), "template", "idphoto", str(CHART), "--set", "memry.limit=1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "memry" in done.stderr


def test_the_chart_refuses_keys_that_would_close_the_metrics_to_who_reads_them(tools):
    command = [str(tools / "bin/helm"), "template", "idphoto", str(CHART), "--set", "keysSecret=k"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "metricsPort" in done.stderr
    assert objects_of(template(tools, *command[4:], "--set", "scrapeAnnotations=false"))


def test_prometheus_is_sent_to_the_port_of_the_metrics(tools):
    options = ("--set", "keysSecret=k", "--set", "metricsPort=9100", "--set", "podAnnotations.a=b")
    pod = objects_of(template(tools, *options))["Deployment", "idphoto"]["spec"]["template"]
    notes = pod["metadata"]["annotations"]
    assert (notes["prometheus.io/port"], notes["a"]) == ("9100", "b")


def test_two_releases_do_not_take_each_others_pods(tools):
    other = objects_of(template(tools, name="second"))
    labels = other["Deployment", "second"]["spec"]["selector"]["matchLabels"]
    assert labels["app.kubernetes.io/instance"] == "second"
    assert other["Service", "second"]["spec"]["selector"] == labels


# The service


def test_probes_ask_addresses_that_answer(container, client):  # noqa: F811
    for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
        probe = container[kind]["httpGet"]
        assert client.get(probe["path"]).status_code == 200, kind
        assert probe["port"] in {port["name"] for port in container["ports"]}
    assert container["livenessProbe"]["httpGet"]["path"] == "/livez"


def test_a_pod_has_the_time_to_finish_what_it_accepted(pod, container):
    pause = int(container["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] >= pause + LONGEST + 2


def test_a_pod_takes_photos_for_the_cores_and_the_memory_that_it_may_use(container):
    given = {one["name"]: one["value"] for one in container["env"]}
    assert given.keys() <= {f"IDPHOTO_{name.upper()}" for name in Settings.model_fields}
    limits = container["resources"]["limits"]
    permits, workers = int(given["IDPHOTO_PERMITS"]), int(given["IDPHOTO_WORKERS"])
    assert permits == 2 * float(limits["cpu"])
    bodies = float(given.get("IDPHOTO_BODY_MEMORY_MB", SETTINGS["body_memory_mb"].default))
    batches = permits // 2 * SETTINGS["max_batch_mb"].default
    needed = workers * IDLE_WORKER_MB + permits * DEAREST_MB + bodies + batches
    assert 1.0 < int(limits["memory"].removesuffix("Gi")) * GIB / (needed * 1e6) < 1.5
    assert limits["cpu"] == container["resources"]["requests"]["cpu"]


def test_photos_wait_in_the_ingress_memory_and_are_asked_again_where_that_is_safe(kustomized):
    objects = kustomized["production"]
    photos, batch = (annotations(objects["Ingress", name]) for name in ("idphoto", "idphoto-batch"))
    assert photos["proxy-request-buffering"] == "on"
    assert photos["client-body-buffer-size"] == photos["proxy-body-size"]  # never to a disk
    assert megabytes(photos["proxy-body-size"]) > SETTINGS["max_body_mb"].default
    assert int(photos["proxy-read-timeout"]) > LONGEST
    assert "non_idempotent" in photos["proxy-next-upstream"]
    assert batch["proxy-request-buffering"] == "off"
    assert megabytes(batch["proxy-body-size"]) > SETTINGS["max_batch_mb"].default
    assert int(batch["proxy-read-timeout"]) > BATCH
    assert "non_idempotent" not in batch["proxy-next-upstream"]


def annotations(ingress):
    return {
        name.rpartition("/")[2]: value for name, value in ingress["metadata"]["annotations"].items()
    }


def megabytes(size):
    return int(size.removesuffix("m"))


def test_a_pod_runs_as_the_image_is_made(pod, container):
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    user = pod["securityContext"]
    assert f"USER {user['runAsUser']}:{user['runAsGroup']}" in dockerfile
    ports = {one["name"]: one["containerPort"] for one in container["ports"]}
    assert f"EXPOSE {ports['http']}" in dockerfile
    assert container["securityContext"]["readOnlyRootFilesystem"] is True


def test_every_selector_finds_the_pods(objects):
    deployment = objects["Deployment", "idphoto"]["spec"]
    labels = deployment["template"]["metadata"]["labels"]
    assert deployment["selector"]["matchLabels"] == labels
    assert objects["PodDisruptionBudget", "idphoto"]["spec"]["selector"]["matchLabels"] == labels
    assert objects["NetworkPolicy", "idphoto"]["spec"]["podSelector"]["matchLabels"] == labels
    assert objects["Service", "idphoto"]["spec"]["selector"] == labels
    assert objects["Service", "idphoto"]["spec"]["ports"][0]["targetPort"] == "http"
    for constraint in deployment["template"]["spec"]["topologySpreadConstraints"]:
        assert constraint["labelSelector"]["matchLabels"] == labels


def test_a_pod_calls_nobody(objects):
    policy = objects["NetworkPolicy", "idphoto"]["spec"]
    assert "Egress" in policy["policyTypes"]
    assert not policy.get("egress")
    assert all(rule["from"] for rule in policy["ingress"])


def test_the_ingress_reaches_the_service_and_not_its_metrics(kustomized, app):  # noqa: F811
    objects = kustomized["production"]
    paths = [
        path
        for name in ("idphoto", "idphoto-batch")
        for path in objects["Ingress", name]["spec"]["rules"][0]["http"]["paths"]
    ]

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


def test_callers_have_keys_and_metrics_a_port_that_the_ingress_does_not_reach(kustomized):
    objects = kustomized["production"]
    pod = objects["Deployment", "idphoto"]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    given = {one["name"]: one["value"] for one in container["env"]}
    (mount,) = container["volumeMounts"]
    assert given["IDPHOTO_KEYS_FILE"] == f"{mount['mountPath']}/keys.toml"
    assert mount["name"] == pod["volumes"][0]["name"]
    ports = {one["name"]: one["containerPort"] for one in container["ports"]}
    assert given["IDPHOTO_METRICS_BIND"] == f"0.0.0.0:{ports['metrics']}"
    (scraped,) = objects["ServiceMonitor", "idphoto"]["spec"]["endpoints"]
    assert scraped["port"] == "metrics"
    opened = [rule["ports"] for rule in objects["NetworkPolicy", "idphoto"]["spec"]["ingress"]]
    assert opened == [[{"port": "http"}], [{"port": "metrics"}]]


def test_the_autoscaler_counts_photos_and_cores_and_owns_the_number_of_pods(kustomized):
    objects = kustomized["production"]
    scaler = objects["HorizontalPodAutoscaler", "idphoto"]["spec"]
    assert [one["type"] for one in scaler["metrics"]] == ["Pods", "Resource"]
    assert "replicas" not in objects["Deployment", "idphoto"]["spec"]
    served = yaml.safe_load((DEPLOY / "kubernetes/prometheus-adapter.yaml").read_text("utf-8"))
    names = {rule["name"]["as"] for rule in served["rules"]["custom"]}
    assert scaler["metrics"][0]["pods"]["metric"]["name"] in names
