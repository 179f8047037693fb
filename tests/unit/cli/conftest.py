import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.cli.main import main

ASTRONAUT = Path(__file__).parents[3] / "docs" / "astronaut.jpg"


@dataclass
class Folder:
    """A folder of photos, one of results, and the command for them."""

    photos: Path
    out: Path

    def add(self, name, data=None):
        path = self.photos / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(ASTRONAUT.read_bytes() if data is None else data)
        return path

    def run(self, *options, photos=None):
        given = map(str, photos or [self.photos])
        return main([*given, "--out", str(self.out), "--spec", "cn-1inch", *options])

    def results(self):
        found = (path for path in self.out.rglob("*") if path.is_file())
        return {str(path.relative_to(self.out)) for path in found} - {"manifest.jsonl"}

    def records(self):
        lines = (self.out / "manifest.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("IDPHOTO_MATTING", "portrait")
    (tmp_path / "photos").mkdir()
    return Folder(tmp_path / "photos", tmp_path / "out")
