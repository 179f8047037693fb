"""What became of each photo, one JSON object a line; of several on one photo the last counts."""

import json
from pathlib import Path
from typing import Any

from service.cli.photos import Task

NAME = "manifest.jsonl"
Record = dict[str, Any]


class Manifest:
    """The file of a folder of results, as it was found and as it grows."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._path = out / NAME
        text = self._path.read_text("utf-8", "replace") if self._path.exists() else ""
        records = filter(None, map(_read, text.splitlines()))
        self._known = {record["result"]: record for record in records}
        self._whole = text == "" or text.endswith("\n")

    def holds(self, task: Task, made_by: str) -> bool:
        """Whether this photo, as it is now, has been finished in this way and is still there."""
        record = self._known.get(self._name(task))
        if record is None or record.get("outcome") != "finished":
            return False
        try:
            same = identity(task.photo) == record.get("photo_is")
            return (
                same
                and record.get("made_by") == made_by
                and task.result.stat().st_size == record.get("bytes")
            )
        except OSError:
            return False

    def add(self, task: Task, record: Record) -> None:
        """Append a line in one piece."""
        line = json.dumps({"result": self._name(task), "photo": str(task.photo), **record})
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n" if self._whole else "\n" + line + "\n")
        self._whole = True

    def _name(self, task: Task) -> str:
        return task.result.relative_to(self._out).as_posix()


def identity(photo: Path) -> list[int]:
    """Size in bytes and time of the last change in nanoseconds. Raises OSError."""
    facts = photo.stat()
    return [facts.st_size, facts.st_mtime_ns]


def _read(line: str) -> Record | None:
    """A line's record; None for one that was cut short, or is not this program's."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    known = isinstance(record, dict) and isinstance(record.get("result"), str)
    return record if known else None
