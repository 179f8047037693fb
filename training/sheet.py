"""A sheet of samples, to see what the network is taught."""

from pathlib import Path

import cv2
import numpy as np

from training.compose import Composer

ACROSS, DOWN = 8, 5
GREY = 100  # beyond the photo


def draw(composer: Composer, path: Path, seed: int) -> None:
    """Write 40 samples as a PNG, colour above alpha."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(DOWN):
        samples = [composer.sample(rng) for _ in range(ACROSS)]
        masks = [np.where(s.valid > 0, s.alpha, GREY)[..., None].repeat(3, 2) for s in samples]
        rows.append(np.hstack([s.colour for s in samples]))
        rows.append(np.hstack(masks).astype(np.uint8))
    cv2.imwrite(str(path), np.vstack(rows)[..., ::-1])
