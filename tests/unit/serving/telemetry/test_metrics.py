import re
import time

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_open
from prometheus_client.parser import text_string_to_metric_families as parse

from service.cancellation import CancellationToken
from service.serving.admission.permits import Permits
from service.serving.process.registry import WorkerRegistry
from service.serving.telemetry.metrics import Metrics
from service.serving.telemetry.records import PhotoRecord, RequestRecord
from service.values.outcome import Outcome


@pytest.fixture
def permits():
    return Permits(3, 0, 0, time.sleep)


@pytest.fixture
def metrics(permits):
    return Metrics("1.2.3", permits, WorkerRegistry(1))


def record(status=200, problem="", photo=None, seconds=0.5, **changes):
    fields = {"method": "POST", "route": "/v1/idphoto", "probe": False, "bytes_in": 2_500_000}
    fields |= {"bytes_out": 40_000, **changes}
    return RequestRecord(
        status=status, problem=problem, started=10.0, ended=10 + seconds, photo=photo, **fields
    )


def finished(waited=0.0, steps=("decode", "matting"), **done):
    """A photo that waited so long and was finished."""
    photo, token = PhotoRecord("cn-1inch"), CancellationToken()
    photo.queued -= waited
    photo.timed(lambda _: None)(token)
    for name in steps:
        with token.step(name):
            pass
    photo.finish(Outcome("u2netp", tuple(done.get("warnings", ())), specs=("cn-1inch",)))
    return photo


def value(metrics, name, **labels):
    families = parse(metrics.text("")[0].decode())
    samples = [sample for family in families for sample in family.samples]
    found = [one.value for one in samples if one.name == name and one.labels == labels]
    return found[0] if found else None


def test_a_request_counts_by_route_status_and_problem(metrics):
    metrics.observe(record())
    metrics.observe(record(422, "no-face"))
    metrics.observe(record(422, "no-face"))
    name = "idphoto_requests_total"
    photo = {"method": "POST", "route": "/v1/idphoto"}
    assert value(metrics, name, **photo, status="200", problem="") == 1
    assert value(metrics, name, **photo, status="422", problem="no-face") == 2
    assert value(metrics, "idphoto_request_duration_seconds_sum", route="/v1/idphoto") == 1.5
    assert value(metrics, "idphoto_request_body_bytes_sum") == 7_500_000


def test_methods_that_callers_make_up_are_one(metrics):
    metrics.observe(record(405, method="SECRET"))
    metrics.observe(record(405, method="MAKE"))
    other = {"method": "other", "route": "/v1/idphoto", "status": "405", "problem": ""}
    assert value(metrics, "idphoto_requests_total", **other) == 2


def test_a_finished_photo_counts_with_spec_matting_steps_and_warnings(metrics):
    photo = finished(waited=2.2, warnings=["enlarged", "crown-assumed"])
    metrics.observe(record(photo=photo))
    assert value(metrics, "idphoto_photos_total", spec="cn-1inch", matting="u2netp") == 1
    assert value(metrics, "idphoto_photo_duration_seconds_count") == 1
    assert value(metrics, "idphoto_photo_bytes_sum") == 40_000
    assert value(metrics, "idphoto_warnings_total", code="enlarged") == 1
    assert value(metrics, "idphoto_warnings_total", code="crown-assumed") == 1
    assert value(metrics, "idphoto_queue_wait_seconds_bucket", le="2.0") == 0
    assert value(metrics, "idphoto_queue_wait_seconds_bucket", le="3.0") == 1
    for step in ("decode", "matting"):
        assert value(metrics, "idphoto_step_duration_seconds_count", step=step) == 1


def test_a_photo_that_fails_on_its_way_counts_its_steps_but_not_as_a_photo(metrics):
    photo, token = PhotoRecord("cn-1inch"), CancellationToken()
    photo.timed(lambda _: None)(token)
    with token.step("decode"):
        pass
    metrics.observe(record(422, "no-face", photo=photo))
    assert value(metrics, "idphoto_step_duration_seconds_count", step="decode") == 1
    assert value(metrics, "idphoto_photo_duration_seconds_count") == 0
    assert value(metrics, "idphoto_photos_total", spec="cn-1inch", matting="u2netp") is None


def test_a_refused_photo_waited_until_it_was_refused(metrics):
    photo = PhotoRecord("cn-1inch", queued=10.0)
    metrics.observe(record(429, "busy", photo=photo, seconds=0.7))
    assert value(metrics, "idphoto_queue_wait_seconds_sum") == pytest.approx(0.7)
    assert value(metrics, "idphoto_photo_duration_seconds_count") == 0


def test_permits_are_looked_up_when_asked_for(metrics, permits):
    assert value(metrics, "idphoto_permits_limit") == 3
    permit = permits.acquire()
    assert value(metrics, "idphoto_permits_in_use") == 1
    permit.release()
    assert value(metrics, "idphoto_permits_in_use") == 0


def test_version_workers_waiting_and_model_loads_are_told(metrics):
    metrics.loaded("portrait", 1.5)
    assert value(metrics, "idphoto_build_info", version="1.2.3") == 1
    assert value(metrics, "idphoto_workers") == 0, "none is ready"
    assert value(metrics, "idphoto_waiting_requests") == 0
    assert value(metrics, "idphoto_model_load_seconds_count", matting="portrait") == 1
    assert value(metrics, "idphoto_model_load_seconds_sum", matting="portrait") == 1.5


def test_openmetrics_is_for_those_who_ask_for_it(metrics):
    metrics.observe(record(photo=finished()))
    text, kind = metrics.text("application/openmetrics-text; version=1.0.0")
    assert kind.startswith("application/openmetrics-text")
    assert text.endswith(b"# EOF\n")
    assert "idphoto_requests" in {family.name for family in parse_open(text.decode())}
    assert metrics.text("")[1].startswith("text/plain")


def test_names_follow_the_conventions_of_prometheus(metrics):
    """Lower case, the service's prefix, base units at the end, _total for counters alone."""
    metrics.observe(record(photo=finished()))
    for family in parse(metrics.text("")[0].decode()):
        assert re.fullmatch(r"idphoto_[a-z_]+", family.name)
        assert not re.search(r"_(ms|milliseconds|kb|mb)\b", family.name)
        if family.type == "histogram":
            assert family.name.endswith(("_seconds", "_bytes")), family.name
        for sample in family.samples:
            assert sample.name.endswith("_total") == (family.type == "counter"), sample.name


def test_each_process_has_its_own_without_shared_files(metrics, permits):
    metrics.observe(record())
    other = Metrics("1.2.3", permits, WorkerRegistry(1))
    assert value(other, "idphoto_request_body_bytes_count") == 0
