"""Callers who send what is no photo."""

import http.client
import random
import struct
import threading
import time
import zlib
from collections import Counter

from loadtest.clients import NO_ANSWER, PATH, crowd
from loadtest.faults.worker_kill import small
from loadtest.goals import Goal
from loadtest.results import lost, outcome
from loadtest.server import Server, serving

SENDERS = 8
GROWTH = 1.05  # of the resident pages, from one half of the storm to the other
Request = tuple[str, bytes, dict[str, str]]


def malformed(seconds: float) -> tuple[Goal, ...]:
    """Everything that is no photo, as fast as it is refused, beside callers with photos."""
    with serving() as server:
        assert server.tree is not None
        bad, workers, answers, sizes = requests(small().body), set(server.tree.workers()), [], []
        said: Counter[int] = Counter()
        for _ in range(2):  # with the first the workers reach the size that they need
            with crowd(server, server.permits, [small()]) as people:
                said += _storm(server, bad, seconds / 2)
            answers += people.answers
            sizes.append(server.tree.memory().rss)
        still = set(server.tree.workers())
    wrong = sum(n for status, n in said.items() if not 400 <= status < 500)
    bad_turn = lost(answers) + [a for a in answers if a.status not in (200, 429)]
    grown = sizes[1] / sizes[0]
    measured = (
        f"{sum(said.values())} refused ({', '.join(f'{s}: {n}' for s, n in sorted(said.items()))});"
        f" photos beside them {outcome(answers)}; {len(workers - still)} workers died, "
        f"RSS {grown - 1:+.1%}"
    )
    met = not wrong and not bad_turn and workers == still and grown <= GROWTH
    limit = f"only 4xx; photos unharmed; no worker dies; RSS <= +{GROWTH - 1:.0%}"
    return (Goal("malformed-input storm", limit, measured, met),)


def requests(photo: bytes) -> list[Request]:
    """Path, body and headers of what a careless or a hostile caller may send."""
    jpeg, form = {"Content-Type": "image/jpeg"}, "multipart/form-data; boundary=x"
    rng = random.Random(1)
    part = b'--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n'
    field = b'--x\r\nContent-Disposition: form-data; name="spec"\r\n\r\ncn-1inch\r\n'
    return [
        (PATH, b"", jpeg),
        (PATH, rng.randbytes(200_000), jpeg),
        (PATH, photo[: len(photo) // 2], jpeg),
        (PATH, photo[:2] + rng.randbytes(5000), jpeg),
        (PATH, b"GIF89a" + bytes(100), {"Content-Type": "image/gif"}),
        (PATH, bomb(60_000, 60_000), {"Content-Type": "image/png"}),
        (PATH, photo, {"Content-Type": "text/plain"}),
        (PATH, field + part + photo, {"Content-Type": form}),
        (PATH, part + b"\r\n--x--\r\n", {"Content-Type": form}),
        (PATH, field * 2000 + b"--x--\r\n", {"Content-Type": form}),
        (PATH, photo, {"Content-Type": "multipart/form-data"}),
        ("/v1/idphoto?spec=none", photo, jpeg),
        ("/v1/idphoto?spec=cn-1inch&dpi=1e9", photo, jpeg),
        ("/v1/idphoto?spec=cn-1inch&background=%00", photo, jpeg),
        ("/v1/" + "x" * 3000, b"", jpeg),
    ]


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


def _storm(server: Server, bad: list[Request], seconds: float) -> Counter[int]:
    """How often each status came; 0 is no answer."""
    said: Counter[int] = Counter()
    over = time.monotonic() + seconds

    def send(number: int) -> None:
        turn = number
        while time.monotonic() < over:
            said[_status(server, bad[turn % len(bad)])] += 1
            turn += 1

    threads = [threading.Thread(target=send, args=(number,)) for number in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def _status(server: Server, request: Request) -> int:
    path, body, headers = request
    line = http.client.HTTPConnection(server.host, server.port, timeout=60)
    try:
        line.request("POST", path, body, headers)
        return line.getresponse().status
    except NO_ANSWER:
        return 0
    finally:
        line.close()
