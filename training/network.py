"""The network: it finds the person on half the pixels, and the edge on all of them.

What a person is shows at 128 px, where a head is 40 px high (as in Robust Video Matting, Lin et
al., 2021, which looks at a quarter of a video's size); a few layers at 256 px then follow the edge.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  # its usual name

W2, W4, W8, W16 = 16, 40, 72, 112  # channels at a half, a quarter, ... of the 128 px
UP8, UP4, UP2 = 56, 40, 24  # channels on the way up
EDGE = 16  # channels of the layers that follow the edge
TOLD = 8  # channels that tell those layers what the person is


def conv(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    """A convolution, its normalisation and a ReLU."""
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """Two convolutions beside the identity (He et al., 2016)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = conv(width, width)
        self.second = nn.Sequential(
            nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)
        )

    def forward(self, x: Tensor) -> Tensor:
        """The same shape as `x`."""
        return F.relu(x + self.second(self.first(x)))


class Context(nn.Module):
    """What the whole canvas is like, told to every place of it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.tell = nn.Conv2d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        """The same shape as `x`."""
        return F.relu(x + self.tell(x.mean((2, 3), keepdim=True)))


class Up(nn.Module):
    """Twice as fine, with what the way down knew at that size."""

    def __init__(self, inside: int, beside: int, outside: int) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(inside, outside, 1, bias=False)
        self.skip = nn.Conv2d(beside, outside, 1, bias=False)
        self.norm = nn.BatchNorm2d(outside)
        self.mix = conv(outside, outside)

    def forward(self, x: Tensor, beside: Tensor) -> Tensor:
        """`x` (B, C, h, w) and `beside` (B, D, 2h, 2w) to (B, outside, 2h, 2w)."""
        return self.mix(F.relu(self.norm(twice(self.narrow(x)) + self.skip(beside))))


class Person(nn.Module):
    """Which pixels are the person, at 128 px: features (B, 4 * (1 + TOLD), 64, 64)."""

    def __init__(self) -> None:
        super().__init__()
        self.at2 = nn.Sequential(conv(6, W2, 2), conv(W2, W2))
        self.at4 = nn.Sequential(conv(W2, W4, 2), Residual(W4), Residual(W4))
        self.at8 = nn.Sequential(conv(W4, W8, 2), Residual(W8), Residual(W8))
        self.at16 = nn.Sequential(conv(W8, W16, 2), Residual(W16), Context(W16), Residual(W16))
        self.up8 = Up(W16, W8, UP8)
        self.up4 = Up(UP8, W4, UP4)
        self.up2 = Up(UP4, W2, UP2)
        self.tell = nn.Conv2d(UP2 + 4 * 4, 4 + TOLD, 3, 1, 1)

    def forward(self, canvas: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of alpha (B, 1, h, w) from a canvas (B, 4, h, w), and what the edge is told."""
        batch, _, height, width = canvas.shape
        # Where on the canvas a pixel is matters: the face is always at the same place.
        rows = torch.linspace(-1, 1, height).view(1, 1, height, 1).expand(batch, 1, height, width)
        columns = torch.linspace(-1, 1, width).view(1, 1, 1, width).expand(batch, 1, height, width)
        at2 = self.at2(torch.cat([canvas, rows, columns], 1))
        at4 = self.at4(at2)
        at8 = self.at8(at4)
        x = self.up2(self.up4(self.up8(self.at16(at8), at8), at4), at2)
        # The canvas itself, four pixels as channels of one, lets the last layer see its edges.
        told = self.tell(torch.cat([x, F.pixel_unshuffle(canvas, 2)], 1))
        return F.pixel_shuffle(told[:, :4], 2), told[:, 4:]


class PortraitNet(nn.Module):
    """Alpha's logits (B, 1, H, W) from canvases (B, 4, H, W): colours in [-1, 1], and validity."""

    def __init__(self) -> None:
        super().__init__()
        self.person = Person()
        self.edge = nn.Sequential(
            conv(4 * 4 + 1 + TOLD, EDGE), conv(EDGE, EDGE), nn.Conv2d(EDGE, 4, 3, 1, 1)
        )

    def forward(self, canvas: Tensor) -> tuple[Tensor, Tensor]:
        """Logits at the size of `canvas`, and those at half of it that they refine."""
        coarse, told = self.person(F.avg_pool2d(canvas, 2))
        seen = torch.cat([F.pixel_unshuffle(canvas, 2), coarse, twice(told)], 1)
        return twice(coarse) + F.pixel_shuffle(self.edge(seen), 2), coarse


def twice(x: Tensor) -> Tensor:
    """(B, C, h, w) to (B, C, 2h, 2w)."""
    return F.interpolate(x, scale_factor=2, mode="bilinear")
