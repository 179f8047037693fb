"""A run: a network, its moving average and its optimiser, as they stand and as they are kept."""

import copy
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from training.compose import Batch, inputs
from training.losses import loss
from training.network import SHAPES, PortraitNet, begin

log = logging.getLogger("training")

RATE, LAST_SHARE = 1e-3, 0.01  # at first, and what is left of it in the end
WARM_STEPS = 300
DECAY = 0.9995  # of the moving average
SAY_STEPS = 100


@dataclass
class Run:
    """One network in training; `average` is what is exported, `steps` how often it has learned."""

    name: str
    network: PortraitNet
    average: PortraitNet
    optimiser: torch.optim.AdamW
    steps: int = 0
    recent: list[Tensor] = field(default_factory=list)

    def step(self, batch: Batch, total: int) -> None:
        """Learn from `batch`, as one of `total` steps."""
        share = min(1.0, (self.steps + 1) / WARM_STEPS)
        cosine = 0.5 * (1 + math.cos(math.pi * self.steps / total))
        for group in self.optimiser.param_groups:
            group["lr"] = RATE * share * (LAST_SHARE + (1 - LAST_SHARE) * cosine)
        value = loss(self.predict(batch), batch)
        self.optimiser.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 3.0)
        self.optimiser.step()
        decay = min(DECAY, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            mean, new = (list(net.parameters()) for net in (self.average, self.network))
            torch._foreach_lerp_(mean, new, 1 - decay)
        self.steps += 1
        self._say(value.detach(), total)

    def predict(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """The network's logits, in 32 bits."""
        device = batch.photo.device.type
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            outputs = self.network(*inputs(batch, self.network.shape.opinion))
        alpha, error, trust, coarse = (plane.float() for plane in outputs)
        return alpha, error, trust, coarse

    def save(self, folder: Path) -> None:
        """Write everything that a continuation needs; whole or not at all."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "steps": self.steps,
        }
        partial = folder / f"{self.name}.partial"
        torch.save(state, partial)
        partial.replace(folder / f"{self.name}.pt")

    def _say(self, value: Tensor, total: int) -> None:
        self.recent.append(value)
        if len(self.recent) == SAY_STEPS:
            mean = float(torch.stack(self.recent).mean())
            log.info("%s: %d of %d steps, loss %.4f", self.name, self.steps, total, mean)
            self.recent.clear()


def start(
    name: str,
    weights: Callable[[], list[tuple[Tensor, Tensor]]],
    folder: Path,
    device: torch.device,
    seed: int,
) -> Run:
    """The run kept in `folder`, or a new one that begins with MediaPipe's weights."""
    torch.manual_seed(seed)
    network = PortraitNet(SHAPES[name])
    path = folder / f"{name}.pt"
    if not path.is_file():
        begin(network, weights())
    network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    average = copy.deepcopy(network).eval()
    optimiser = torch.optim.AdamW(network.parameters(), RATE, (0.9, 0.99), weight_decay=1e-4)
    run = Run(name, network, average, optimiser)
    if path.is_file():
        state = torch.load(path, map_location=device, weights_only=True)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        run.steps = state["steps"]
        log.info("%s goes on after %d steps", name, run.steps)
    return run
