"""What a photo needs beside itself."""

from dataclasses import dataclass

from service.steps.decode.gate import Limits
from service.steps.face import Detector
from service.steps.matting import MattingModel
from service.values.marks import BY_DEFAULT, Labelling


@dataclass(frozen=True, slots=True)
class Engine:
    """Models, limits of decoding, and what a file says of itself; loaded once in a process."""

    detector: Detector
    matting: MattingModel
    limits: Limits
    labelling: Labelling = BY_DEFAULT
