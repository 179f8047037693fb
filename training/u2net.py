"""The stages of U-2-Net (Qin et al., 2020) as u2netp has them: a small U in each.

Their normalisations are part of the convolutions, as in the published ONNX file.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

OUT, INSIDE = 64, 16  # channels that a stage says, and those within it


class Conv(nn.Module):
    """A convolution and a ReLU, at the same size."""

    def __init__(self, inside: int, outside: int, dilation: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inside, outside, 3, 1, dilation, dilation)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inside, h, w) to (B, outside, h, w)."""
        return F.relu(self.conv(x))


class Stage(nn.Module):
    """A U of `levels` convolutions down and up ("RSU"), beside the identity."""

    def __init__(self, levels: int, inside: int) -> None:
        super().__init__()
        self.enter = Conv(inside, OUT)
        widths = [OUT, *[INSIDE] * (levels - 2)]
        self.down = nn.ModuleList(Conv(width, INSIDE) for width in widths)
        self.bottom = Conv(INSIDE, INSIDE, 2)
        widths = [*[INSIDE] * (levels - 2), OUT]
        self.up = nn.ModuleList(Conv(2 * INSIDE, width) for width in widths)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inside, h, w) to (B, 64, h, w)."""
        x = self.enter(x)
        beside: list[Tensor] = []
        y = x
        for number, down in enumerate(self.down):
            if number:
                y = pool(y)
            y = down(y)
            beside.append(y)
        y = self.bottom(y)
        for up in self.up:
            fine = beside.pop()
            y = up(torch.cat([like(y, fine), fine], 1))
        return x + y


class FlatStage(nn.Module):
    """The same at one size, with dilated convolutions instead of smaller sizes ("RSU-4F")."""

    def __init__(self, inside: int) -> None:
        super().__init__()
        self.enter = Conv(inside, OUT)
        self.down = nn.ModuleList([Conv(OUT, INSIDE), Conv(INSIDE, INSIDE, 2)])
        self.down.append(Conv(INSIDE, INSIDE, 4))
        self.bottom = Conv(INSIDE, INSIDE, 8)
        self.up = nn.ModuleList([Conv(2 * INSIDE, INSIDE, 4), Conv(2 * INSIDE, INSIDE, 2)])
        self.up.append(Conv(2 * INSIDE, OUT))

    def forward(self, x: Tensor) -> Tensor:
        """(B, inside, h, w) to (B, 64, h, w)."""
        x = self.enter(x)
        beside: list[Tensor] = []
        y = x
        for down in self.down:
            y = down(y)
            beside.append(y)
        y = self.bottom(y)
        for up in self.up:
            y = up(torch.cat([y, beside.pop()], 1))
        return x + y


def pool(x: Tensor) -> Tensor:
    """Half as high and wide."""
    return F.max_pool2d(x, 2)


def like(x: Tensor, other: Tensor) -> Tensor:
    """`x` at the height and width of `other`."""
    return F.interpolate(x, size=other.shape[2:], mode="bilinear")
