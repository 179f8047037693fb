"""What stands behind a person: photos of places, walls, bystanders, shadows."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.draw import Draw
from training.store import PLACE, Store
from training.view import View, sample


def background(store: Store, view: View, person: Tensor, ramp: Tensor, draw: Draw) -> Tensor:
    """(B, 3, S, S) in [0, 1] for a `person` (B, 4, S, S) of colour and alpha."""
    side = person.shape[-1]
    wall = _photo(store, view, draw, side)
    wall = torch.where(draw.chance(0.25, "wall"), _drawn(ramp, draw), wall)
    wall = _like_the_person(wall, view, person, draw)
    wall = torch.where(draw.chance(0.09, "dark"), wall * draw.uniform(0.04, 0.5), wall)
    bright = 1 - (1 - wall) * draw.uniform(0.15, 0.6)
    wall = torch.where(draw.chance(0.05), bright, wall).clamp(0, 1)
    wall = torch.where(draw.chance(0.1, "bystander"), _bystander(store, view, wall, draw), wall)
    shade = draw.uniform(0.05, 0.5) * _shadow(person[:, 3:], draw)
    return torch.where(draw.chance(0.25), wall * (1 - shade), wall)


def slope(draw: Draw, side: int) -> Tensor:
    """A plane (B, 1, S, S) that rises across the picture in some direction, -0.7 to 0.7 at most."""
    angle = draw.uniform(0, 2 * math.pi)
    at = (torch.arange(side, device=angle.device) + 0.5) / side - 0.5
    return torch.cos(angle) * at + torch.sin(angle) * at[:, None]


def _photo(store: Store, view: View, draw: Draw, side: int) -> Tensor:
    """A part of a photo of a place, sharp or out of focus, in the window's aspect."""
    which = draw.below(len(store.places))
    blur = draw.below(store.places.shape[1]) * draw.chance(0.75).flatten()
    width, height = (n.view(-1, 1, 1, 1) for n in store.place_size[which].unbind(1))
    aspect = (view.down / view.across).view(-1, 1, 1, 1) * torch.exp(0.08 * draw.normal(1, 1, 1))
    across = torch.minimum(width, height * aspect) * draw.uniform(0.5, 1)
    down = across / aspect
    left, top = (width - across) * draw.uniform(0, 1), (height - down) * draw.uniform(0, 1)
    at = (torch.arange(side, device=left.device) + 0.5) / side - 0.5
    mirrored = torch.where(draw.chance(0.5), -1.0, 1.0)
    x = (left + across / 2 + mirrored * across * at).expand(-1, 1, side, side)
    y = (top + down / 2 + down * at[:, None]).expand(-1, 1, side, side)
    return sample(store.places[which, blur], x, y, PLACE)


def _drawn(ramp: Tensor, draw: Draw) -> Tensor:
    """A plain wall: a colour that changes across it, clouds, grain."""
    side = ramp.shape[-1]
    grey = draw.uniform(0.05, 1) ** 0.7
    strength = torch.where(draw.chance(0.6), draw.uniform(0, 0.6), draw.uniform(0.5, 2))
    colour = grey + 0.12 * strength * draw.normal(3, 1, 1)
    clouds = 0.04 * draw.uniform(0, 1) * draw.normal(1, 4, 4)
    clouds = F.interpolate(clouds, size=(side, side), mode="bicubic", align_corners=False)
    grain = 0.02 * draw.uniform(0, 1) * draw.normal(1, side, side)
    return colour + 0.12 * draw.normal(1, 1, 1) * ramp + clouds + grain


def _like_the_person(wall: Tensor, view: View, person: Tensor, draw: Draw) -> Tensor:
    """Now and then the wall in the colour of hair or clothes: dark on dark, white on white."""
    eye_x, eye_y, unit = view.face.unbind(1)
    x, y = (view.x - eye_x) / unit, (view.y - eye_y) / unit
    distance, solid = torch.hypot(x, y), person[:, 3:] > 0.95
    hair = solid & (distance > 0.9) & (distance < 1.6) & (y < -0.2)
    part = torch.where(draw.chance(0.5), hair, solid & (y > 1.6)).float()
    area = part.sum((2, 3), keepdim=True)
    colour = (person[:, :3] * part).sum((2, 3), keepdim=True) / area.clamp(min=1)
    contrast = draw.uniform(0.15, 0.9) * (wall - wall.mean((2, 3), keepdim=True))
    alike = colour + contrast + 0.05 * draw.normal(1, 1, 1)
    return torch.where(draw.chance(0.2, "match") & (area > 50), alike, wall)


def _bystander(store: Store, view: View, wall: Tensor, draw: Draw) -> Tensor:
    """Somebody else beside and behind, in focus or not."""
    other = draw.permutation()
    eye_x, eye_y, unit = view.seen.unbind(1)
    their_x, their_y, their_unit = store.face[view.index[other]].view(-1, 3, 1, 1, 1).unbind(1)
    beside = torch.where(draw.chance(0.5), -1.0, 1.0) * draw.uniform(1.7, 3.2)
    scale = their_unit / (unit * draw.uniform(0.45, 1))
    x = their_x + (view.x - eye_x - beside * unit) * scale
    y = their_y + (view.y - eye_y - draw.uniform(-0.5, 0.9) * unit) * scale
    who = view.index[other]
    seen = sample(torch.cat([store.colour[who], store.alpha[who]], 1), x, y)
    width = store.size[who, 0].view(-1, 1, 1, 1)
    alpha = seen[:, 3:] * ((x >= 0) & (x <= width) & (y >= 0))
    layer = torch.cat([seen[:, :3] * alpha, alpha], 1)
    unsharp = F.avg_pool2d(F.pad(layer, (3,) * 4, mode="replicate"), 7, 1)
    layer = torch.where(draw.chance(0.5), layer, unsharp)
    return layer[:, :3] * draw.uniform(0.6, 1.1) + wall * (1 - layer[:, 3:])


def _shadow(alpha: Tensor, draw: Draw) -> Tensor:
    """The person's shadow (B, 1, S, S) in [0, 1], soft and moved."""
    small = F.interpolate(alpha, size=(48, 48), mode="area")
    soft = F.avg_pool2d(F.pad(small, (4,) * 4, mode="replicate"), 9, 1)
    whole = F.interpolate(soft, size=alpha.shape[-2:], mode="bilinear", align_corners=False)
    move = torch.eye(2, 3, device=alpha.device).repeat(len(alpha), 1, 1)
    move[:, 0, 2], move[:, 1, 2] = 0.15 * draw.normal(), 0.1 * draw.normal()
    grid = F.affine_grid(move, list(whole.shape), align_corners=False)
    return F.grid_sample(whole, grid, padding_mode="border", align_corners=False)
