import socket
import struct
import time

from service.serving.request.connection import is_closed


def test_an_open_connection_has_not_hung_up_even_with_bytes_unread(pair):
    ours, theirs = pair
    assert not is_closed(ours)
    theirs.sendall(b"the next request")
    time.sleep(0.01)
    assert not is_closed(ours)


def test_a_closed_connection_has_hung_up_even_behind_bytes_unread(pair):
    ours, theirs = pair
    theirs.sendall(b"the next request")
    theirs.close()
    time.sleep(0.01)
    assert is_closed(ours)


def test_a_closed_sending_half_counts_as_is_closed(pair):
    ours, theirs = pair
    theirs.shutdown(socket.SHUT_WR)
    time.sleep(0.01)
    assert is_closed(ours)


def test_a_reset_connection_has_is_closed(pair):
    ours, theirs = pair
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    theirs.close()
    time.sleep(0.01)
    assert is_closed(ours)
