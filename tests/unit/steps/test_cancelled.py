"""Every step that can take long ends when its photo is given up."""

import numpy as np
import pytest

from service.cancellation import CancellationToken, Cancelled
from service.steps.alpha import refine
from service.steps.encode import encode, fit
from service.steps.foreground import estimate
from service.steps.layout import lay_out
from service.steps.sheet import draw
from service.values.order import FileRule
from service.values.sheet import Cell, Layout
from tests.unit.steps.test_layout import order

NOISE = np.random.default_rng(3).integers(0, 256, (300, 300, 3), np.uint8)
ALPHA = np.tile(np.linspace(0, 1, 300, dtype=np.float32), (300, 1))
LAYOUT = Layout((25.4, 25.4), (Cell(0, 0, 0, 25.4, 25.4, turned=False),))


class After(CancellationToken):
    """Cancelled when it has been looked at so many times."""

    def __init__(self, looks):
        super().__init__()
        self.left = looks

    def raise_if_cancelled(self):
        self.left -= 1
        if self.left < 0:
            self.cancel()
        super().raise_if_cancelled()


WORK = {
    "refine": lambda token: refine(NOISE, ALPHA, 200, token=token),
    "foreground": lambda token: estimate(NOISE, ALPHA, 200, token),
    "lay out": lambda token: lay_out(order([(25, 35, None)]), token),
    "draw": lambda token: draw(LAYOUT, {(0, 1): NOISE}, 300, "none", token),
    "png": lambda token: encode(NOISE, "png", 300, token=token),
    "a sheet's jpeg": lambda token: encode(NOISE, "jpeg", 300, quick=True, token=token),
    "fit": lambda token: fit(NOISE, "webp", 300, FileRule(most=40_000), token=token),
}


@pytest.mark.parametrize("name", WORK)
def test_work_that_nobody_waits_for_ends(name):
    WORK[name](After(10_000))
    with pytest.raises(Cancelled):
        WORK[name](After(0))


@pytest.mark.parametrize("name", ["png", "a sheet's jpeg", "fit"])
def test_a_file_is_given_up_in_its_middle(name):
    with pytest.raises(Cancelled):
        WORK[name](After(2))
