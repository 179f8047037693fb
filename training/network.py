"""The network: MediaPipe's person network, told where the face is, with a finer last stage.

At 256 px it is MediaPipe's selfie segmentation (a MobileNetV3 with a light decoder). What draws the
edge then sees the photo at 384 px, on a grid of 128 whose every cell answers for 3 x 3 pixels.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  # its usual name

from training.blocks import Block, Strided, Up, conv

COARSE, SIDE, GRID = 256, 384, 128  # pixels of the person, of the edge, and of the edge's grid
FEATURES = 16  # channels of the decoder's last level
CELL = SIDE // GRID
TRUST = 3.0  # where the edge's training begins: the guided filter counts for 95%


@dataclass(frozen=True)
class Shape:
    """How wide and deep the edge's stage is; `opinion`: another network's alpha goes in as well."""

    width: int
    depth: int
    opinion: bool


SHAPES = {"portrait": Shape(32, 1, False), "portrait-u2netp": Shape(48, 2, True)}


class Person(nn.Module):
    """MediaPipe's person network; where the face is and an opinion are channels more."""

    def __init__(self, opinion: bool) -> None:
        super().__init__()
        swish, relu = nn.Hardswish, nn.ReLU
        self.first = Strided(5 + opinion, 16, 3)
        self.second = Block(16, 16, 16, 3, 2, relu, 8)
        self.third = nn.Sequential(Block(16, 72, 24, 3, 2, relu), Block(24, 88, 24, 3, 1, relu))
        self.fourth = nn.Sequential(
            Block(24, 96, 32, 5, 2, swish, 24),
            Block(32, 128, 32, 5, 1, swish, 32),
            Block(32, 128, 32, 5, 1, swish, 32),
            Block(32, 96, 32, 5, 1, swish, 24),
            Block(32, 96, 32, 5, 1, swish, 24),
        )
        self.last, self.whole = conv(32, 128), conv(32, 128)
        self.up1, self.up2, self.up3 = Up(128, 24), Up(24, 16), Up(16, FEATURES)
        self.out = nn.ConvTranspose2d(FEATURES, 1, 2, 2)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (B, 1, 256, 256), and the features (B, 16, 128, 128) from which they come."""
        half = F.hardswish(self.first(x))
        quarter = self.second(half)
        eighth = self.third(quarter)
        deep = self.fourth(eighth)
        deep = F.relu(self.last(deep)) * torch.sigmoid(self.whole(F.adaptive_avg_pool2d(deep, 1)))
        features = self.up3(self.up2(self.up1(deep, eighth), quarter), half)
        return self.out(features), features


class Edge(nn.Module):
    """What the coarse alpha lacks at 384 px, its error, and where a guided filter helps."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.look, self.know = (
            nn.Conv2d(3 + shape.opinion, width, CELL, CELL),
            conv(FEATURES, width),
        )
        self.layers = nn.ModuleList(conv(width, width, 3) for _ in range(shape.depth))
        self.alpha, self.error, self.trust = conv(width, CELL**2), conv(width, 1), conv(width, 1)
        for layer in (self.alpha, self.error, self.trust):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        nn.init.constant_(self.trust.bias, TRUST)

    def forward(self, photo: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits: (B, 1, 384, 384) to add to alpha's, and (B, 1, 128, 128) of error and trust."""
        x = F.relu(self.look(photo) + self.know(features))
        for layer in self.layers:
            x = x + F.relu(layer(x))
        return F.pixel_shuffle(self.alpha(x), CELL), self.error(x), self.trust(x)


class PortraitNet(nn.Module):
    """A window at 256 px (colour, opinion, place) and at 384 px (colour, opinion) to alpha."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.person, self.fine = Person(shape.opinion), Edge(shape)

    def forward(self, small: Tensor, large: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits of alpha (B, 1, 384, 384), of error and trust (128), of the coarse alpha (256)."""
        coarse, features = self.person(small)
        more, error, trust = self.fine(large, features)
        up = F.interpolate(coarse, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
        return up + more, error, trust, coarse


def begin(network: PortraitNet, weights: list[tuple[Tensor, Tensor]]) -> None:
    """Fill the person's part with MediaPipe's `weights`, kernel and bias in the graph's order.

    Channels that MediaPipe has not count nothing at first. Raises ValueError for another network.
    """
    kinds = (nn.Conv2d, nn.ConvTranspose2d)
    convolutions = [module for module in network.person.modules() if isinstance(module, kinds)]
    with torch.no_grad():
        for layer, (kernel, bias) in zip(convolutions, weights, strict=True):
            part = layer.weight[:, : kernel.shape[1]]
            if part.shape != kernel.shape:
                raise ValueError(f"a kernel of {list(kernel.shape)}, expected {list(part.shape)}")
            layer.weight.zero_()
            part.copy_(kernel)
            layer.bias.copy_(bias)
