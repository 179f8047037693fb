"""Random numbers for a batch: one for each of its samples."""

import torch
from torch import Tensor


class Draw:
    """Draws for `count` samples, shaped to be broadcast over planes (B, C, H, W)."""

    def __init__(self, count: int, generator: torch.Generator, without: frozenset[str]) -> None:
        """`without` names kinds of samples that do not occur, to measure what each is good for."""
        self.count, self.generator, self.without = count, generator, without

    def uniform(self, low: float, high: float) -> Tensor:
        """(B, 1, 1, 1) in [low, high)."""
        return low + (high - low) * self._rand(self.count, 1, 1, 1)

    def chance(self, share: float, kind: str = "") -> Tensor:
        """(B, 1, 1, 1), true for a `share` of the samples."""
        return self._rand(self.count, 1, 1, 1) < (0.0 if kind in self.without else share)

    def normal(self, *shape: int) -> Tensor:
        """(B, *shape) of deviation 1."""
        device = self.generator.device
        return torch.randn(self.count, *shape, generator=self.generator, device=device)

    def below(self, limit: int) -> Tensor:
        """(B,) whole numbers in [0, limit)."""
        device = self.generator.device
        return torch.randint(limit, (self.count,), generator=self.generator, device=device)

    def permutation(self) -> Tensor:
        """(B,) the samples in another order."""
        device = self.generator.device
        return torch.randperm(self.count, generator=self.generator, device=device)

    def of(self, weight: Tensor) -> Tensor:
        """(B,) indices drawn as often as `weight` says."""
        return torch.multinomial(weight, self.count, True, generator=self.generator)

    def _rand(self, *shape: int) -> Tensor:
        device = self.generator.device
        return torch.rand(*shape, generator=self.generator, device=device)
