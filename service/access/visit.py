"""One request of a caller, from its admission to its end, and what it uses of the quota."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from service.access.callers import Caller
from service.access.quotas import PHOTO, Quotas
from service.access.standing import Window, windows
from service.values.request_errors import QuotaExceeded

SOON = 1  # seconds after which a place may be free again


class Visit(Protocol):
    """What a request with photos tells of what it uses."""

    def reserve(self, photos: int) -> None:
        """Make sure that so many photos may be made now. Raises QuotaExceeded."""

    def settle(self, made: int, tried: bool) -> None:
        """Count what was reserved: photos made, or one tried in vain."""

    def work(self) -> Callable[[], object]:
        """Note that work goes on until the returned function is called, even if nobody waits."""

    def end(self) -> None:
        """Note that the request has been answered."""


class Unmetered:
    """The visit of a service without keys."""

    def reserve(self, photos: int) -> None:
        """Nothing is counted."""

    def settle(self, made: int, tried: bool) -> None:
        """Nothing is counted."""

    def work(self) -> Callable[[], object]:
        """Nothing waits for its end."""
        return _nothing

    def end(self) -> None:
        """Nothing is to be given back."""


class MeteredVisit:
    """The visit of one caller. It has a place in the service until it and its work have ended.

    Raises QuotaExceeded where the caller has no place left, or no photo.
    """

    def __init__(self, caller: Caller, quotas: Quotas, *, batch: bool = False) -> None:
        self.caller = caller
        self._quotas = quotas
        self._working: set[object] = set()
        self._ended = False
        self._batch: int | None = None
        with quotas.alone(caller.name):
            self._place: int | None = self._admit(batch)

    def reserve(self, photos: int) -> None:
        """Make sure that so many photos may be made now; of a check none. Raises QuotaExceeded."""
        units = PHOTO * photos or 1
        assert self._place is not None
        with self._quotas.alone(self.caller.name):
            self._quotas.reserve(self.caller.name, self._place, 0)
            self._raise_if_too_much(units)
            self._quotas.reserve(self.caller.name, self._place, units)

    def settle(self, made: int, tried: bool) -> None:
        """Count photos made, or one tried in vain; nothing more is reserved then.

        Where the request has ended before, as a batch that was refused, there is nothing to count.
        """
        name = self.caller.name
        if self._place is None and not made and not tried:
            return
        assert self._place is not None
        with self._quotas.alone(name):
            self._quotas.write(name, self._quotas.used(name).plus(made, int(tried and not made)))
            self._quotas.reserve(name, self._place, 0)

    def work(self) -> Callable[[], object]:
        """Note that work goes on until the returned function is first called."""
        mine = object()
        self._working.add(mine)

        def worked() -> None:
            self._working.discard(mine)
            self._leave()

        return worked

    def end(self) -> None:
        """Note that the request has been answered."""
        self._ended = True
        self._leave()

    def windows(self) -> list[Window]:
        """Where the caller stands."""
        return windows_of(self.caller, self._quotas)

    def _leave(self) -> None:
        if self._ended and not self._working and self._place is not None:
            self._quotas.give_place_back(self._place)
            self._place = None
            if self._batch is not None:
                self._quotas.give_batch_back(self._batch)

    def _admit(self, batch: bool) -> int | None:
        name = self.caller.name
        try:
            self._raise_unless_room(batch)
        except QuotaExceeded:
            used = self._quotas.used(name)
            self._quotas.write(name, replace(used, turned_away=used.turned_away + 1))
            raise
        return self._quotas.take_place(name, 1)

    def _raise_unless_room(self, batch: bool) -> None:
        """Raise QuotaExceeded where there is no photo left, or no place; take that of a batch."""
        most = self._quotas.at_once(self.caller)
        if self._quotas.in_work(self.caller.name) >= most:
            raise _too_many(most, "requests", "请求")
        self._raise_if_too_much(1)
        if batch:
            self._batch = self._quotas.take_batch(self.caller.name)
            if self._batch is None:
                raise _too_many(self._quotas.batches, "batches", "批次")

    def _raise_if_too_much(self, units: int) -> None:
        """Raise QuotaExceeded where so many units are not left in every window."""
        for window in self.windows():
            if PHOTO * window.left < units:
                raise _used_up(window, units)


def windows_of(caller: Caller, quotas: Quotas) -> list[Window]:
    """Where a caller stands at this moment."""
    name = caller.name
    return windows(caller, quotas.used(name), quotas.reserved(name), quotas.now())


def _used_up(window: Window, units: int) -> QuotaExceeded:
    photos, left = max(1, units // PHOTO), int(window.left)
    span, span_zh = {"minute": ("minute", "每分钟"), "day": ("day", "每天")}[window.name]
    return QuotaExceeded(
        f"This key may make {window.limit} photos per {span}; {left} left, {photos} requested. "
        f"Send the request again in {window.reset} s.",
        f"该密钥{span_zh}可制作 {window.limit} 张照片；还剩 {left} 张，本次需要 {photos} 张。"
        f"请在 {window.reset} 秒后重试。",
        retry_after=max(SOON, window.reset),
        **{"violated-policies": [window.name]},
    )


def _too_many(most: int, what: str, what_zh: str) -> QuotaExceeded:
    return QuotaExceeded(
        f"This key may have {most} {what} in progress at once. Wait until one of them is finished.",
        f"该密钥最多同时进行 {most} 个{what_zh}。请等待其中一个完成。",
        retry_after=SOON,
        **{"violated-policies": ["at-once"]},
    )


def _nothing() -> None:
    """Do nothing."""
