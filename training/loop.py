"""The training itself: samples in, a checkpoint out, as often as it is interrupted."""

import logging
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from training.compose import Composer
from training.config import Config, Stage
from training.losses import loss
from training.network import PortraitNet
from training.portraits import Pixels, Portrait

log = logging.getLogger("training")

SAVE_SECONDS = 120
SAY_STEPS = 50
COARSE = 0.5  # what the coarse logits' loss weighs beside that of the fine ones

Batch = tuple[Tensor, Tensor, Tensor]


class Samples(IterableDataset[tuple[Pixels, Pixels, Pixels]]):
    """Samples without end, different for every worker and for every restart."""

    def __init__(self, composer: Composer, seed: int) -> None:
        self._composer, self._seed = composer, seed

    def __iter__(self) -> Iterator[tuple[Pixels, Pixels, Pixels]]:
        """Colour, alpha and validity as compose.Sample has them."""
        cv2.setNumThreads(1)
        worker = get_worker_info()
        rng = np.random.default_rng((self._seed, worker.id if worker else 0))
        while True:
            sample = self._composer.sample(rng)
            yield sample.colour, sample.alpha, sample.valid


def to_tensors(colour: Tensor, alpha: Tensor, valid: Tensor, device: torch.device) -> Batch:
    """Canvas (B, 4, H, W), alpha and validity (B, 1, H, W), from uint8 as compose.Sample has it."""
    seen = valid.to(device).float()[:, None]
    pixels = colour.to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
    canvas = torch.cat([pixels * seen, seen], 1).contiguous(memory_format=torch.channels_last)
    return canvas, alpha.to(device).float()[:, None] / 255, seen


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
    average = AveragedModel(network, avg_fn=_average(config.average_decay), use_buffers=True)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=config.weight_decay)
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


def train(
    run: Run,
    config: Config,
    people: list[Portrait],
    photos: list[Pixels],
    checkpoint: Path,
    workers: int,
    most_samples: int | None = None,
) -> None:
    """Train until the recipe's samples (or `most_samples`) are seen, saving as it goes."""
    end = min(config.samples, most_samples or config.samples)
    saved = time.monotonic()
    while run.seen < end:
        stage, _ = config.stage_at(run.seen)
        for batch in _batches(run, config, stage, people, photos, workers):
            before = time.monotonic()
            worth = _step(run, config, stage, batch)
            run.seconds += time.monotonic() - before
            run.seen += stage.batch
            _say(run, config, stage, worth)
            if time.monotonic() - saved > SAVE_SECONDS:
                run.save(checkpoint)
                saved = time.monotonic()
            if run.seen >= end or config.stage_at(run.seen)[0] is not stage:
                break
    run.save(checkpoint)


def _batches(
    run: Run,
    config: Config,
    stage: Stage,
    people: list[Portrait],
    photos: list[Pixels],
    workers: int,
) -> Iterator[Batch]:
    device = next(run.network.parameters()).device
    samples = Samples(Composer.of(people, photos, stage.side), config.seed + run.seen)
    loader = DataLoader(
        samples, stage.batch, num_workers=workers, prefetch_factor=4 if workers else None
    )
    for colour, alpha, valid in loader:
        yield to_tensors(colour, alpha, valid, device)


def _step(run: Run, config: Config, stage: Stage, batch: Batch) -> float:
    _, done = config.stage_at(run.seen)
    canvas, alpha, valid = batch
    warm = min(1.0, (run.seen + stage.batch) / 4000)
    rate = stage.end_rate + (stage.rate - stage.end_rate) * 0.5 * (1 + math.cos(math.pi * done))
    for group in run.optimiser.param_groups:
        group["lr"] = rate * warm
    run.network.train()
    if stage.side <= 128:
        worth = loss(run.network.person(canvas)[0], alpha, valid)
    else:
        fine, coarse = run.network(canvas)
        half = torch.nn.functional.avg_pool2d
        worth = loss(fine, alpha, valid) + COARSE * loss(
            coarse, half(alpha, 2), (half(valid, 2) > 0.5).float()
        )
    run.optimiser.zero_grad(set_to_none=True)
    worth.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    run.optimiser.step()
    run.average.update_parameters(run.network)
    return float(worth.detach())


def _say(run: Run, config: Config, stage: Stage, worth: float) -> None:
    run.recent.append(worth)
    if len(run.recent) < SAY_STEPS:
        return
    mean = sum(run.recent) / len(run.recent)
    run.recent.clear()
    log.info(
        "%d of %d samples, %d px, loss %.4f, %.1f min",
        run.seen, config.samples, stage.side, mean, run.seconds / 60,
    )  # fmt: skip
