"""The plot beside README's figures: photos for each second of CPU."""

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

FILE = Path(__file__).parent / "pictures" / "figures.svg"
BARS = {
    "portrait": ("this service, portrait network", "#3f51b5"),
    "service": ("this service", "#3f51b5"),
    "rembg_s": ("rembg s, u2netp", "#9e9e9e"),
    "rembg": ("rembg.remove in a process", "#9e9e9e"),
}


def told(figures: dict[str, Any]) -> str:
    """What the picture shows, as text for those who do not see it and for the test."""
    return json.dumps(figures["versus"]["photos_per_cpu_second"], sort_keys=True)


def write(figures: dict[str, Any], file: Path = FILE) -> None:
    """An SVG of horizontal bars, the same for the same figures."""
    rates = figures["versus"]["photos_per_cpu_second"]
    mpl.rcParams["svg.hashsalt"] = "figures"
    figure = Figure(figsize=(7.2, 2.2), layout="constrained")
    axes = figure.subplots()
    names = list(reversed(BARS))
    bars = axes.barh(
        [BARS[name][0] for name in names],
        [rates[name] for name in names],
        color=[BARS[name][1] for name in names],
        height=0.62,
    )
    axes.bar_label(bars, fmt="%.2f", padding=4)
    axes.set_xlabel("12 MP photos per CPU second (more is better)")
    axes.margins(x=0.12)
    axes.spines[["top", "right"]].set_visible(False)
    metadata = {"Date": None, "Creator": None, "Description": told(figures)}
    figure.savefig(file, format="svg", metadata=metadata)
