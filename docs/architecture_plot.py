"""README's picture of how the service is built: the way of a request, and the path of a photo."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

FOLDER = Path(__file__).parent
FILE = FOLDER / "pictures" / "architecture.svg"
ROOMS = (
    ("web", "HTTP alone: forms,\nanswers, problems"),
    ("orders", "fields become\nan order"),
    ("serving", "limit, queue,\ndeadline, telemetry"),
    ("pipeline", "the path\nof a photo"),
    ("steps, checks,\nmodels", "functions\nof values"),
    ("specs, values", "documents,\nfrozen values, errors"),
)
STEPS = {
    "decode": "header first, no more\npixels than needed",
    "face": "one face, landmarks,\n478 points",
    "matting": "head and shoulders\nto a coarse alpha",
    "frame": "crown, chin, eyes;\none affine map",
    "alpha": "the edge follows\nthe colours",
    "checks": "is it a right\nphoto?",
    "foreground": "the old colour\nleaves soft edges",
    "composite": "the new\nbackground",
    "encode": "exact pixels, DPI\nand bytes",
}
TINT, LINE, INK = "#e8eaf6", "#3f51b5", "#222222"


def write(file: Path = FILE) -> None:
    """An SVG, the same for the same code."""
    mpl.rcParams["svg.hashsalt"] = "architecture"
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.set(xlim=(0, 12), ylim=(0, 4.8))
    axes.axis("off")
    axes.text(0, 4.55, "A request", color=INK, weight="bold")
    _chain(axes, 3.1, 1.15, [f"{name}\n\n{about}" for name, about in ROOMS])
    axes.text(0, 2.55, "The path of a photo", color=INK, weight="bold")
    names = [f"{name}\n{about}" for name, about in STEPS.items()]
    half = -(-len(names) // 2)
    _chain(axes, 1.4, 0.9, names[:half])
    _chain(axes, 0.2, 0.9, names[half:], slots=half)
    metadata = {"Date": None, "Creator": None, "Description": ", ".join(STEPS)}
    figure.savefig(file, format="svg", metadata=metadata)


def _chain(axes: Axes, bottom: float, height: float, texts: Sequence[str], slots: int = 0) -> None:
    """Boxes from left to right, with arrows between them."""
    width = 12 / (slots or len(texts))
    for number, text in enumerate(texts):
        left = number * width
        box = FancyBboxPatch(
            (left + 0.04, bottom), width - 0.3, height,
            boxstyle="round,pad=0.02,rounding_size=0.08", fc=TINT, ec=LINE,
        )  # fmt: skip
        axes.add_patch(box)
        axes.text(
            left + width / 2 - 0.11, bottom + height / 2, text,
            ha="center", va="center", size=7.5, color=INK,
        )  # fmt: skip
        if number + 1 < len(texts):
            at = (left + width + 0.02, bottom + height / 2)
            axes.annotate(
                "", at, (at[0] - 0.26, at[1]), arrowprops={"arrowstyle": "-|>", "color": LINE}
            )


if __name__ == "__main__":
    write()
