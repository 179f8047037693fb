import io
import json
import logging
import sys
import time
import zipfile

import gevent
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from prometheus_client.parser import text_string_to_metric_families as parse

from service.app import create_app, warm
from service.serving.telemetry import tracing
from service.serving.telemetry.logs import access
from service.settings import Settings
from service.values.errors import ConfigError

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
CALLER = {"traceparent": f"00-{TRACE}-{PARENT}-01"}


def samples(client):
    text = client.get("/metrics").text
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in parse(text)
        for sample in family.samples
    }


def counted(client, before, name, **labels):
    key = (name, *sorted(labels.items()))
    return samples(client).get(key, 0) - before.get(key, 0)


def post(client, photo, spec="cn-1inch", headers=None):
    data = {"image": (io.BytesIO(photo), "someone.png"), "spec": spec}
    return client.post("/v1/idphoto", data=data, headers=headers)


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.DEBUG, access.name)
    return lambda: [record.fields for record in caplog.records if record.name == access.name]


# Metrics


def test_a_photo_shows_in_the_metrics(client, astronaut):
    before = samples(client)
    assert post(client, astronaut, "一寸").status_code == 200
    answered = {"method": "POST", "route": "/v1/idphoto", "status": "200", "problem": ""}
    assert counted(client, before, "idphoto_requests_total", **answered) == 1
    photo = {"spec": "cn-1inch", "matting": "portrait"}
    assert counted(client, before, "idphoto_photos_total", **photo) == 1
    assert counted(client, before, "idphoto_queue_wait_seconds_count") == 1
    for step in ("decode", "face", "matting", "frame", "alpha", "composite", "encode"):
        assert counted(client, before, "idphoto_step_duration_seconds_count", step=step) >= 1
    late = time.monotonic() + 30  # a photo given up by another test may still be in work
    while samples(client)["idphoto_permits_in_use",]:
        assert time.monotonic() < late
        gevent.sleep(0.02)


def test_a_refusal_shows_by_its_problem_type(client):
    before = samples(client)
    post(client, b"no image at all")
    refused = {"method": "POST", "route": "/v1/idphoto", "status": "415"}
    refused["problem"] = "unsupported-media"
    assert counted(client, before, "idphoto_requests_total", **refused) == 1


def test_who_only_asks_about_the_address_does_not_count_as_a_photo(client):
    before = samples(client)
    client.options("/v1/idphoto")
    asked = {"route": "/v1/idphoto", "status": "200", "problem": ""}
    assert counted(client, before, "idphoto_requests_total", method="OPTIONS", **asked) == 1
    assert counted(client, before, "idphoto_requests_total", method="POST", **asked) == 0


def test_what_callers_make_up_does_not_become_a_label(client, astronaut):
    client.get("/secret-address")
    client.get("/v1/specs/secret-spec")
    post(client, astronaut, "secret-spec")
    client.open("/v1/idphoto", method="SECRET")
    text = client.get("/metrics").text
    assert "secret" not in text.lower()
    assert 'route="/v1/specs/<name>"' in text


def test_models_that_were_loaded_show_at_once(client):
    assert samples(client)["idphoto_model_load_seconds_count", ("matting", "portrait")] == 1


def test_metrics_can_be_switched_off():
    off = create_app(Settings(matting="portrait", metrics=False)).test_client()
    assert off.get("/metrics").status_code == 404
    assert "/metrics" not in off.get("/openapi.json").json["paths"]
    assert off.get("/livez").status_code == 200


# Log


def test_the_line_of_a_photo_says_what_was_done_and_how_long_it_took(client, astronaut, lines):
    post(client, astronaut, headers={**CALLER, "X-Request-Id": "order-9"})
    (line,) = lines()
    assert line["request_id"] == "order-9"
    assert line["trace_id"] == TRACE
    assert line["span_id"] != PARENT
    assert (line["spec"], line["matting"], line["status"]) == ("cn-1inch", "portrait", 200)
    assert line["warnings"] == ["enlarged"]
    assert 0 <= line["queue_ms"] < line["ms"]
    assert sum(line["steps_ms"].values()) <= line["ms"]
    assert "someone" not in json.dumps(line)


def test_the_bytes_of_a_body_are_those_that_were_read(client, astronaut, lines, monkeypatch):
    before = samples(client)
    client.post("/v1/idphoto?spec=cn-1inch", data=astronaut, content_type="image/png")
    monkeypatch.setitem(client.application.config, "MAX_CONTENT_LENGTH", 10)
    client.post("/v1/idphoto?spec=cn-1inch", data=astronaut, content_type="image/png")
    posts = [line.get("bytes_in") for line in lines() if line["method"] == "POST"]
    assert posts == [len(astronaut), None]
    assert counted(client, before, "idphoto_request_body_bytes_sum") == len(astronaut)


def test_the_line_of_a_refusal_names_the_problem(client, lines):
    post(client, b"no image")
    assert lines()[0]["problem"] == "unsupported-media"
    assert "matting" not in lines()[0]


def test_what_is_not_sent_is_not_counted(client, lines):
    tag = client.get("/v1/specs").headers["ETag"]
    client.get("/v1/specs", headers={"If-None-Match": tag})
    client.head("/v1/specs")
    assert [(line["status"], line["bytes_out"] > 0) for line in lines()] == [
        (200, True), (304, False), (200, False),
    ]  # fmt: skip


def test_a_path_is_logged_as_it_can_be_seen(client, lines):
    for path in ("/a%0D%0Ab", "/%1B%5B31m", "/%7F", "/%C2%9B", "/%E2%80%AE", "/%E4%B8%80"):
        client.get(path)
    assert all(line["path"].isprintable() for line in lines())
    assert [line["path"] for line in lines()][::5] == ["/a%0D%0Ab", "/一"]


# Traces


def test_the_answer_names_the_callers_trace(client):
    answer = client.get("/v1/specs", headers=CALLER)
    version, trace, span, flags = answer.headers["traceresponse"].split("-")
    assert (version, trace, flags) == ("00", TRACE, "00")
    assert span != PARENT
    assert "traceresponse" not in client.get("/v1/specs").headers


@pytest.fixture
def traced(monkeypatch):
    """A client of a warm app that records spans, and the spans by name."""
    exporter = InMemorySpanExporter()

    def keeping(resource):
        provider = TracerProvider(resource=resource)
        provider.add_span_processor(SimpleSpanProcessor(exporter))
        return provider

    monkeypatch.setattr(tracing, "exporting", keeping)
    app = create_app(Settings(matting="portrait", tracing=True))
    warm(app)
    return app.test_client(), lambda: {span.name: span for span in exporter.get_finished_spans()}


def test_a_photo_is_a_span_with_one_for_each_step(traced, astronaut, lines):
    client, spans = traced
    answer = post(client, astronaut, headers=CALLER)
    found = spans()
    photo = found.pop("POST /v1/idphoto")
    steps = ["queue", "decode", "face", "matting", "frame", "alpha", "foreground", "composite"]
    assert set(found) == {*steps, "checks", "encode"}
    assert photo.parent.span_id == int(PARENT, 16)
    assert photo.context.trace_id == int(TRACE, 16)
    assert photo.attributes["http.route"] == "/v1/idphoto"
    assert photo.attributes["http.response.status_code"] == 200
    assert photo.attributes["idphoto.spec"] == "cn-1inch"
    assert photo.attributes["idphoto.matting"] == "portrait"
    assert photo.resource.attributes["service.name"] == "idphoto"
    last = photo.start_time
    for name in (*steps, "encode"):
        step = found[name]
        assert step.parent.span_id == photo.context.span_id
        assert last <= step.start_time <= step.end_time <= photo.end_time, name
        last = step.start_time
    span = f"{photo.context.span_id:016x}"
    assert answer.headers["traceresponse"] == f"00-{TRACE}-{span}-01"
    assert lines()[0]["span_id"] == span


def test_a_batch_is_told_of_once_when_its_answer_has_been_taken(traced, astronaut, lines):
    client, spans = traced
    sent = io.BytesIO()
    with zipfile.ZipFile(sent, "w") as archive:
        for name in ("someone.png", "else.png"):
            archive.writestr(name, astronaut)
    answer = client.post(
        "/v1/batch?spec=cn-1inch", data=sent.getvalue(), content_type="application/zip",
        headers=CALLER,
    )  # fmt: skip
    assert "traceresponse" not in answer.headers
    assert answer.data
    answer.close()
    found = spans()
    assert {"queue", "decode", "matting", "encode"} < set(found)
    batch = found["POST /v1/batch"]
    assert batch.context.trace_id == int(TRACE, 16)
    assert batch.attributes["idphoto.spec"] == "cn-1inch"
    (line,) = lines()
    assert line["span_id"] == f"{batch.context.span_id:016x}"
    assert (line["status"], line["photos"], line["made"]) == (200, 2, {"cn-1inch": 2})
    assert (line["bytes_in"], line["bytes_out"]) == (sent.tell(), len(answer.data))
    assert "someone" not in json.dumps(line)


def test_a_batch_that_nobody_takes_is_that_of_a_caller_who_left(client, astronaut, lines):
    sent = io.BytesIO()
    with zipfile.ZipFile(sent, "w") as archive:
        archive.writestr("a.png", astronaut)
    path = "/v1/batch?spec=cn-1inch"
    answer = client.post(path, data=sent.getvalue(), content_type="application/zip")
    assert lines() == []
    answer.close()
    assert [line["status"] for line in lines()] == [499]


def test_a_span_holds_nothing_of_the_caller(traced, astronaut):
    client, spans = traced
    client.post(
        "/v1/idphoto?spec=cn-1inch&background=secret",
        data=astronaut,
        content_type="image/png",
        headers={"User-Agent": "secret", "X-Forwarded-For": "secret", "baggage": "a=secret"},
    )
    assert "secret" not in "".join(span.to_json() for span in spans().values())
    assert spans()["POST /v1/idphoto"].attributes["error.type"] == "invalid-field"


def test_the_name_of_a_span_is_not_the_caller_s(traced):
    client, spans = traced
    client.open("/v1/specs", method="BREWCOFFEE")
    (span,) = spans().values()
    assert span.name == "HTTP"
    assert span.attributes["http.request.method"] == "_OTHER"


def test_probes_are_not_traced_and_faults_are_errors(traced, monkeypatch, astronaut):
    client, spans = traced
    for path in ("/livez", "/readyz", "/metrics"):
        client.get(path)
    assert not spans()
    broken = client.application.extensions["idphoto"]
    monkeypatch.setattr(broken, "engine", object())
    assert post(client, astronaut).status_code == 500
    assert spans()["POST /v1/idphoto"].status.status_code is StatusCode.ERROR


def test_an_unsampled_trace_is_named_but_not_recorded(traced):
    client, spans = traced
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-00"}
    answer = client.get("/v1/specs", headers=headers)
    assert answer.headers["traceresponse"].startswith(f"00-{TRACE}-")
    assert answer.headers["traceresponse"].endswith("-00")
    assert not spans()


def test_the_name_of_the_service_is_the_operators(traced, monkeypatch):
    client, spans = traced
    monkeypatch.setenv("OTEL_SERVICE_NAME", "photos-of-ours")
    client.get("/v1/specs")
    assert spans()["GET /v1/specs"].resource.attributes["service.name"] == "photos-of-ours"


def test_tracing_that_is_not_installed_is_refused_in_one_line(monkeypatch):
    monkeypatch.delitem(sys.modules, "service.serving.telemetry.tracing")
    monkeypatch.delattr("service.serving.telemetry.tracing")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ConfigError, match=r"IDPHOTO_TRACING .* requirements-otel\.txt"):
        create_app(Settings(matting="portrait", tracing=True))


def test_an_exporter_that_is_not_installed_is_refused(monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    with pytest.raises(ConfigError, match="OTEL_EXPORTER_OTLP_PROTOCOL"):
        create_app(Settings(matting="portrait", tracing=True))
