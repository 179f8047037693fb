"""When the Python client tries again, and when it gives up: against servers that misbehave."""

import asyncio
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from idphoto_client import (
    AsyncIdPhotoClient,
    IdPhotoClient,
    ProblemError,
    TimedOut,
    UnexpectedAnswer,
    Unreachable,
    problems,
)

GOOD = httpx.Response(200, json={"specs": [], "total": 0, "next_offset": None})
ADDRESS = "http://service.test/photos"


def problem(status, slug, **headers):
    said = {"type": f"/problems/{slug}", "title": "", "status": status, "detail": "It is so."}
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=said, headers=headers)


class Service:
    """Gives one answer after the other, the last one again and again."""

    def __init__(self, *answers):
        self.answers, self.requests = answers, []

    def __call__(self, request):
        answer = self.answers[min(len(self.requests), len(self.answers) - 1)]
        self.requests.append(request)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def client(service, **options):
    http = httpx.Client(transport=httpx.MockTransport(service))
    return IdPhotoClient(ADDRESS, http=http, **options)


@pytest.mark.parametrize("status", [429, 502, 503])
def test_it_asks_again_after_retry_after(status):
    service = Service(problem(status, "busy", Retry_After="1"), GOOD)
    start = time.monotonic()
    assert client(service).list_specs().total == 0
    assert time.monotonic() - start >= 1
    assert len(service.requests) == 2


def test_a_lost_connection_is_tried_again_and_then_told():
    service = Service(httpx.ConnectError("refused"), httpx.ReadError("broken"), GOOD)
    assert client(service).list_specs().total == 0
    lost = Service(httpx.ConnectError("refused"))
    with pytest.raises(Unreachable, match="refused"):
        client(lost, retries=1).list_specs()
    assert len(lost.requests) == 2


@pytest.mark.parametrize(
    ("status", "slug", "kind"),
    [
        (422, "no-face", problems.NoFace),
        (413, "body-too-large", problems.BodyTooLarge),
        (500, "internal", problems.Internal),
        (504, "deadline-exceeded", problems.DeadlineExceeded),
        (418, "of-a-newer-service", ProblemError),
    ],
)
def test_what_would_come_again_is_not_repeated(status, slug, kind):
    service = Service(problem(status, slug), GOOD)
    with pytest.raises(kind) as caught:
        client(service).check_photo(b"a photo", spec="cn-1inch")
    assert (caught.value.type, caught.value.status) == (slug, status)
    assert len(service.requests) == 1


def test_a_wait_beyond_the_deadline_is_not_begun():
    service = Service(problem(429, "quota-exceeded", Retry_After="3600"))
    start = time.monotonic()
    with pytest.raises(ProblemError) as caught:
        client(service).list_specs()
    assert caught.value.retry_after == 3600
    assert time.monotonic() - start < 1
    assert len(service.requests) == 1


def test_retry_after_may_be_a_date():
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    with pytest.raises(problems.NotReady) as caught:
        client(Service(problem(503, "not-ready", Retry_After=date))).list_specs()
    assert caught.value.retry_after == pytest.approx(3600, abs=5)


def test_a_proxys_page_is_a_problem_of_no_known_type():
    with pytest.raises(ProblemError) as caught:
        client(Service(httpx.Response(502, html="<h1>Bad Gateway</h1>")), retries=0).list_specs()
    assert (caught.value.type, caught.value.status) == ("about:blank", 502)


def test_key_language_time_and_a_proxys_path_are_sent():
    service = Service(GOOD)
    client(service, api_key="secret", language="zh", timeout=5).list_specs(q="驾驶证", limit=3)
    request = service.requests[0]
    assert request.url.path == "/photos/v1/specs"
    assert dict(request.url.params) == {"q": "驾驶证", "limit": "3"}
    assert request.headers["X-API-Key"] == "secret"
    assert request.headers["Accept-Language"] == "zh"
    assert 4 < float(request.headers["Request-Timeout"]) <= 5


def test_fields_are_sent_as_a_form_has_them():
    service = Service(problem(422, "no-face"))
    with pytest.raises(problems.NoFace):
        client(service).check_photo(
            b"a photo", spec="一寸", strict=True, dpi=300, limits={"roll": [None, 2]}
        )
    sent = service.requests[0].content.decode()
    for name, value in [
        ("spec", "一寸"), ("strict", "true"), ("dpi", "300"), ("limits", '{"roll": [null, 2]}'),
        ("answer", "json"),
    ]:  # fmt: skip
        assert f'name="{name}"\r\n\r\n{value}\r\n' in sent


@pytest.fixture
def silent():
    """A server that takes connections and never answers; after 0.1 s it sends what it is given."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", listening


def test_silence_ends_with_the_timeout(silent):
    start = time.monotonic()
    with IdPhotoClient(silent[0], timeout=0.3) as client, pytest.raises(TimedOut):
        client.list_specs()
    assert time.monotonic() - start < 2


def test_a_trickle_ends_with_the_timeout(silent):
    def trickle():
        connection, _ = silent[1].accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            try:
                for _ in range(100):
                    connection.sendall(b" ")
                    time.sleep(0.1)
            except OSError:
                return  # the client has gone

    thread = threading.Thread(target=trickle)
    thread.start()
    start = time.monotonic()
    with IdPhotoClient(silent[0], timeout=0.5) as client, pytest.raises(TimedOut):
        client.list_specs()
    assert time.monotonic() - start < 3
    thread.join()


def test_a_batch_that_breaks_off_is_told_and_not_begun_again():
    service = Service(httpx.Response(200, content=b"PK\x03\x04 and no more"))
    with pytest.raises(Unreachable, match="broke off"):
        list(client(service).make_batch(b"a ZIP", spec="cn-1inch"))
    assert len(service.requests) == 1
    other = Service(httpx.Response(200, content=b"<h1>This is a proxy's page</h1>"))
    with pytest.raises(UnexpectedAnswer, match="no manifest"):
        list(client(other).make_batch(b"a ZIP", spec="cn-1inch"))


@pytest.mark.parametrize("content", [b"<h1>Welcome</h1>", b'{"specs": [], "more": 1}'])
def test_an_answer_of_something_else_is_told(content):
    with pytest.raises(UnexpectedAnswer):
        client(Service(httpx.Response(200, content=content))).list_specs()


def test_the_same_without_waiting():
    busy = problem(429, "busy", Retry_After="0")
    service = Service(busy, httpx.ConnectError("refused"), GOOD)

    async def ask():
        http = httpx.AsyncClient(transport=httpx.MockTransport(service))
        async with AsyncIdPhotoClient(ADDRESS, http=http) as client:
            return await client.list_specs()

    assert asyncio.run(ask()).total == 0
    assert len(service.requests) == 3
