"""A run as it stands, and as it is kept between two sittings."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel

from training.config import Config
from training.network import PortraitNet

log = logging.getLogger("training")


@dataclass
class Run:
    """A run as it stands: the network, its average, its optimiser, and samples seen."""

    network: PortraitNet
    average: AveragedModel
    optimiser: torch.optim.AdamW
    seen: int = 0
    seconds: float = 0.0
    recent: list[float] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Write everything that a continuation needs; whole or not at all."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "seen": self.seen,
            "seconds": self.seconds,
        }
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(path)


def start(config: Config, device: torch.device, checkpoint: Path) -> Run:
    """A new run, or that of `checkpoint` where there is one."""
    torch.manual_seed(config.seed)
    network = PortraitNet().to(device, memory_format=torch.channels_last)
    taken = [p for part in network.person.inherited for p in part.parameters()]
    taken += network.person.first.parameters()
    of_u2netp = {id(p) for p in taken}
    own = [p for p in network.parameters() if id(p) not in of_u2netp]
    average = AveragedModel(network, avg_fn=_average(config.average_decay), use_buffers=True)
    optimiser = torch.optim.AdamW(
        [
            {"params": taken, "share": config.inherited_share},
            {"params": own, "share": 1.0},
        ],
        weight_decay=config.weight_decay,
    )
    run = Run(network, average, optimiser)
    if checkpoint.is_file():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        run.seen, run.seconds = state["seen"], state["seconds"]
        log.info("going on after %d samples", run.seen)
    return run


def _average(decay: float) -> Callable[[Tensor, Tensor, Tensor | int], Tensor]:
    """A moving average that forgets the first, random weights soon."""

    def average(mean: Tensor, new: Tensor, count: Tensor | int) -> Tensor:
        if not mean.is_floating_point():
            return new
        return mean + (new - mean) * max(1 - decay, 9 / (10 + int(count)))

    return average
