"""The event loop turns while large answers are packed."""

import io
import json
import os
import time
import zipfile
from dataclasses import replace

import gevent
import pytest

from service.pipeline.sheet import make_sheet
from service.pipeline.variants import make_idphotos

FILE_BYTES, FILES = 6_000_000, 5
MOST = 0.2  # CPU seconds of this thread without a turn; deflating these files takes one and more
VARIANTS = json.dumps([{"spec": "cn-1inch", "format": "png"}] * FILES)


@pytest.fixture
def enormous(monkeypatch):
    """Finished files are made as large as those of millions of pixels."""

    def photos(*args):
        return [replace(one, data=os.urandom(FILE_BYTES)) for one in make_idphotos(*args)]

    def sheet(*args):
        return replace(make_sheet(*args), data=os.urandom(FILE_BYTES * FILES))

    monkeypatch.setattr("service.web.idphoto.make_idphotos", photos)
    monkeypatch.setattr("service.web.batch.run.make_idphotos", photos)
    monkeypatch.setattr("service.web.sheet.make_sheet", sheet)


@pytest.fixture
def turns():
    """CPU seconds that this thread, the event loop's, has worked from turn to turn."""
    found = []

    def tick():
        while True:
            start = time.thread_time()
            gevent.sleep(0.001)
            found.append(time.thread_time() - start)

    ticking = gevent.spawn(tick)
    yield found
    ticking.kill()


def zip_of(photo):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("one.png", photo)
    return out.getvalue()


@pytest.mark.parametrize(
    ("path", "fields", "accept"),
    [
        ("/v1/idphoto", {"variants": VARIANTS}, "application/zip"),
        ("/v1/idphoto", {"variants": VARIANTS}, "multipart/mixed"),
        ("/v1/idphoto", {"variants": VARIANTS}, "application/json"),
        ("/v1/sheet", {"cells": "cn-1inch"}, "application/json"),
        ("/v1/batch", {"variants": VARIANTS}, "application/zip"),
    ],
)
@pytest.mark.usefixtures("enormous")
def test_no_answer_is_packed_in_the_event_loop(client, astronaut, turns, path, fields, accept):
    batch = path == "/v1/batch"
    sent = {"Content-Type": "application/zip" if batch else "image/png", "Accept": accept}
    data = zip_of(astronaut) if batch else astronaut
    answer = client.post(path, data=data, query_string=fields, headers=sent)
    gevent.sleep(0.01)
    assert answer.status_code == 200
    assert len(answer.data) > FILE_BYTES * FILES
    assert len(turns) > 2
    assert max(turns) < MOST
