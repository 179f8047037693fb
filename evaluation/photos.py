"""The folder of test photos and the photos in it, by group."""

import os
from pathlib import Path

from service.values.errors import ConfigError

VARIABLE = "IDPHOTO_TEST_PHOTOS"
TRAINING = "training/"  # begins the name of a photo of the folder of training/README.md


def folder() -> Path:
    """The folder of test photos. Raises ConfigError where there is none."""
    value = os.environ.get(VARIABLE)
    if not value:
        raise ConfigError(f"{VARIABLE} is not set; it names the folder of test photos")
    path = Path(value)
    if not path.is_dir():
        raise ConfigError(f"{VARIABLE}={value} is no folder")
    return path


def located(name: str, photos: Path, training: Path | None) -> Path | None:
    """A photo of a table, in `photos`, or under `training/` in that folder, if it is there."""
    if name.startswith(TRAINING):
        path = training / name.removeprefix(TRAINING) if training else None
    else:
        path = photos / name
    return path if path and path.exists() else None


def files(photos: Path, *groups: str, limit: int | None = None) -> list[Path]:
    """The first `limit` photos of each of `groups`, subfolders of `photos`, sorted by name.

    Raises ConfigError where there are none at all.
    """
    paths = [path for group in groups for path in sorted((photos / group).glob("*.*"))[:limit]]
    if not paths:
        raise ConfigError(f"there are no photos in {', '.join(groups)} of {photos}")
    return paths


def group_of(path: Path, photos: Path) -> str:
    """The subfolder of `photos` that holds a photo."""
    return path.parent.relative_to(photos).as_posix()
