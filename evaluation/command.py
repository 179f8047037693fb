"""What the commands of this package have in common: their exit status and their progress bar."""

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

import cv2
from tqdm import tqdm

from service.values.errors import ConfigError

P = ParamSpec("P")
T = TypeVar("T")


def command(main: Callable[P, int]) -> Callable[P, int]:
    """`main`, on one thread of OpenCV; 1 and one line where photos, weights or a name are missing.

    A command of several processes sets the thread in each of them.
    """

    @wraps(main)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        cv2.setNumThreads(1)
        try:
            return main(*args, **kwargs)
        except ConfigError as error:
            print(error, file=sys.stderr)
            return 1

    return run


def progress(items: Iterable[T], total: int | None = None) -> Iterable[T]:
    """`items`, of which there are `total`, with a bar on stderr where that is a terminal."""
    bar: Iterable[T] = tqdm(items, total=total, unit="photo", disable=None, dynamic_ncols=True)
    return bar
