"""Batches of samples, composed on the training's device: nothing in them is drawn but plain walls.

A person keeps the own photo, or stands before a place, with alpha and colour of the own portrait.
Dyed clothes, bent outlines and invented shoulders were tried: what does not look like a photo makes
the network worse on photos.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.behind import background, slope
from training.camera import expose, tone
from training.draw import Draw
from training.network import COARSE, SIDE
from training.store import Store
from training.u2netp import Saliency
from training.view import fuller_hair, look, sample

OWN = 0.25  # of the samples keep their own backdrop
SALIENCY = 288  # the side at which the service asks u2netp
KINDS = frozenset({"hair", "wall", "match", "dark", "bystander", "spoilt"})


@dataclass(frozen=True)
class Batch:
    """Photos (B, 3, 384, 384) and, at 256 px, `small` and `place`; truth; u2netp's map.

    `down`, `across` (B,) are eyes-to-chin in pixels of the photo. `bare`: without u2netp's map,
    and to be judged without the guided filter.
    """

    photo: Tensor
    small: Tensor
    place: Tensor
    alpha: Tensor
    opinion: Tensor
    down: Tensor
    across: Tensor
    bare: bool = False


def compose(store: Store, u2netp: Saliency | None, draw: Draw) -> Batch:
    """A new batch of `draw.count` samples; a bare one without `u2netp`."""
    with torch.no_grad():
        own = draw.chance(OWN)
        view = look(store, draw, own, SIDE)
        x, y = fuller_hair(view, store.big_hair[view.index], draw)
        colours = torch.where(own, store.own[view.index], store.colour[view.index])
        person = sample(torch.cat([colours, store.alpha[view.index]], 1), x, y)
        colour, alpha = person[:, :3], person[:, 3:]
        ramp = slope(draw, SIDE)
        behind = background(store, view, person, ramp, draw)
        lit = torch.where(draw.chance(0.5), tone(colour, 0.4, draw), colour)
        photo = torch.where(own, colour, lit * alpha + behind * (1 - alpha)).clamp(0, 1)
        photo = expose(photo, ramp, draw)
        mirror = draw.chance(0.5)
        photo, alpha, place = (
            torch.where(mirror, plane.flip(-1), plane) for plane in (photo, alpha, view.place)
        )
        place = torch.where(mirror, place * place.new_tensor([-1, 1]).view(1, 2, 1, 1), place)
        opinion = spoil(saliency(u2netp, photo), place, draw) if u2netp else photo[:, :1] * 0
        small = F.interpolate(photo, size=(COARSE, COARSE), mode="bilinear", antialias=True)
        place = F.interpolate(place, size=(COARSE, COARSE), mode="bilinear")
        bare = u2netp is None
        return Batch(photo, small, place, alpha, opinion, view.down, view.across, bare)


def saliency(u2netp: Saliency, photo: Tensor) -> Tensor:
    """u2netp's map (B, 1, 144, 144) of photos (B, 3, 384, 384)."""
    small = F.interpolate(photo, size=(SALIENCY, SALIENCY), mode="bilinear", antialias=True)
    return u2netp(small.to(u2netp.side.weight.dtype)).float()


def spoil(opinion: Tensor, place: Tensor, draw: Draw) -> Tensor:
    """Now and then u2netp loses, or keeps, all beyond a line: the network must not rely on it."""
    at = F.interpolate(place, size=opinion.shape[-2:], mode="bilinear")
    angle = draw.uniform(0, 2 * torch.pi)
    along = at[:, :1] * torch.cos(angle) + at[:, 1:] * torch.sin(angle)
    beyond = along > 0.15 + draw.uniform(0, 0.5)
    lost, kept = draw.chance(0.2, "spoilt"), draw.chance(0.03, "spoilt")
    opinion = torch.where(beyond & lost, opinion * draw.uniform(0, 0.5), opinion)
    return torch.where(beyond & kept, 1 - (1 - opinion) * 0.5, opinion)


def inputs(batch: Batch, opinion: bool) -> tuple[Tensor, Tensor]:
    """What the network is shown: colour, place and u2netp's map, at 256 px and at 384 px."""
    small, large = [batch.small, batch.place], [batch.photo]
    if opinion:
        for planes, side in ((small, COARSE), (large, SIDE)):
            planes.append(F.interpolate(batch.opinion, size=(side, side), mode="bilinear"))
    form = torch.channels_last
    return (
        torch.cat(small, 1).contiguous(memory_format=form),
        torch.cat(large, 1).contiguous(memory_format=form),
    )
