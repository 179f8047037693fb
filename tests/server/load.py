"""Keep-alive callers that post one photo after the other, and what became of each request."""

import http.client
import threading
import time
from contextlib import contextmanager

HEADERS = {"Content-Type": "image/png"}


class Load:
    """`statuses` of all answers, and the `lost` requests: sent on an open connection, unanswered.

    Each of those with whether the connection was `fresh`: at the server's end the kernel may have
    opened it without that a worker had accepted it. One that could not be opened is `refused`.
    """

    def __init__(self, port, photo, query="spec=cn-1inch"):
        self.port, self.photo, self.path = port, photo, f"/v1/idphoto?{query}"
        self.statuses, self.lost, self.closing, self.refused = [], [], 0, 0
        self._stop = threading.Event()

    def _run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        fresh = True
        while not self._stop.is_set():
            if connection.sock is None:
                fresh = True
                try:
                    connection.connect()
                except ConnectionError:
                    self.refused += 1
                    self._stop.wait(0.05)
                    continue
            try:
                connection.request("POST", self.path, self.photo, HEADERS)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.lost.append((repr(error), fresh))
                connection.close()
                continue
            fresh = False
            self.statuses.append(answer.status)
            self.closing += answer.getheader("Connection") == "close"
            if answer.status == 429:
                self._stop.wait(0.2)
        connection.close()

    @contextmanager
    def of(self, callers):
        threads = [threading.Thread(target=self._run) for _ in range(callers)]
        for thread in threads:
            thread.start()
        try:
            time.sleep(0.5)
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(60)
