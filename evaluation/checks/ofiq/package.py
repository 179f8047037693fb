"""ofiq-syngen itself, which sees a face by what this service found instead of OFIQ's networks.

OFIQ's networks come from ISO's portal alone. Without any, the package would draw bands across the
picture; so it is given the points of the face, its outline and its turn as they are found here.
"""

import os
import sys
from typing import Any, Protocol

import cv2
import numpy as np

from evaluation.checks.ofiq.degradations import Degradation
from evaluation.checks.ofiq.points import wflw
from service.checks.turn import turn_of_head
from service.values.errors import ConfigError
from service.values.photo import RGB, Alpha, Face
from service.version import ROOT

FOLDER = ROOT / ".ofiq"
PARSED_PX = 400  # the side of OFIQ's map of what is skin, hair, cloth and background
BACKGROUND, PERSON = 0, 1  # in that map; the outline alone is known here


class Degrader(Protocol):
    """What makes a photo bad."""

    def degrade(self, degradation: Degradation, severity: float, seed: int) -> RGB:
        """The photo (H, W, 3) made bad by a severity in 0..1."""


class Package:
    """ofiq-syngen out of its folder."""

    def __init__(self) -> None:
        """Raises ConfigError where it is not there."""
        os.environ["OFIQ_SYNGEN_OFFLINE"] = "1"  # it would fetch networks for some of its ways
        sys.path.append(str(FOLDER))
        try:
            from ofiq_syngen import DegradationPipeline
            from ofiq_syngen.face_context import FaceContext
        except ImportError as error:
            raise ConfigError(f"{error}: `make {FOLDER.name}/.done` installs ofiq-syngen") from None
        self._pipeline, self._context = DegradationPipeline(), FaceContext

    def of(self, rgb: RGB, face: Face, alpha: Alpha) -> Degrader:
        """A photo (H, W, 3) of one face, and how much of each pixel is the person.

        Raises ValueError for a face without a mesh.
        """
        if face.mesh is None:
            raise ValueError("a face without a mesh")
        turn = turn_of_head(face)
        bgr = np.ascontiguousarray(rgb[:, :, ::-1])
        outline = cv2.resize(alpha, (PARSED_PX, PARSED_PX), interpolation=cv2.INTER_AREA)
        context = self._context(
            image=bgr,
            is_aligned=False,
            landmarks_98=np.rint(wflw(face.mesh)).astype(np.int32),
            parsing_map=np.where(outline < 0.5, BACKGROUND, PERSON).astype(np.uint8),
            occlusion_mask=np.ones(rgb.shape[:2], np.uint8),
            head_pose=(turn.yaw, turn.pitch, face.roll_deg),
            raw_3ddfa_params=None,
        )
        return _Degrader(self._pipeline, bgr, context)


class _Degrader:
    """One photo before the package."""

    def __init__(self, pipeline: Any, bgr: RGB, context: Any) -> None:  # noqa: ANN401 - no types
        self._pipeline, self._bgr, self._context = pipeline, bgr, context

    def degrade(self, degradation: Degradation, severity: float, seed: int) -> RGB:
        """The photo (H, W, 3) made bad by a severity in 0..1."""
        bgr, _ = self._pipeline.degrade_single(
            self._bgr.copy(),
            f"{degradation.component}.scalar",
            severity,
            degradation_index=degradation.index,
            seed=seed,
            ctx=self._context,
        )
        return np.ascontiguousarray(np.asarray(bgr, np.uint8)[:, :, ::-1])
