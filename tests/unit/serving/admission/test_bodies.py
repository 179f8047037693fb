import io
from contextlib import ExitStack

import pytest
from gunicorn.http.errors import InvalidChunkSize

from service.serving.admission.bodies import Bodies
from service.serving.request.connection import bytes_received, closes, is_unread
from service.values.errors import CallerGone
from service.values.request_errors import BodyTooLarge, Busy, MalformedRequest


def test_bytes_count_while_a_request_holds_them():
    bodies = Bodies(100)
    environ = {"wsgi.input": io.BytesIO(bytes(60))}
    with bodies.metering(environ, 60):
        assert len(environ["wsgi.input"].read(40)) == 40
        assert bodies.held == 40
        assert len(environ["wsgi.input"].read()) == 20
        assert bodies.held == 60
    assert bodies.held == 0


def test_what_would_not_fit_is_refused_before_it_is_read():
    bodies = Bodies(100)
    environ = {"wsgi.input": io.BytesIO(bytes(60))}
    with bodies.metering(environ, 60):
        environ["wsgi.input"].read()
        late = {"wsgi.input": io.BytesIO(bytes(60))}
        with pytest.raises(Busy) as refusal, bodies.metering(late, 60):
            pass
        assert refusal.value.members["retry_after"] >= 1
        assert late["wsgi.input"].tell() == 0
    assert bodies.held == 0


def test_slow_senders_who_announce_much_reserve_nothing():
    bodies = Bodies(100)
    with ExitStack() as stack:
        for _ in range(50):
            environ = {"wsgi.input": io.BytesIO(bytes(50))}
            stack.enter_context(bodies.metering(environ, 50))
            environ["wsgi.input"].read(1)
        assert bodies.held == 50
    assert bodies.held == 0


def test_bodies_that_grow_together_are_stopped_and_what_they_held_comes_back():
    bodies = Bodies(100)
    one, other = ({"wsgi.input": io.BytesIO(bytes(80))} for _ in range(2))
    with bodies.metering(one, 80):
        one["wsgi.input"].read(10)
        with bodies.metering(other, 80):
            one["wsgi.input"].read(70)
            with pytest.raises(Busy):
                other["wsgi.input"].read(80)
        assert bodies.held == 80
        assert isinstance(other["wsgi.input"], io.BytesIO), "the rest is read without counting"
    assert bodies.held == 0


def test_a_body_that_ends_early_is_that_of_a_caller_who_left():
    bodies = Bodies(100)
    environ = {"wsgi.input": io.BytesIO(bytes(20))}
    with bodies.metering(environ, 60):
        assert environ["wsgi.input"].read(60) == bytes(20)
        with pytest.raises(CallerGone):
            environ["wsgi.input"].read(40)
    assert bodies.held == 0
    assert bytes_received(environ) == 20


def test_a_body_whose_connection_is_reset_is_that_of_a_caller_who_left():
    class Reset:
        def read(self, _size):
            raise ConnectionResetError

    environ = {"wsgi.input": Reset()}
    with pytest.raises(CallerGone), Bodies(100).metering(environ, 60):
        environ["wsgi.input"].read(60)


def test_only_so_many_bodies_are_received_at_a_time():
    bodies = Bodies(100, senders=2)
    late = {}
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(bodies.receiving({}))
        with pytest.raises(Busy):
            stack.enter_context(bodies.receiving(late))
    assert closes(late), "the answer says that the connection ends"
    with bodies.receiving({}):
        assert bodies.sending == 1


def test_where_too_many_send_a_refused_body_is_thrown_away_in_haste_and_only_some_are():
    bodies = Bodies(100, senders=4)
    with bodies.discarding() as in_haste:
        assert not in_haste
        assert bodies.sending == 1
    with ExitStack() as stack:
        for _ in range(4):
            stack.enter_context(bodies.receiving({}))
        with bodies.discarding() as in_haste:
            assert in_haste
            with pytest.raises(Busy):
                stack.enter_context(bodies.discarding())
        with bodies.discarding() as in_haste:
            assert in_haste
    assert bodies.sending == 0


def in_chunks(data):
    return {"wsgi.input": io.BytesIO(data), "HTTP_TRANSFER_ENCODING": "chunked"}


def test_a_body_in_chunks_counts_as_it_arrives_and_ends_with_its_last_one():
    bodies, environ = Bodies(100), in_chunks(bytes(60))
    with bodies.metering(environ, 0, 80):
        assert len(environ["wsgi.input"].read(40)) == bodies.held == 40
        assert is_unread(environ)
        assert len(environ["wsgi.input"].read()) == 20
    assert bodies.held == 0
    assert bytes_received(environ) == 60
    assert not is_unread(environ)


def test_a_body_in_chunks_is_never_cut_short():
    for size, fits in ((80, True), (81, False)):
        environ = in_chunks(bytes(size))
        with Bodies(100).metering(environ, 0, 80):
            if fits:
                assert len(environ["wsgi.input"].read()) == size
                continue
            with pytest.raises(BodyTooLarge):
                environ["wsgi.input"].read()
        assert is_unread(environ) is not fits


def test_bodies_in_chunks_do_not_hold_more_than_there_is_room_for():
    bodies = Bodies(100)
    one, other = in_chunks(bytes(70)), in_chunks(bytes(70))
    with bodies.metering(one, 0, 80), bodies.metering(other, 0, 80):
        one["wsgi.input"].read()
        with pytest.raises(Busy):
            other["wsgi.input"].read()


def test_chunks_that_cannot_be_read_end_the_connection():
    class Broken:
        def read(self, _size):
            raise InvalidChunkSize(b"zz")

    environ = {**in_chunks(b""), "wsgi.input": Broken()}
    with pytest.raises(MalformedRequest), Bodies(100).metering(environ, 0, 80):
        environ["wsgi.input"].read()
    assert closes(environ)
