"""A ZIP of photos in, a ZIP of finished ones and a manifest out."""

import io
import json
import re
import struct
import time
import tracemalloc
import zipfile

import gevent
import pytest
from PIL import Image

from service.pipeline import idphoto
from service.web.batch import run
from service.web.batch.archive import Archive
from tests.web.test_idphoto import opened, problem

BLANK = io.BytesIO()
Image.new("RGB", (400, 500), "white").save(BLANK, "PNG")
BLANK = BLANK.getvalue()


def zipped(entries, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def post(client, data, headers=None, **fields):
    form = {"photos": (io.BytesIO(data), "photos.zip"), "spec": "cn-1inch", **fields}
    return client.post("/v1/batch", data=form, headers=headers or {})


def result(response):
    """The files of an answer by name, and its manifest."""
    assert response.status_code == 200, response.text
    assert response.content_type == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(response.data))
    assert archive.testzip() is None
    files = {name: archive.read(name) for name in archive.namelist()}
    assert list(files)[-1] == "manifest.json"
    return files, json.loads(files.pop("manifest.json"))


def types(manifest):
    return {
        one["photo"]: one["problem"] and one["problem"]["type"].removeprefix("/problems/")
        for one in manifest["photos"]
    }


def test_photos_come_back_finished_under_their_own_names(client, astronaut):
    photos = [("王小明.png", astronaut), ("class 2/li.jpeg", astronaut)]
    response = post(client, zipped(photos), background="blue")
    files, manifest = result(response)
    assert list(files) == ["王小明.jpg", "class 2/li.jpg"]
    for data in files.values():
        image = Image.open(io.BytesIO(data))
        assert image.size == (295, 413)
        assert image.getpixel((2, 2))[2] > 150
    assert (manifest["made"], manifest["failed"], manifest["ignored"]) == (2, 0, [])
    assert [one["photo"] for one in manifest["photos"]] == [name for name, _ in photos]
    assert [one["file"] for one in manifest["photos"]] == list(files)
    first = manifest["photos"][0]
    assert (first["variant"], first["problem"], first["media_type"]) == (None, None, "image/jpeg")
    assert first["report"]["file"]["bytes"] == len(files["王小明.jpg"])
    assert response.headers["Cache-Control"] == "no-store"


def test_a_photo_of_a_batch_is_the_one_that_idphoto_makes(client, astronaut):
    files, _ = result(post(client, zipped([("a.png", astronaut)]), format="png"))
    alone = client.post("/v1/idphoto?spec=cn-1inch&format=png", data=astronaut,
                        content_type="image/png")  # fmt: skip
    assert files["a.png"] == alone.data
    assert opened(alone).size == (295, 413)


def test_a_raw_body_takes_its_fields_from_the_query(client, astronaut):
    response = client.post(
        "/v1/batch?spec=cn-2inch", data=zipped([("a.png", astronaut)]),
        content_type="application/zip",
    )  # fmt: skip
    files, _ = result(response)
    assert Image.open(io.BytesIO(files["a.jpg"])).size == (413, 579)


def test_what_is_wrong_with_one_photo_stands_in_its_place(client, astronaut):
    entries = [
        ("text.txt", b"no image"), ("blank.png", BLANK), ("good.png", astronaut),
        ("cut.png", astronaut[:40_000]), ("nested.zip", zipped([("a.png", astronaut)])),
        ("empty.png", b""),
    ]  # fmt: skip
    response = post(client, zipped(entries))
    files, manifest = result(response)
    assert list(files) == ["good.jpg"]
    assert types(manifest) == {
        "blank.png": "no-face",
        "good.png": None,
        "cut.png": "damaged-image",
        "nested.zip": "unsupported-media",
        "empty.png": "unusable-entry",
    }
    assert manifest["ignored"] == ["text.txt"]
    assert (manifest["made"], manifest["failed"]) == (1, 4)
    blank = manifest["photos"][0]["problem"]
    assert (blank["status"], blank["request_id"]) == (422, response.headers["X-Request-Id"])


def test_each_photo_has_its_variants(client, astronaut):
    variants = [{"spec": "cn-1inch"}, {"max_kb": 1}, {"spec": "cn-2inch", "format": "png"}]
    files, manifest = result(
        post(
            client, zipped([("a.png", astronaut), ("b.png", BLANK)]), variants=json.dumps(variants)
        )
    )
    assert list(files) == ["a-01-cn-1inch.jpg", "a-03-cn-2inch.png"]
    assert [(one["photo"], one["variant"], one["file"]) for one in manifest["photos"]] == [
        ("a.png", 1, "a-01-cn-1inch.jpg"),
        ("a.png", 2, None),
        ("a.png", 3, "a-03-cn-2inch.png"),
        ("b.png", None, None),
    ]


def test_folders_and_what_systems_leave_behind_are_no_photos(client, astronaut):
    entries = [
        ("class/", b""), ("class/a.png", astronaut), ("__MACOSX/class/._a.png", b"x"),
        (".DS_Store", b"x"), ("class/Thumbs.db", b"x"),
    ]  # fmt: skip
    files, manifest = result(post(client, zipped(entries)))
    assert list(files) == ["class/a.jpg"]
    assert manifest["ignored"] == ["__MACOSX/class/._a.png", ".DS_Store", "class/Thumbs.db"]


def flagged(data, offset, bits):
    """A ZIP of one entry with flag bits set in both headers, or another method at offset + 2."""
    changed = bytearray(data)
    directory = data.index(b"PK\x01\x02")
    for at in (6 + offset, directory + 8 + offset):
        changed[at] |= bits
    return bytes(changed)


def test_an_entry_that_may_not_be_inflated_is_not(client, astronaut, monkeypatch):
    read = []
    monkeypatch.setattr(Archive, "read", lambda _, entry: read.append(entry.name) or b"")
    good = zipped([("a.png", astronaut)])
    bomb = zipped([("a.png", bytes(5_000_000))], zipfile.ZIP_DEFLATED)
    large = zipped([("a.png", bytes(20_000_001))], zipfile.ZIP_STORED)
    for data, word in (
        (flagged(good, 0, 1), "encrypted"),
        (flagged(good, 2, 12), "deflate"),
        (bomb, "100 times"),
        (large, "20000000"),
    ):
        _, manifest = result(post(client, data))
        assert types(manifest) == {"a.png": "unusable-entry"}
        assert word in manifest["photos"][0]["problem"]["detail"]
    assert read == []


def test_an_entry_that_says_too_little_of_itself_is_read_no_further(client):
    """Its directory promises 1000 bytes; there are 50 MB."""
    data = bytearray(zipped([("a.png", bytes(50_000_000))], zipfile.ZIP_DEFLATED))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        data[(at := data.index(signature) + offset) : at + 4] = struct.pack("<I", 1000)
    tracemalloc.start()
    _, manifest = result(post(client, bytes(data)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert types(manifest) == {"a.png": "unusable-entry"}
    assert peak < 5_000_000


def test_an_entry_whose_bytes_have_changed_is_told(client, astronaut):
    data = bytearray(zipped([("a.png", astronaut), ("b.png", astronaut)]))
    data[1000] ^= 1
    files, manifest = result(post(client, bytes(data)))
    assert types(manifest) == {"a.png": "unusable-entry", "b.png": None}
    assert list(files) == ["b.jpg"]


@pytest.mark.parametrize(
    ("entries", "compression", "status", "kind"),
    [
        (lambda: [("folder/", b"")], 0, 422, "invalid-field"),
        (lambda: [(f"{n}.png", b"x") for n in range(201)], 0, 413, "archive-too-large"),
        (lambda: [(f"{n}.png", bytes(19_000_000)) for n in range(11)], 8, 413, "archive-too-large"),
        (lambda: [(f"{n}" * 9, b"") for n in range(20_000)], 0, 413, "archive-too-large"),
    ],
    ids=["nothing", "files", "bytes", "entries"],
)
def test_a_zip_of_nothing_or_of_too_much_is_refused_as_a_whole(
    client, entries, compression, status, kind
):
    problem(post(client, zipped(entries(), compression)), status, kind)


def test_what_is_no_zip_or_none_that_is_whole_is_refused(client):
    problem(post(client, b"no zip at all"), 415, "unsupported-media")
    problem(post(client, zipped([("a.png", BLANK)])[:-30]), 422, "damaged-archive")
    problem(post(client, b""), 422, "invalid-field")


def test_variants_count_towards_the_number_of_photos(client):
    data = zipped([(f"{n}.png", BLANK) for n in range(101)])
    variants = json.dumps([{"spec": "cn-1inch"}, {"spec": "cn-2inch"}])
    answer = problem(post(client, data, variants=variants), 413, "archive-too-large")
    assert "202 files (101 photos, 2 variants each); 200 are" in answer["detail"]


def test_a_larger_body_than_that_of_a_photo_is_taken_but_has_a_limit(client, app, monkeypatch):
    padding = zipped([("a.png", b"x"), ("b.png", bytes(19_000_000)), ("c.png", bytes(9_000_000))])
    assert len(result(post(client, padding))[1]["photos"]) == 3
    monkeypatch.setattr(app.extensions["idphoto"].batches, "max_bytes", 25_000_000)
    assert "25 MB" in problem(post(client, padding), 413, "body-too-large")["detail"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"spec": "no-such"}, "spec"), ({"image": "x"}, "image"), ({"variants": "[]"}, "variants")],
)
def test_a_wrong_field_is_one_problem_for_all(client, fields, field):
    answer = problem(post(client, zipped([("a.png", BLANK)]), **fields), 422, "invalid-field")
    assert answer["field"] == field


def test_no_more_batches_than_places_are_in_work(client, app, astronaut):
    batches = app.extensions["idphoto"].batches
    taken = [batches.locks.acquire() for _ in range(batches.most)]
    try:
        answer = problem(post(client, zipped([("a.png", astronaut)])), 429, "busy")
        assert answer["retry_after"] > 1
    finally:
        for slot in taken:
            batches.locks.release(slot)
    result(post(client, zipped([("a.png", astronaut)])))


def test_everything_held_is_given_back(client, app, astronaut):
    result(post(client, zipped([("a.png", astronaut)])))
    here = app.extensions["idphoto"]
    assert here.batches.in_work == here.batches.bodies.held == 0
    late = time.monotonic() + 30  # a permit comes back a moment after its answer
    while here.executor.permits.in_use:
        assert time.monotonic() < late
        gevent.sleep(0.02)


def test_an_answer_that_nobody_takes_gives_everything_back(client, app, astronaut):
    here = app.extensions["idphoto"]
    form = {"photos": (io.BytesIO(zipped([("a.png", astronaut)])), "a.zip"), "spec": "cn-1inch"}
    response = client.post("/v1/batch", data=form, buffered=False)
    assert here.batches.in_work == 1
    response.close()
    assert here.batches.in_work == here.batches.bodies.held == 0


def test_what_a_batch_has_no_time_for_is_told_and_the_rest_is_there(client, astronaut, monkeypatch):
    late = []
    real = run.make_idphotos
    left = property(lambda _: 0.0 if late else 60.0)
    monkeypatch.setattr("service.serving.request.deadline.RequestDeadline.left", left)
    monkeypatch.setattr(run, "make_idphotos", lambda *a: (real(*a), late.append(1))[0])
    photos = [(f"{n}.png", astronaut) for n in range(3)]
    files, manifest = result(post(client, zipped(photos)))
    assert len(files) == 1
    assert types(manifest) == {
        "0.png": None, "1.png": "deadline-exceeded", "2.png": "deadline-exceeded",
    }  # fmt: skip
    assert "send it again" in manifest["photos"][2]["problem"]["detail"]


def test_a_service_that_is_about_to_stop_begins_no_further_photo(
    client, app, astronaut, monkeypatch
):
    here = app.extensions["idphoto"]
    real = run.make_idphotos

    def last(*arguments):
        monkeypatch.setattr(here, "draining", True)
        return real(*arguments)

    monkeypatch.setattr(run, "make_idphotos", last)
    data = zipped([("a.png", astronaut), ("b.png", astronaut)])
    files, manifest = result(post(client, data))
    assert types(manifest) == {"a.png": None, "b.png": "not-ready"}
    assert list(files) == ["a.jpg"]
    problem(post(client, data), 503, "not-ready")


def test_a_worker_that_makes_way_takes_no_batch_but_is_ready_for_photos(
    client, app, astronaut, monkeypatch
):
    here = app.extensions["idphoto"]
    monkeypatch.setattr(here, "retiring", True)
    problem(post(client, zipped([("a.png", astronaut)])), 503, "not-ready")
    assert here.ready
    photo = {"image": (io.BytesIO(astronaut), "a.png"), "spec": "cn-1inch"}
    assert client.post("/v1/idphoto", data=photo).status_code == 200


def test_a_fault_with_one_photo_leaves_the_others(client, astronaut, monkeypatch):
    real, faults = idphoto.decode, [1]

    def decode(*arguments):
        if faults:
            faults.pop()
            raise ZeroDivisionError
        return real(*arguments)

    monkeypatch.setattr(idphoto, "decode", decode)
    _, manifest = result(post(client, zipped([("a.png", astronaut), ("b.png", astronaut)])))
    assert types(manifest) == {"a.png": "internal", "b.png": None}


def test_photos_are_counted_when_the_batch_has_ended(client, astronaut):
    def photos():
        text = client.get("/metrics").text
        found = re.search(r'idphoto_photos_total{.*spec="cn-1inch"} (.+)', text)
        return float(found[1]) if found else 0

    before = photos()
    response = post(client, zipped([("a.png", astronaut), ("b.png", BLANK), ("c.png", astronaut)]))
    result(response)
    response.close()
    assert photos() == before + 2


def test_what_phones_put_beside_photos_is_ignored(client, astronaut):
    beside = ["IMG_1.AAE", "IMG_1.MOV", "IMG_1.xmp", "a/notes.txt", "IMG_1.DNG", "b/list.xlsx"]
    data = zipped([("IMG_1.JPG", astronaut), *((name, b"x") for name in beside), ("2", astronaut)])
    files, manifest = result(post(client, data))
    assert list(files) == ["IMG_1.jpg", "2.jpg"]
    assert manifest["ignored"] == beside
    assert manifest["failed"] == 0


def test_a_zip_of_such_files_alone_is_told_so(client):
    told = problem(post(client, zipped([("IMG_1.MOV", b"x")])), 422, "invalid-field")
    assert "IMG_1.MOV" in told["detail"]
