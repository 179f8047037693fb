"""Edge and colour of a cutout, until the pipeline exports this as its own `cut_out`."""

from service.pipeline.idphoto import EDGE_MM
from service.steps.alpha import refine
from service.steps.foreground import estimate
from service.values.photo import RGB, Alpha

HEAD_MM = 22.25  # the middle of the range of cn-1inch


def cut_out(colour: RGB, coarse: Alpha, head_height_px: float) -> tuple[RGB, Alpha]:
    """The person's colour and the refined alpha, with the radius that cn-1inch would have."""
    alpha = refine(colour, coarse, round(EDGE_MM / HEAD_MM * head_height_px))
    return estimate(colour, alpha), alpha
