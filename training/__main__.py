"""`python -m training DATA`: train the portrait network and write it for the service."""

import argparse
import logging
from pathlib import Path

import cv2
import torch

from service import settings
from service.models import weights
from training import config as configs
from training import loop, portraits, sheet, together
from training.compose import Composer
from training.config import Config
from training.export import averaged, export
from training.portraits import Pixels, Portrait
from training.run import start
from training.validate import validate

log = logging.getLogger("training")
HERE = Path(__file__).parent


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with portraits.tsv and background/")
    parser.add_argument("--config", type=Path, default=HERE / "portrait.toml")
    parser.add_argument("--out", type=Path, default=Path("out/training"))
    parser.add_argument("--workers", type=int, help="processes that compose samples (1, or 0)")
    parser.add_argument("--threads", type=int, default=0, help="of the network; 0: all cores")
    parser.add_argument("--sheet", action="store_true", help="only draw a sheet of samples")
    return parser.parse_args()


def main() -> None:
    """Train, going on from the last checkpoint in the output folder, then export."""
    given = arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    cv2.setNumThreads(0)  # its threads do not survive the fork of the workers
    if given.threads:
        torch.set_num_threads(given.threads)
    config = configs.read(given.config)
    together.begin()
    people, photos = _data(given, config)
    people, kept = portraits.split(people, config.validation_share)
    side = config.stages[-1].side
    if given.sheet:
        sheet.draw(Composer.of(people, photos, side), given.out / "sheet.png", config.seed)
        return
    checkpoint = given.out / "checkpoint.pt"
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    run = start(config, device, checkpoint)
    if not run.seen:
        loop.begin(run, config, people, photos, _workers(given), _u2netp())
    loop.train(run, config, people, photos, checkpoint, _workers(given))
    last = together.first()
    together.end()
    if last:
        network = averaged(checkpoint)
        log.info("kept aside: IoU %.4f, mean error %.4f", *validate(network, kept, photos, side))
        export(network, given.out / "portrait.onnx")


def _data(given: argparse.Namespace, config: Config) -> tuple[list[Portrait], list[Pixels]]:
    given.out.mkdir(parents=True, exist_ok=True)
    if not together.first():
        together.wait()  # while the first finds the faces
    people = portraits.load(given.data, given.out / "faces.tsv", config.least_iou)
    if together.first():
        together.wait()
    return people, portraits.backgrounds(given.data)


def _u2netp() -> bytes:
    weights.use_home(settings.load().model_home)
    found = weights.find()
    if found is None:
        raise SystemExit("u2netp's weights, with which it begins, are not here: make models")
    return weights.read(found)


def _workers(given: argparse.Namespace) -> int:
    """One of several that train composes its samples itself."""
    if given.workers is None:
        return 1 if together.count() == 1 else 0
    return int(given.workers)


if __name__ == "__main__":
    main()
