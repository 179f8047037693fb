"""What the network takes over from u2netp, which has seen far more kinds of photos than ours.

U-2-Net's authors trained it on 10,553 photos of all sorts of things. Its way down and most of its
way up become ours; its first and dearest stage is replaced by one that works at half the size and
learns to say the same.
"""

import logging
from collections.abc import Iterator

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from service.models.u2net import MEAN, STD
from training import together
from training.config import Imitation
from training.network import Person
from training.u2net import Stage, pool

log = logging.getLogger("training")

SAY_STEPS = 50


def inherit(person: Person, u2netp: bytes) -> Stage:
    """Give `person` the weights of u2netp's ONNX file; the whole first stage is returned.

    Raises ValueError where the file is built otherwise.
    """
    graph = onnx.load_model_from_string(u2netp).graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    weights = (
        [torch.tensor(numpy_helper.to_array(stored[name])) for name in node.input[1:3]]
        for node in graph.node
        if node.op_type == "Conv"
    )
    # What draws a map has one channel; it stands between the stages.
    theirs = [pair for pair in weights if len(pair[0]) > 1]
    whole = Stage(7, 3)
    ours = [m for part in (whole, *person.inherited) for m in part.modules()]
    convolutions = [m for m in ours if isinstance(m, nn.Conv2d)]
    for conv, (weight, bias) in zip(convolutions, theirs, strict=False):
        if conv.weight.shape != weight.shape:
            raise ValueError(f"a convolution of {list(weight.shape)}, not a stage of u2netp")
        with torch.no_grad():
            conv.weight.copy_(weight)
            conv.bias.copy_(bias)
    _for_canvas(whole.enter.conv)
    _as_first(person.first, whole)
    return whole


def _for_canvas(conv: nn.Conv2d) -> None:
    """Colours in [-1, 1] instead of those that ImageNet's statistics made."""
    mean, std = (torch.tensor(values).flatten() for values in (MEAN, STD))
    with torch.no_grad():
        conv.bias += (conv.weight.sum((2, 3)) * ((0.5 - mean) / std)).sum(1)
        conv.weight /= 2 * std[:, None, None]


def _as_first(first: Stage, whole: Stage) -> None:
    """The halved stage begins with the whole one's weights; new channels count nothing yet."""
    state = whole.state_dict()
    entrance = "enter.conv.weight"
    wider = torch.zeros_like(first.enter.conv.weight)
    wider[:, :3] = state[entrance]
    first.load_state_dict({**state, entrance: wider})


def imitate(person: Person, whole: Stage, canvases: Iterator[Tensor], told: Imitation) -> None:
    """Train the first stage until it says what the `whole` one did, pooled."""
    first = person.first
    optimiser = torch.optim.Adam(first.parameters())
    steps, recent = told.samples // told.batch, []
    for step in range(steps):
        canvas = next(canvases)
        for group in optimiser.param_groups:
            group["lr"] = told.rate * (1 - step / steps)
        with torch.no_grad():
            wanted = pool(whole(canvas[:, :3]))
        error = F.mse_loss(first(person.placed(canvas)), wanted) / wanted.var()
        optimiser.zero_grad(set_to_none=True)
        error.backward()
        together.agree(first)
        optimiser.step()
        recent.append(float(error.detach()))
        if together.first() and len(recent) == SAY_STEPS:
            mean = sum(recent) / len(recent)
            log.info("imitation: %d of %d steps, unexplained %.3f", step + 1, steps, mean)
            recent.clear()
