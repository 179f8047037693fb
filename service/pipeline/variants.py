"""From one photo to several finished ones."""

from service.pipeline.findings import Subject
from service.pipeline.idphoto import IdPhoto, Engine, develop, see
from service.values.errors import ServiceError
from service.values.marks import Labelling
from service.values.order import Order
from service.values.variants import Variants, orders_of
from service.cancellation import CancellationToken

Made = IdPhoto | ServiceError


def make_variants(
    data: bytes, variants: Variants, engine: Engine, token: CancellationToken
) -> tuple[Made, ...]:
    """What became of each variant; the photo is decoded and cut out once, for all of them.

    Raises what is wrong with the photo itself, and Cancelled when `token` is cancelled.
    """
    subject = Subject(data)
    see(subject, orders_of(variants), engine, token)
    return tuple(_made(subject, wanted, engine.labelling, token) for wanted in variants)


def _made(
    subject: Subject, wanted: Order | ServiceError, labelling: Labelling, token: CancellationToken
) -> Made:
    if isinstance(wanted, ServiceError):
        return wanted
    try:
        return develop(subject, wanted, labelling, token)
    except ServiceError as error:
        return error.with_traceback(None)  # its frames hold pixels
