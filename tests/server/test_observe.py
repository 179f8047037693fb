import os
import re
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from loadtest.scrape import folder_of
from tests.server.conftest import running

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def metric(server, pattern):
    found = re.search(rf"^{pattern} (\S+)$", server.get("/metrics").body.decode(), re.MULTILINE)
    return float(found[1]) if found else 0.0


def wait_until(holds, seconds=40):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_metrics_are_those_of_all_workers_and_outlive_a_killed_one(tmp_path, astronaut):
    with running(tmp_path, matting="portrait", workers=2, permits=2) as server:
        folder = folder_of(server.process.pid)
        assert list(folder.glob("*.db"))
        photos = 'idphoto_photos_total{matting="portrait",spec="cn-1inch"}'.replace("{", r"\{")
        for _ in range(4):
            assert server.post(astronaut).status == 200
        assert metric(server, photos) == 4
        assert metric(server, "idphoto_workers") == 2
        assert metric(server, "idphoto_permits_limit") == 2
        for victim in server.workers():
            os.kill(victim, signal.SIGKILL)
            wait_until(lambda gone=victim: gone not in server.workers())
            wait_until(lambda: len(server.workers()) == 2)
            server.wait_ready()
        assert metric(server, photos) == 4
        assert server.post(astronaut).status == 200
        assert metric(server, photos) == 5
        wait_until(lambda: metric(server, "idphoto_workers") == 2)
    assert not folder.exists(), "nothing is left in memory"


@pytest.fixture
def collector():
    """An OTLP/HTTP collector on loopback, and the spans that it got."""
    spans = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent = ExportTraceServiceRequest()
            sent.ParseFromString(self.rfile.read(int(self.headers["Content-Length"])))
            spans.extend(
                span
                for resource in sent.resource_spans
                for scope in resource.scope_spans
                for span in scope.spans
            )
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", spans
    server.shutdown()
    thread.join()
    server.server_close()


def test_spans_reach_a_collector_also_those_of_the_last_moment(tmp_path, astronaut, collector):
    address, spans = collector
    otel = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": address,
        "OTEL_EXPORTER_OTLP_COMPRESSION": "none",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
    }
    with running(tmp_path, variables=otel, matting="portrait", workers=1, tracing=True) as server:
        headers = {"Content-Type": "image/png", "traceparent": CALLER}
        answer = server.request("POST", "/v1/idphoto?spec=cn-1inch", astronaut, headers)
        assert answer.status == 200
        assert answer.headers["traceresponse"].startswith("00-0af7651916cd43dd8448eb211c80319c-")
        wait_until(lambda: "POST /v1/idphoto" in {span.name for span in spans}, 15)
        server.get("/v1/specs")
    names = {span.name for span in spans}
    assert {"decode", "face", "matting", "encode", "queue", "GET /v1/specs"} <= names
    assert "GET /readyz" not in names
    log = (tmp_path / "server.log").read_text()
    assert "Traceback" not in log
    assert "AssertionError" not in log
