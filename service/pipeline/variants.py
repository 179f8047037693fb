"""From one photo to several finished ones."""

from service.pipeline.findings import Sitting
from service.pipeline.idphoto import IdPhoto, Studio, develop, see
from service.values.errors import ServiceError
from service.values.marks import Labelling
from service.values.order import Order
from service.values.variants import Variants, orders_of
from service.cancellation import Watch

Made = IdPhoto | ServiceError


def make_variants(
    data: bytes, variants: Variants, studio: Studio, watch: Watch
) -> tuple[Made, ...]:
    """What became of each variant; the photo is decoded and cut out once, for all of them.

    Raises what is wrong with the photo itself, and Cancelled when `watch` is cancelled.
    """
    sitting = Sitting(data)
    see(sitting, orders_of(variants), studio, watch)
    return tuple(_made(sitting, wanted, studio.labelling, watch) for wanted in variants)


def _made(
    sitting: Sitting, wanted: Order | ServiceError, labelling: Labelling, watch: Watch
) -> Made:
    if isinstance(wanted, ServiceError):
        return wanted
    try:
        return develop(sitting, wanted, labelling, watch)
    except ServiceError as error:
        return error.with_traceback(None)  # its frames hold pixels
