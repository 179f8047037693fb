"""One collection by several machines that know nothing of each other."""

import json
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cli.photos import Shard, read_shard

SHARES = 3


@given(st.text(min_size=1), st.integers(1, 100_000))
def test_every_photo_is_of_one_share(place, of):
    holders = [n for n in range(min(of, 50)) if Shard(n, of).holds(PurePath(place))]
    assert len(holders) == 1 if of <= 50 else len(holders) <= 1


def test_shares_are_equal_and_stay_as_they_are():
    places = [PurePath(f"class {n % 7}/{n}.jpg") for n in range(6400)]
    sizes = [sum(Shard(n, 64).holds(place) for place in places) for n in range(64)]
    assert sum(sizes) == 6400
    assert min(sizes) > 60
    assert max(sizes) < 140
    # Other machines, and later versions, have to come to the same answer.
    assert [n for n in range(64) if Shard(n, 64).holds(PurePath("a/b.jpg"))] == [24]


@pytest.mark.parametrize("text", ["3", "3/", "64/64", "-1/4", "a/b", "1/0", "1/4/8", "1.5/4"])
def test_what_is_no_share_is_refused(text):
    with pytest.raises(ValueError, match="look like 3/64"):
        read_shard(text)


def test_shares_have_names_of_one_length():
    assert [Shard(n, 64).name for n in (3, 40)] == ["03-of-64", "40-of-64"]
    assert Shard(0, 1).name == "0-of-1"


def test_shares_make_together_what_one_run_makes(folder):
    # These differ by their suffix alone, and the names of their results must not depend on shares.
    for name in ("a.jpg", "b/a.jpg", "b/a.jpeg", "c.jpg", "d.jpg"):
        folder.add(name)
    for number in range(SHARES):
        assert folder.run("--shard", f"{number}/{SHARES}") == 0
    shared = folder.results()
    records = [
        json.loads(line)
        for number in range(SHARES)
        for line in (folder.out / f"manifest-{number}-of-{SHARES}.jsonl").read_text().splitlines()
    ]
    assert len(records) == 5, "each photo once"
    folder.out = folder.out.with_name("alone")
    assert folder.run() == 0
    manifests = {f"manifest-{number}-of-{SHARES}.jsonl" for number in range(SHARES)}
    assert shared - manifests == folder.results()

    def told(records):
        kept = [{**one, "ms": None} for one in records]
        return sorted(kept, key=lambda one: one["result"])

    assert told(records) == told(folder.records())


def test_a_share_goes_on_by_its_own_manifest(folder, capsys):
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        folder.add(name)
    folder.run("--shard", "0/2")
    first = capsys.readouterr().out
    folder.run("--shard", "0/2")
    assert "0 finished, 0 failed" in capsys.readouterr().out
    assert "manifest-0-of-2.jsonl" in first
    folder.run("--shard", "1/2")
    assert "already finished" not in capsys.readouterr().out


def test_a_share_without_photos_is_finished(folder, capsys):
    folder.add("a.jpg")
    ends = {folder.run("--shard", f"{number}/2") for number in range(2)}
    assert ends == {0}
    assert "0 finished, 0 failed" in capsys.readouterr().out
