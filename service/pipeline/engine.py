"""What it takes to make any photo."""

from dataclasses import dataclass

from service.steps.decode.gate import Limits
from service.steps.face import Detector
from service.steps.matting import MattingModel
from service.values.marks import BY_DEFAULT, Labelling


@dataclass(frozen=True, slots=True)
class Engine:
    """Models, decoding limits and the labelling of files; loaded once per process."""

    detector: Detector
    matting: MattingModel
    limits: Limits
    labelling: Labelling = BY_DEFAULT
