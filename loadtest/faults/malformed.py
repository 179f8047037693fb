"""Clients who send what is no photo."""

import random
import struct
import time
import zlib

from loadtest.client_pool import sending
from loadtest.goals import Goal
from loadtest.photos import CN_1INCH, ID_PHOTO, Upload, small_upload
from loadtest.results import Answer, lost, outcome
from loadtest.server import serving

CLIENTS = 8
GROWTH = 1.05  # of the resident pages, from one half to the other


def malformed(seconds: float) -> tuple[Goal, ...]:
    """Everything that is no photo, as fast as it is refused, beside clients with photos."""
    photo = small_upload()
    refused: list[Answer] = []
    answers: list[Answer] = []
    with serving() as server:
        tree, sizes = server.tree, []
        workers = set(tree.workers())
        for _ in range(2):  # with the first the workers reach the size that they need
            with (
                sending(server, server.permits, [photo]) as photos,
                sending(server, CLIENTS, uploads(photo.body), flood=True) as others,
            ):
                time.sleep(seconds / 2)
            answers += photos
            refused += others
            sizes.append(tree.memory().rss)
        died = workers - set(tree.workers())
    return (malformed_goal(refused, answers, len(died), sizes[1] / sizes[0]),)


def malformed_goal(refused: list[Answer], photos: list[Answer], died: int, growth: float) -> Goal:
    """Whether all that is no photo was refused, and nobody else was disturbed."""
    wrong = [a for a in refused if not 400 <= a.status < 500]
    disturbed = lost(photos) + [a for a in photos if a.status not in (200, 429)]
    measured = (
        f"{len(refused)} refused ({outcome(refused)}); photos beside them {outcome(photos)}; "
        f"{died} workers died, RSS {growth - 1:+.1%}"
    )
    met = not wrong and not disturbed and not died and growth <= GROWTH
    limit = f"only 4xx; photos unharmed; no worker dies; RSS <= +{GROWTH - 1:.0%}"
    return Goal("malformed-input storm", limit, measured, met)


def uploads(photo: bytes) -> list[Upload]:
    """What a careless or a hostile client may send."""
    jpeg, form = "image/jpeg", "multipart/form-data; boundary=x"
    rng = random.Random(1)
    part = b'--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n'
    field = b'--x\r\nContent-Disposition: form-data; name="spec"\r\n\r\ncn-1inch\r\n'
    return [
        Upload("empty", CN_1INCH, b"", jpeg),
        Upload("noise", CN_1INCH, rng.randbytes(200_000), jpeg),
        Upload("half a photo", CN_1INCH, photo[: len(photo) // 2], jpeg),
        Upload("noise after a JPEG's mark", CN_1INCH, photo[:2] + rng.randbytes(5000), jpeg),
        Upload("empty GIF", CN_1INCH, b"GIF89a" + bytes(100), "image/gif"),
        Upload("bomb", CN_1INCH, bomb(60_000, 60_000), "image/png"),
        Upload("text", CN_1INCH, photo, "text/plain"),
        Upload("form without end", CN_1INCH, field + part + photo, form),
        Upload("form with an empty photo", CN_1INCH, part + b"\r\n--x--\r\n", form),
        Upload("form of 2000 fields", CN_1INCH, field * 2000 + b"--x--\r\n", form),
        Upload("form without boundary", CN_1INCH, photo, "multipart/form-data"),
        Upload("unknown spec", f"{ID_PHOTO}?spec=none", photo, jpeg),
        Upload("dpi", f"{ID_PHOTO}?spec=cn-1inch&dpi=1e9", photo, jpeg),
        Upload("background", f"{ID_PHOTO}?spec=cn-1inch&background=%00", photo, jpeg),
        Upload("unknown path", "/v1/" + "x" * 3000, b"", jpeg),
    ]


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")
