import io
import os
import select
import socket
import threading
from contextlib import contextmanager

from PIL import Image

from loadtest.clients import Crowd, Line
from loadtest.faults.malformed import bomb
from loadtest.photos import KINDS, Form, make
from loadtest.resources import Tree, accepts, between, callers_of, locked
from loadtest.server import Server

PHOTO = Form("a photo", b"12345", "image/jpeg")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BUSY = b"HTTP/1.1 429 Busy\r\nRetry-After: 0\r\nContent-Length: 2\r\n\r\nno"


@contextmanager
def scripted(*answers):
    """A server that gives these answers one after the other; None hangs up without one."""
    script, requests = list(answers), []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            while script:
                line, _ = listener.accept()
                with line:
                    while script and (request := line.recv(65536)):
                        while not request.endswith(PHOTO.body):
                            request += line.recv(65536)
                        requests.append(request)
                        answer = script.pop(0)
                        if answer is None:
                            break
                        line.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Server("127.0.0.1", listener.getsockname()[1]), requests
        thread.join(5)


def test_a_line_is_kept_alive_and_nothing_is_sent_twice():
    with scripted(OK, None, OK) as (server, requests):
        line = Line(server)
        first, cut_off, after = (line.post(PHOTO) for _ in range(3))
        line.close()
    assert [first.status, cut_off.status, after.status] == [200, 0, 200]
    assert cut_off.port == first.port != after.port
    assert cut_off.fault
    assert len(requests) == 3


def test_a_line_that_was_closed_meanwhile_is_opened_again_and_loses_nothing():
    with scripted(OK, OK) as (server, requests):
        line = Line(server)
        assert line.post(PHOTO).status == 200
        line._open.sock.shutdown(socket.SHUT_WR)  # the server sees the end, and hangs up too
        line._open.sock.settimeout(5)
        assert line._open.sock.recv(1, socket.MSG_PEEK) == b""
        assert line.post(PHOTO).status == 200
        line.close()
    assert len(requests) == 2


def test_nobody_there_is_told_apart_from_an_answer_that_was_lost():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert Line(Server("127.0.0.1", port)).post(PHOTO).status == -1


def test_a_crowd_goes_on_until_so_many_photos_are_finished():
    with scripted(OK, BUSY, OK, BUSY, OK) as (server, _):
        people = Crowd(server, 1, [PHOTO])
        people.start(3)
        people.join()
    assert [answer.status for answer in people.answers] == [200, 429, 200, 429, 200]


def test_permits_are_counted_by_the_bytes_that_are_locked():
    table = (
        "1: POSIX  ADVISORY  WRITE 29729 00:01:242 2 3\n"
        "2: POSIX  ADVISORY  WRITE 29719 00:01:242 0 0\n"
        "3: FLOCK  ADVISORY  WRITE 29719 00:1b:77 0 EOF\n"
        "4: POSIX  ADVISORY  WRITE 11 00:01:99 0 0\n"
    )
    assert locked(table, [29729, 29719]) == 3
    assert locked(table, [29719]) == 1
    assert locked(table, []) == 0


def test_a_reading_between_two_others_is_interpolated():
    readings = [(0.0, 10.0), (2.0, 14.0), (4.0, 14.0)]
    assert [between(readings, at) for at in (0, 1, 2, 3, 5)] == [10, 12, 14, 14, 14]


def test_what_a_process_has_accepted_and_takes_is_seen():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as caller:
            accepted, _ = listener.accept()
            with accepted:
                assert caller.getsockname()[1] in callers_of(os.getpid(), port)
        assert not accepts(os.getpid(), port), "it listens, but no event loop watches it"
        with select.epoll() as loop:
            loop.register(listener.fileno())
            assert accepts(os.getpid(), port)


def test_the_tree_of_a_single_process_is_that_process():
    tree = Tree(os.getpid())
    before = tree.cpu_seconds()
    sum(range(3_000_000))
    assert tree.cpu_seconds() > before
    memory = tree.memory()
    assert 0 < memory.pss <= memory.rss * 1.01


def test_a_photo_is_of_its_kind_and_the_same_every_time(tmp_path):
    kind = KINDS[-1]
    sample = make(kind)
    (tmp_path / "photo.jpg").write_bytes(sample.data)
    assert Image.open(tmp_path / "photo.jpg").size == (kind.width, kind.height)
    assert make(kind).data == sample.data


def test_the_bomb_claims_to_be_far_more_than_it_is():
    data = bomb(8_000, 9_000)
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (8_000, 9_000)
    assert len(data) < 1_000
