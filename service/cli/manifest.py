"""What became of each photo, one JSON object a line; the last line about a photo counts."""

import json
from pathlib import Path
from typing import Any

from service.cli.files import LocalFiles
from service.cli.photos import Shard, Task

NAME = "manifest.jsonl"
Record = dict[str, Any]


class Manifest:
    """The file of a folder of results, as it was found and as it grows."""

    def __init__(self, out: Path, name: str = NAME) -> None:
        self._out, self.path = out, out / name
        text = self.path.read_text("utf-8", "replace") if self.path.exists() else ""
        self._known = records_of(text)
        self._whole = text == "" or text.endswith("\n")

    def holds(self, task: Task, made_by: str) -> bool:
        """Whether this photo, as it is now, has been finished in this way and is still there."""
        record = self._known.get(self._name(task))
        if record is None:
            return False
        try:
            size = Path(task.result).stat().st_size
            return is_current(record, LocalFiles().identity(task.photo), made_by, size)
        except OSError:
            return False

    def add(self, task: Task, record: Record) -> None:
        """Append a line in one piece."""
        line = line_of(self._name(task), str(task.photo), record)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line if self._whole else "\n" + line)
        self._whole = True

    def _name(self, task: Task) -> str:
        return task.result.relative_to(self._out).as_posix()


def is_current(record: Record, photo_is: list[int], made_by: str, size: int | None) -> bool:
    """Whether a record tells of this photo made in this way, into a file of `size` bytes."""
    told = (record.get(name) for name in ("outcome", "photo_is", "made_by", "bytes"))
    return tuple(told) == ("finished", photo_is, made_by, size)


def name_of(shard: Shard | None) -> str:
    """The file's name; each share has a manifest of its own, as nobody else writes to it."""
    return NAME if shard is None else f"manifest-{shard.name}.jsonl"


def line_of(result: str, photo: str, record: Record) -> str:
    """A line of the manifest: the result's name below its folder, and the photo's."""
    return json.dumps({"result": result, "photo": photo, **record}) + "\n"


def records_of(text: str) -> dict[str, Record]:
    """By the result's name, the last record of each."""
    records = filter(None, map(_read, text.splitlines()))
    return {record["result"]: record for record in records}


def _read(line: str) -> Record | None:
    """A line's record; None for one that was cut short, or is not this program's."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    known = isinstance(record, dict) and isinstance(record.get("result"), str)
    return record if known else None
