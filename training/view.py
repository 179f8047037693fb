"""Where the window lies in each portrait, and the portrait as it is seen through it."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from service.models.portrait import PLACE as PLACE_UNITS
from service.steps.frame import WINDOW_DOWN, WINDOW_SIDE, WINDOW_UP
from training.draw import Draw
from training.store import CANVAS, Store

JITTER = 0.05  # deviation of the detector's eyes and of eyes-to-chin, in eyes-to-chin
HAIR_FROM = 0.85  # eyes-to-chin from the face's middle: beyond is hair


@dataclass(frozen=True)
class View:
    """The pixels of the window on each portrait, and what is known about it.

    `x`, `y` (B, 1, S, S) are places in the portrait's pixels. `face` (B, 3, 1, 1, 1): the true eyes
    and eyes-to-chin; `seen` the same with the detector's error; `index` (B,) which portraits.
    `down`, `across` (B,): eyes-to-chin in pixels of the window.
    """

    x: Tensor
    y: Tensor
    face: Tensor
    seen: Tensor
    index: Tensor
    down: Tensor
    across: Tensor

    @property
    def place(self) -> Tensor:
        """How far right of and below the eyes (B, 2, S, S), as the service tells the network."""
        eye_x, eye_y, unit = self.seen.unbind(1)
        scale = 1 / (PLACE_UNITS * unit)
        return torch.cat([(self.x - eye_x) * scale, (self.y - eye_y) * scale], 1)


def look(store: Store, draw: Draw, own: Tensor, side: int) -> View:
    """Windows of `side` px as the service cuts them, or tighter where somebody cut the photo.

    A person with another background (not `own`) may stand in a larger photo than the portrait,
    as far as nobody is cut off at its edges.
    """
    index = draw.of(store.weight)
    face = store.face[index].view(-1, 3, 1, 1, 1)
    width, height = (size.view(-1, 1, 1, 1) for size in store.size[index].unbind(1))
    above, left_free, right_free = (f.view(-1, 1, 1, 1) for f in store.free[index].unbind(1))
    unit = face[:, 2] * torch.exp(JITTER * draw.normal(1, 1, 1))
    x, y = (face[:, axis] + JITTER * unit * draw.normal(1, 1, 1) for axis in (0, 1))

    def beyond(free: Tensor, most: Tensor) -> Tensor:
        grows = free & ~own & draw.chance(0.7)
        return torch.where(grows, most.clamp(min=0) * draw.uniform(0, 1), 0)

    left, top = x - WINDOW_SIDE * unit, y - WINDOW_UP * unit
    right, bottom = x + WINDOW_SIDE * unit, torch.minimum(y + WINDOW_DOWN * unit, height)
    left = torch.where(left < 0, -beyond(left_free, -left), left)
    top = torch.where(top < 0, -beyond(above, -top), top)
    right = torch.where(right > width, width + beyond(right_free, right - width), right)

    def tighter(share: float, most: float) -> Tensor:
        return torch.where(draw.chance(share), draw.uniform(0, most), 0)

    left = left + tighter(0.12, 0.12) * (right - left)
    right = right - tighter(0.12, 0.12) * (right - left)
    bottom = bottom - tighter(0.15, 0.15) * (bottom - top)
    at = (torch.arange(side, device=x.device) + 0.5) / side
    columns = (left + (right - left) * at).expand(-1, 1, side, side)
    rows = (top + (bottom - top) * at[:, None]).expand(-1, 1, side, side)
    down, across = ((side * unit / n).flatten() for n in (bottom - top, right - left))
    seen = torch.stack([x, y, unit], 1)
    return View(columns, rows, face, seen, index, down, across)


def sample(planes: Tensor, x: Tensor, y: Tensor, canvas: int = CANVAS) -> Tensor:
    """`planes` (B, C, canvas, canvas) of uint8 at places `x`, `y` (B, 1, S, S), in [0, 1]."""
    grid = torch.stack([2 * x[:, 0] / canvas - 1, 2 * y[:, 0] / canvas - 1], -1)
    return F.grid_sample(
        planes.float() / 255, grid, mode="bilinear", padding_mode="border", align_corners=False
    )


def fuller_hair(view: View, big: Tensor, draw: Draw) -> tuple[Tensor, Tensor]:
    """Places for `sample` with which hair reaches further out, or less far; shoulders stay.

    `big` (B,) tells whose hair is large already: an afro becomes a larger one.
    """
    eye_x, eye_y, unit = view.face.unbind(1)
    x, y = view.x - eye_x, view.y - eye_y - 0.1 * unit
    distance = torch.hypot(x, y) / unit
    larger = torch.where(
        big.view(-1, 1, 1, 1) & draw.chance(0.5, "hair"),
        torch.exp(draw.uniform(0, 0.55)),
        torch.where(draw.chance(0.25, "hair"), torch.exp(draw.uniform(-0.12, 0.2)), 1.0),
    )
    above = (0.5 - y / unit).clamp(0, 1)
    above = above * above * (3 - 2 * above)
    factor = 1 + (larger - 1) * above
    outside = (HAIR_FROM + (distance - HAIR_FROM) / factor) / distance.clamp(min=0.1)
    nearer = torch.where(distance > HAIR_FROM, outside, 1.0)
    return eye_x + x * nearer, eye_y + 0.1 * unit + y * nearer
