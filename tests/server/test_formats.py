"""Every kind of file at once, at a service that runs: clear answers, and nobody dies of it."""

import os
from concurrent.futures import ThreadPoolExecutor
from json import loads

from evaluation.formats.decompression_bombs import bombs
from evaluation.formats.page import SPEC, documented
from tests.server.conftest import running

TOGETHER = 8


def test_every_file_posted_at_once_is_answered_as_the_page_says(tmp_path, photos):
    """`make formats` writes docs/formats.md; its outcomes are those of u2netp."""
    weights = os.environ.get("IDPHOTO_MODEL_HOME")
    model = {"model_home": weights} if weights else {"matting": "portrait"}
    files = {path.name: path.read_bytes() for path in (photos / "formats").iterdir()} | bombs()
    reserved = {"queue_length": 20, "queue_seconds": 300, "deadline_seconds": 300}
    with running(tmp_path, workers=2, **reserved, **model) as server:
        before = server.workers()

        def post(data):
            headers = {"Content-Type": "application/octet-stream"}
            return server.request("POST", f"/v1/idphoto?spec={SPEC}", data, headers, timeout=300)

        with ThreadPoolExecutor(TOGETHER) as pool:
            answers = dict(zip(files, pool.map(post, files.values()), strict=True))
        assert server.workers() == before
    told = {}
    for name, answer in answers.items():
        if answer.status == 200:
            told[name] = "200"
            assert answer.body.startswith(b"\xff\xd8"), name
        else:
            problem = loads(answer.body)
            told[name] = f"{answer.status} {problem['type'].removeprefix('/problems/')}"
            assert problem["detail"], name
    assert {n: how for n, how in told.items() if not how.startswith(("200", "4"))} == {}
    if weights:
        assert told == {name: outcome for name, (_, outcome) in documented().items()}
