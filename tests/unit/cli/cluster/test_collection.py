"""What idphoto-ray decides and writes, without Ray: `make collection` runs it on a cluster."""

import json
import pickle
import sys
from collections import namedtuple
from pathlib import PurePosixPath

import pytest

from service import settings
from service.bootstrap import choose_matting, read_catalogue
from service.cli.cluster.__main__ import start
from service.cli.cluster.ledger import Ledger, plan
from service.cli.cluster.photographer import Photographer
from service.cli.main import order_of
from service.cli.photos import WrongUse
from tests.unit.cli.conftest import ASTRONAUT

Found = namedtuple("Found", "place size changed_ns")


class Bucket:
    """A store in memory, as S3 is: no renames, and each file comes in one piece."""

    def __init__(self, address="s3://photos"):
        self.name, self.held, self.clock = address, {}, 0

    def files(self):
        return [Found(place, len(data), at) for place, (data, at) in self.held.items()]

    def identity(self, photo):
        try:
            return [len(self.held[photo][0]), self.held[photo][1]]
        except KeyError:
            raise FileNotFoundError(photo) from None

    def read(self, photo):
        return self.held[photo][0]

    def write(self, result, data):
        self.clock += 1
        self.held[PurePosixPath(result)] = (bytes(data), self.clock)


@pytest.fixture
def source():
    bucket = Bucket()
    for name in ("b/a.jpg", "a.jpg", "a.png", "notes.txt", ".hidden/x.jpg"):
        bucket.write(name, ASTRONAUT.read_bytes())
    return bucket


@pytest.fixture
def out():
    return Bucket("s3://results")


def photographer(monkeypatch, source, out, **fields):
    monkeypatch.setenv("IDPHOTO_MATTING", "portrait")
    config = settings.load()
    order = order_of({"spec": "cn-1inch", **fields}, read_catalogue(config))
    parts = pickle.loads(pickle.dumps((order, choose_matting(config), config)))  # as Ray sends them
    return Photographer(source, out, *parts)


def made(photographer, photos):
    batch = {
        "place": [str(photo.place) for photo in photos],
        "result": [str(photo.result) for photo in photos],
    }
    rows = photographer(batch)
    assert rows["place"] == batch["place"]
    return [json.loads(record) for record in rows["record"]]


def test_photos_are_planned_as_by_the_command_line(source):
    planned = {str(one.place): str(one.result) for one in plan(source, ".jpg")}
    assert planned == {"a.jpg": "a.jpg.jpg", "a.png": "a.png.jpg", "b/a.jpg": "b/a.jpg"}


def test_a_collection_without_photos_is_refused():
    with pytest.raises(WrongUse, match="no photos found in s3://photos"):
        plan(Bucket(), ".jpg")


def test_an_actor_writes_the_photos_and_hands_on_records_alone(monkeypatch, source, out, folder):
    photos = plan(source, ".jpg")
    records = made(photographer(monkeypatch, source, out), photos)
    assert {record["outcome"] for record in records} == {"finished"}
    assert {str(place) for place in out.held} == {"a.jpg.jpg", "a.png.jpg", "b/a.jpg"}
    folder.add("one.jpg")
    folder.run()
    assert out.read(PurePosixPath("b/a.jpg")) == (folder.out / "one.jpg").read_bytes()
    (told,) = folder.records()
    assert records[0].keys() == told.keys() - {"result", "photo", "made_by"}


def test_what_fails_costs_its_own_row_alone(monkeypatch, source, out):
    source.write("broken.jpg", b"no photo")
    photos = plan(source, ".jpg")
    del source.held[PurePosixPath("a.png")]  # since it was planned
    records = {str(p.place): r for p, r in zip(photos, made(
        photographer(monkeypatch, source, out), photos), strict=True)}  # fmt: skip
    assert records["a.png"]["problem"] == "file"
    assert records["broken.jpg"]["problem"] == "unsupported-media"
    assert records["a.jpg"]["outcome"] == records["b/a.jpg"]["outcome"] == "finished"


def finished(source, out, places):
    """A run that finishes these and is then gone."""
    photos = plan(source, ".jpg")
    with Ledger(source, out, "how") as ledger:
        for photo in photos:
            if str(photo.place) in places:
                out.write(photo.result, b"made")
                record = {"outcome": "finished", "photo_is": [*photo.photo_is], "bytes": 4}
                ledger.add(photo, record)


def left(source, out, how="how"):
    ledger = Ledger(source, out, how)
    return {str(photo.place) for photo in plan(source, ".jpg") if not ledger.holds(photo)}


def test_a_run_goes_on_where_others_ended(source, out):
    assert left(source, out) == {"a.jpg", "a.png", "b/a.jpg"}
    finished(source, out, {"a.jpg"})
    assert left(source, out) == {"a.png", "b/a.jpg"}
    finished(source, out, {"a.png", "b/a.jpg"})
    assert left(source, out) == set()
    manifests = [place for place in out.held if place.match("manifest-*.jsonl")]
    assert len(manifests) == 2, "nobody writes over the manifest of another"


def test_what_has_changed_is_made_again(source, out):
    finished(source, out, {"a.jpg", "a.png", "b/a.jpg"})
    source.write("a.jpg", ASTRONAUT.read_bytes())  # a later one of the same size
    out.write("a.png.jpg", b"cut short")
    del out.held[PurePosixPath("b/a.jpg")]
    assert left(source, out) == {"a.jpg", "a.png", "b/a.jpg"}


def test_other_options_make_everything_again(source, out):
    finished(source, out, {"a.jpg"})
    assert len(left(source, out, how="otherwise")) == 3


def test_the_manifest_of_the_command_line_is_understood(source, out):
    photo = plan(source, ".jpg")[0]
    out.write(photo.result, b"made")
    line = {"result": str(photo.result), "photo": "x", "outcome": "finished", "made_by": "how",
            "photo_is": [*photo.photo_is], "bytes": 4}  # fmt: skip
    out.write("manifest.jsonl", (json.dumps(line) + "\n" + '{"cut sho').encode())
    assert len(left(source, out)) == 2


def test_parts_of_a_manifest_are_written_while_the_run_goes_on(source, out, monkeypatch):
    monkeypatch.setattr("service.cli.cluster.ledger.PART_RECORDS", 2)
    photos = plan(source, ".jpg")
    ledger = Ledger(source, out, "how")
    for photo in photos:
        ledger.add(photo, {"outcome": "failed"})
    (part,) = [data for place, (data, _) in out.held.items() if place.match("manifest-*.jsonl")]
    assert part.count(b"\n") == 2
    with ledger:
        pass
    assert sum(data.count(b"\n") for data, _ in out.held.values()) == 3


def test_without_ray_it_says_what_it_needs(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "service.cli.cluster.main", raising=False)
    assert start() == 2
    assert "requirements-ray.txt" in capsys.readouterr().err
