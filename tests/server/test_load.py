import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture
def busy(server, astronaut):
    """Clients that keep every permit taken, and what they were answered."""
    stop = threading.Event()
    answers = []

    def client():
        deadline = time.monotonic() + 30
        while not stop.is_set() and time.monotonic() < deadline:
            answers.append(server.post(astronaut).status)
            if answers[-1] == 429:
                time.sleep(0.3)

    threads = [threading.Thread(target=client) for _ in range(6)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    yield answers
    stop.set()
    for thread in threads:
        thread.join(60)


def test_health_answers_while_every_permit_is_busy(server, busy):
    waits = []
    deadline = time.monotonic() + 30
    while (len(waits) < 40 or 200 not in busy) and time.monotonic() < deadline:
        waits.append(server.get("/livez").seconds)
        time.sleep(0.05)
    waits.sort()
    assert waits[len(waits) // 2] < 0.25
    assert waits[-1] < 2
    assert busy.count(200) > 0


def test_a_hundred_posts_at_once_get_200_or_429_and_nothing_else(server, astronaut):
    before = server.workers()
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: server.post(astronaut), range(100)))
    counts = Counter(answer.status for answer in answers)
    assert set(counts) <= {200, 429}, counts
    assert counts[200] >= 4, "those in work and in the queue are served"
    assert counts[429] > 0, "a hundred do not fit"
    for answer in answers:
        if answer.status == 429:
            assert int(answer.headers["Retry-After"]) >= 1
            assert b"/problems/busy" in answer.body
    assert server.workers() == before
    assert server.post(astronaut).status == 200
