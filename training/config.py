"""What a training run is told, read from a TOML file."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the run: canvases of `side` px, `samples` of them, in batches of `batch`."""

    side: int
    samples: int
    batch: int
    rate: float  # the highest learning rate of the stage
    end_rate: float


@dataclass(frozen=True, slots=True)
class Imitation:
    """How the first stage learns from u2netp's, before anything else."""

    side: int  # of the canvases
    samples: int
    batch: int
    rate: float  # at the beginning; it falls to nothing


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that decides a run besides the data and the machine."""

    seed: int
    validation_share: float  # of the portraits, never trained on
    least_iou: float  # with u2netp: portraits whose alpha agrees less with it are left out
    average_decay: float  # of the exponential moving average of the weights, per step
    weight_decay: float
    inherited_share: float  # of a stage's learning rate, for what comes from u2netp
    imitation: Imitation
    stages: list[Stage] = field(default_factory=list)

    @property
    def samples(self) -> int:
        """Samples of the whole run."""
        return sum(stage.samples for stage in self.stages)

    def stage_at(self, seen: int) -> tuple[Stage, float]:
        """The stage after `seen` samples, and how much of it is done, in [0, 1]."""
        for stage in self.stages:
            if seen < stage.samples:
                return stage, seen / stage.samples
            seen -= stage.samples
        return self.stages[-1], 1.0


def read(path: Path) -> Config:
    """The configuration in `path`. Raises TypeError for a key that is unknown or missing."""
    given = tomllib.loads(path.read_text())
    stages = [Stage(**stage) for stage in given.pop("stages")]
    return Config(**given | {"imitation": Imitation(**given["imitation"])}, stages=stages)
