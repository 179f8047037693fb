"""From one photo to the finished ones of all its orders."""

from service.cancellation import CancellationToken
from service.pipeline.engine import Engine
from service.pipeline.findings import Subject
from service.pipeline.idphoto import IdPhoto, analyse, produce
from service.values.errors import ServiceError
from service.values.marks import Labelling
from service.values.order import Order
from service.values.orders import Orders

Product = IdPhoto | ServiceError


def make_idphotos(
    data: bytes, orders: Orders, engine: Engine, token: CancellationToken
) -> tuple[Product, ...]:
    """What became of each order; the photo is decoded and cut out once, for all of them.

    Raises the errors of the photo itself, and Cancelled when `token` is cancelled.
    """
    subject = Subject()
    analyse(subject, data, orders.possible, engine, token)
    return tuple(_product(subject, item, engine.labelling, token) for item in orders.items)


def _product(
    subject: Subject, item: Order | ServiceError, labelling: Labelling, token: CancellationToken
) -> Product:
    if isinstance(item, ServiceError):
        return item
    try:
        return produce(subject, item, labelling, token)
    except ServiceError as error:
        return error.with_traceback(None)  # its frames hold pixels
