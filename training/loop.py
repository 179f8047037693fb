"""The training itself: samples in, a checkpoint out, as often as it is interrupted."""

import logging
import math
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from training import together
from training.compose import Composer
from training.config import Config, Imitation, Stage
from training.inherit import imitate, inherit
from training.losses import loss
from training.portraits import Pixels, Portrait
from training.run import Run

log = logging.getLogger("training")

SAVE_SECONDS = 120
SAY_STEPS = 50
RANK_SEED = 1 << 40  # further apart than any count of samples
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


def train(
    run: Run,
    config: Config,
    people: list[Portrait],
    photos: list[Pixels],
    checkpoint: Path,
    workers: int,
    most_samples: int | None = None,
) -> None:
    """Train until the recipe's samples (or `most_samples`) are seen, saving as it goes.

    Where several processes do it together, each takes its share of every batch.
    """
    end = min(config.samples, most_samples or config.samples)
    saved = time.monotonic()
    while run.seen < end:
        stage, _ = config.stage_at(run.seen)
        for batch in _batches(run, config, stage, people, photos, workers):
            before = time.monotonic()
            worth = _step(run, config, stage, batch)
            run.seconds += time.monotonic() - before
            run.seen += stage.batch
            if together.first():
                _say(run, config, stage, worth)
            if together.first() and time.monotonic() - saved > SAVE_SECONDS:
                run.save(checkpoint)
                saved = time.monotonic()
            if run.seen >= end or config.stage_at(run.seen)[0] is not stage:
                break
    if together.first():
        run.save(checkpoint)


def begin(
    run: Run,
    config: Config,
    people: list[Portrait],
    photos: list[Pixels],
    workers: int,
    u2netp: bytes,
) -> None:
    """Give a new run what it takes over from u2netp's ONNX file."""
    whole = inherit(run.network.person, u2netp).to(
        next(run.network.parameters()).device, memory_format=torch.channels_last
    )
    told = config.imitation
    canvases = (batch[0] for batch in _batches(run, config, told, people, photos, workers))
    imitate(run.network.person, whole, canvases, told)


def _batches(
    run: Run,
    config: Config,
    stage: Stage | Imitation,
    people: list[Portrait],
    photos: list[Pixels],
    workers: int,
) -> Iterator[Batch]:
    device = next(run.network.parameters()).device
    seed = config.seed + run.seen + together.rank() * RANK_SEED
    samples = Samples(Composer.of(people, photos, stage.side), seed)
    share = stage.batch // together.count()
    loader = DataLoader(samples, share, num_workers=workers, prefetch_factor=4 if workers else None)
    for colour, alpha, valid in loader:
        yield to_tensors(colour, alpha, valid, device)


def _step(run: Run, config: Config, stage: Stage, batch: Batch) -> float:
    _, done = config.stage_at(run.seen)
    canvas, alpha, valid = batch
    warm = min(1.0, (run.seen + stage.batch) / 4000)
    rate = stage.end_rate + (stage.rate - stage.end_rate) * 0.5 * (1 + math.cos(math.pi * done))
    for group in run.optimiser.param_groups:
        group["lr"] = rate * warm * group["share"]
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
    together.agree(run.network)
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
