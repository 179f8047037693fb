"""The network: it finds the person on half the pixels, and the edge on all of them.

What a person is shows at 128 px, where a head is 40 px high (as in Robust Video Matting, Lin et
al., 2021, which looks at a quarter of a video's size). That part is u2netp's but for its first
stage, which is halved, and its last two, which one step takes the place of. A few layers at 256 px
then follow the edge.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  # its usual name

from training.u2net import OUT, FlatStage, Stage, like, pool

UP = 32  # channels of the last step up
EDGE = 16  # channels of the layers that follow the edge
TOLD = 8  # channels that tell those layers what the person is


def conv(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    """A convolution, its normalisation and a ReLU."""
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


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
    """Which pixels are the person, at 128 px."""

    def __init__(self) -> None:
        super().__init__()
        self.first = Stage(7, 6, halved=True)
        self.down = nn.ModuleList([Stage(6, OUT), Stage(5, OUT), Stage(4, OUT)])
        self.down += [FlatStage(OUT), FlatStage(OUT)]
        self.up = nn.ModuleList([FlatStage(2 * OUT), Stage(4, 2 * OUT), Stage(5, 2 * OUT)])
        self.last = Up(OUT, OUT, UP)
        self.tell = nn.Conv2d(UP + 4 * 4, 4 + TOLD, 3, 1, 1)

    @property
    def inherited(self) -> list[nn.Module]:
        """The stages that begin as u2netp's, in its order; the first is made of u2netp's first."""
        return [*self.down, *self.up]

    def placed(self, canvas: Tensor) -> Tensor:
        """`canvas` (B, 4, h, w) and two channels more that say where on it a pixel is.

        That matters: the face is always at the same place.
        """
        batch, _, height, width = canvas.shape
        rows = torch.linspace(-1, 1, height).view(1, 1, height, 1).expand(batch, 1, height, width)
        columns = torch.linspace(-1, 1, width).view(1, 1, 1, width).expand(batch, 1, height, width)
        return torch.cat([canvas, rows, columns], 1)

    def forward(self, canvas: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of alpha (B, 1, h, w) from a canvas (B, 4, h, w), and what the edge is told."""
        x = self.first(self.placed(canvas))
        beside: list[Tensor] = []
        for number, down in enumerate(self.down):
            x = down(pool(x) if number else x)
            beside.append(x)
        x = beside.pop()
        for up in self.up:
            fine = beside.pop()
            x = up(torch.cat([like(x, fine), fine], 1))
        x = self.last(x, beside.pop())
        # The canvas itself, four pixels as channels of one, lets the last layer see its edges.
        told = self.tell(torch.cat([x, quartered(canvas)], 1))
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
        seen = torch.cat([quartered(canvas), coarse, twice(told)], 1)
        return twice(coarse) + F.pixel_shuffle(self.edge(seen), 2), coarse


def quartered(x: Tensor) -> Tensor:
    """(B, C, 2h, 2w) to (B, 4C, h, w): PixelUnshuffle as slices, quicker in ONNX Runtime."""
    corners = [x[:, :, row::2, column::2] for row in range(2) for column in range(2)]
    return torch.stack(corners, 2).flatten(1, 2)


def twice(x: Tensor) -> Tensor:
    """(B, C, h, w) to (B, C, 2h, 2w)."""
    return F.interpolate(x, scale_factor=2, mode="bilinear")
