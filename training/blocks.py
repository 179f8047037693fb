"""The building blocks of MediaPipe's person network: MobileNetV3 (Howard et al., 2019)."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812


def conv(inside: int, outside: int, kernel: int = 1, groups: int = 1) -> nn.Conv2d:
    """A convolution that keeps height and width."""
    return nn.Conv2d(inside, outside, kernel, 1, kernel // 2, groups=groups)


class Strided(nn.Module):
    """A convolution of stride 2 padded as TensorFlow does: more below and right than above."""

    def __init__(self, inside: int, outside: int, kernel: int, groups: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inside, outside, kernel, 2, groups=groups)
        before = (kernel - 2) // 2
        self.pad = (before, kernel - 2 - before) * 2

    def forward(self, x: Tensor) -> Tensor:
        """(B, inside, h, w) to (B, outside, h / 2, w / 2)."""
        return self.conv(F.pad(x, self.pad))


class Gate(nn.Module):
    """Squeeze and excitation (Hu et al., 2018): the whole picture weighs the channels."""

    def __init__(self, channels: int, narrow: int) -> None:
        super().__init__()
        self.squeeze, self.excite = conv(channels, narrow), conv(narrow, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Weights (B, channels, 1, 1) in [0, 1]."""
        pooled = F.adaptive_avg_pool2d(x, 1)
        return torch.sigmoid(self.excite(F.relu(self.squeeze(pooled))))


class Block(nn.Module):
    """MobileNetV3's inverted residual; `gate` is the width of its squeeze, 0 for none."""

    def __init__(
        self,
        inside: int,
        middle: int,
        outside: int,
        kernel: int,
        stride: int,
        activation: type[nn.Module],
        gate: int = 0,
    ) -> None:
        super().__init__()
        self.expand = conv(inside, middle)
        self.depthwise: nn.Module = (
            Strided(middle, middle, kernel, middle)
            if stride == 2
            else conv(middle, middle, kernel, middle)
        )
        self.gate = Gate(middle, gate) if gate else None
        self.project = conv(middle, outside)
        self.act, self.residual = activation(), stride == 1 and inside == outside

    def forward(self, x: Tensor) -> Tensor:
        """(B, inside, h, w) to (B, outside, h / stride, w / stride)."""
        y = self.act(self.depthwise(self.act(self.expand(x))))
        if self.gate is not None:
            y = y * self.gate(y)
        y = self.project(y)
        return x + y if self.residual else y


class Up(nn.Module):
    """Twice as fine, with what the way down knew at that size."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.narrow, self.gate = conv(inside, outside), Gate(outside, outside)
        self.mix, self.depthwise = conv(outside, outside), conv(outside, outside, 3, outside)

    def forward(self, x: Tensor, beside: Tensor) -> Tensor:
        """(B, inside, h, w) and `beside` (B, outside, 2h, 2w) to (B, outside, 2h, 2w)."""
        up = self.narrow(F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False))
        y = F.relu(self.mix(beside * self.gate(beside + up) + up))
        return y + F.relu(self.depthwise(y))
