"""A service with keys, and clients that send them."""

import http.client
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client.parser import text_string_to_metric_families

from loadtest.photos import Upload
from loadtest.server import NO_ANSWER, Server, serving
from service.access.keys import digest_of, id_of, new_key

TIMEOUT = 90.0
OBSERVER = "observer"  # the name whose key reads the metrics
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@dataclass(frozen=True, slots=True)
class Reply:
    """The status of one answer, 0 for none, and the seconds that it took."""

    status: int
    seconds: float
    start: float


class KeyedClient:
    """One connection, kept alive, whose requests carry `headers`."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: http.client.HTTPConnection | None = None

    def send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """Status and body of the answer; on a new connection where the old one has ended."""
        for attempt in (1, 2):
            try:
                return self._once(method, path, body, headers)
            except NO_ANSWER:
                self.close()
                if attempt == 2:
                    return 0, b""
        raise AssertionError

    def post(self, upload: Upload, key: str) -> Reply:
        """Send a photo with a key."""
        start = time.monotonic()
        headers = {"Content-Type": upload.content_type, "X-API-Key": key}
        status, _ = self.send("POST", upload.path, upload.body, headers)
        return Reply(status, time.monotonic() - start, start)

    def close(self) -> None:
        """Hang up."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        if self._connection is None:
            host, port = self._server.host, self._server.port
            self._connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        self._connection.request(method, path, body, dict(headers))
        response = self._connection.getresponse()
        return response.status, response.read()


@contextmanager
def serving_with_keys(
    facts: Mapping[str, str], **overrides: object
) -> Iterator[tuple[Server, dict[str, str]]]:
    """A service that knows these names, each with lines of TOML of its own, and their keys."""
    keys = {name: new_key() for name in (*facts, OBSERVER)}
    told = {**facts, OBSERVER: 'scopes = ["metrics"]'}
    with TemporaryDirectory(prefix="loadtest-keys-") as folder:
        path = Path(folder) / "keys.toml"
        path.write_text("".join(_entry(name, keys[name], told[name]) for name in told))
        with serving(matting="portrait", keys_file=path, **overrides) as server:
            yield server, keys


def _entry(name: str, key: str, facts: str) -> str:
    digest = digest_of(key).hex()
    return f'[[key]]\nname = "{name}"\nid = "{id_of(key)}"\nsha256 = "{digest}"\n{facts}\n'


def samples(server: Server, key: str) -> Samples:
    """All metrics of the service."""
    _, text = KeyedClient(server).send("GET", "/metrics", None, {"X-API-Key": key})
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }
