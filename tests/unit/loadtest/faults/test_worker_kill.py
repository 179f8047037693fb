import os
import socket

from loadtest.faults.worker_kill import Kill, client_ports, kill_goals, locked_bytes


def test_permits_are_counted_by_the_bytes_that_are_locked():
    table = (
        "1: POSIX  ADVISORY  WRITE 29729 00:01:242 2 3\n"
        "2: POSIX  ADVISORY  WRITE 29719 00:01:242 0 0\n"
        "3: FLOCK  ADVISORY  WRITE 29719 00:1b:77 0 EOF\n"
        "4: POSIX  ADVISORY  WRITE 11 00:01:99 0 0\n"
    )
    assert locked_bytes(table, [29729, 29719]) == 3
    assert locked_bytes(table, [29719]) == 1
    assert locked_bytes(table, []) == 0


def test_the_clients_of_a_process_are_those_that_it_has_accepted():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            connection, _ = listener.accept()
            with connection:
                assert client.getsockname()[1] in client_ports(os.getpid(), port)


def test_a_killed_worker_may_lose_its_own_photos_only():
    def met(*kills):
        return [goal.met for goal in kill_goals(list(kills))]

    assert met(Kill(2, 2, 0, 0.1, 4.0), Kill(1, 0, 0, 0.2, 3.0)) == [True, True, True]
    assert met(Kill(2, 1, 1, 0.1, 4.0)) == [False, True, True]
    assert met(Kill(1, 2, 0, 0.1, 4.0)) == [False, True, True]
    assert met(Kill(2, 2, 0, 1.1, 5.1)) == [True, False, False]
