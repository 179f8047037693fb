"""`python -m training DATA`: train both portrait networks, or go on."""

import argparse
import logging
from functools import partial
from pathlib import Path

import torch

from service import settings
from service.models import weights
from training import mediapipe
from training.compose import KINDS, Batch, compose
from training.draw import Draw
from training.export import export
from training.network import SHAPES
from training.run import Run, start
from training.split import Part
from training.store import Store, load
from training.u2netp import Saliency
from training.validate import validate

log = logging.getLogger("training")

SAVE_STEPS = 200
VALIDATION_BATCHES = 12


def main() -> None:
    """Train, export to the folder of the results, and measure on people kept aside."""
    options = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    u2netp = None if options.bare else _u2netp(device)
    read = partial(mediapipe.read, options.wheel) if options.wheel else mediapipe.fetch
    runs = [start(name, read, out, device, options.seed) for name in options.networks.split(",")]
    train(runs, _store(options.data, "train", out, device), u2netp, options)
    kept = _store(options.data, "validation", out, device)
    generator = torch.Generator(device).manual_seed(7)
    count = min(64, options.batch)
    draws = (Draw(count, generator, frozenset()) for _ in range(VALIDATION_BATCHES))
    batches = [compose(kept, u2netp, draw) for draw in draws]
    for run in runs:
        export(run.average.cpu(), out / f"{run.name}.onnx")
        log.info("%s: %s", run.name, validate(run.average.to(device), batches))


def train(
    runs: list[Run], store: Store, u2netp: Saliency | None, options: argparse.Namespace
) -> None:
    """Let all `runs` learn from the same batches until they have learned `options.steps` times."""
    without = frozenset(options.without.split(",")) - {""}
    while min(run.steps for run in runs) < options.steps:
        steps = min(run.steps for run in runs)
        generator = torch.Generator(store.own.device).manual_seed(options.seed + 1_000_003 * steps)
        batch: Batch = compose(store, u2netp, Draw(options.batch, generator, without))
        for run in runs:
            if run.steps < options.steps:
                run.step(batch, options.steps)
        if (steps + 1) % SAVE_STEPS == 0 or steps + 1 == options.steps:
            for run in runs:
                run.save(options.out)


def _u2netp(device: torch.device) -> Saliency:
    config = settings.load()
    weights.use_home(config.model_home)
    path = weights.find() or weights.download(config.model_mirror)
    network = Saliency(weights.read(path)).to(device).eval()
    return network.half() if device.type == "cuda" else network


def _store(data: Path, part: Part, out: Path, device: torch.device) -> Store:
    store = load([data, data / "hard"], data / "background", part, out, device)
    log.info("%s: %d portraits, %d places", part, len(store.own), len(store.places))
    return store


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of portraits and places")
    parser.add_argument("--wheel", type=Path, help="mediapipe's, already fetched")
    parser.add_argument("--out", type=Path, default=Path("out/training"))
    parser.add_argument("--networks", default=",".join(SHAPES), help=f"of {', '.join(SHAPES)}")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=96)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", default="", help=f"kinds left out, of {', '.join(KINDS)}")
    parser.add_argument(
        "--bare",
        action="store_true",
        help="without u2netp's map and guided filter, to compare kinds of samples on a CPU; for "
        "`--networks portrait`",
    )
    return parser


if __name__ == "__main__":
    main()
