import time

from loadtest.client_pool import send, sending

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BUSY = b"HTTP/1.1 429 Busy\r\nRetry-After: 0\r\nContent-Length: 2\r\n\r\nno"
BUSY_FOR_LONG = BUSY.replace(b"Retry-After: 0", b"Retry-After: 30")


def test_clients_go_on_until_so_many_photos_are_finished(scripted, upload):
    with scripted(OK, BUSY, OK, BUSY, OK) as (server, _):
        answers = send(server, 1, [upload], 3)
    assert [answer.status for answer in answers] == [200, 429, 200, 429, 200]


def test_a_flood_neither_waits_nor_keeps_a_connection(scripted, upload):
    with (
        scripted(*[BUSY_FOR_LONG] * 3) as (server, requests),
        sending(server, 1, [upload], flood=True) as answers,
    ):
        deadline = time.monotonic() + 60
        while len(requests) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert [answer.status for answer in answers[:3]] == [429] * 3
    assert len({answer.port for answer in answers[:3]}) == 3
