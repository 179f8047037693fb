"""A drawn portrait that a worker makes a photo of before it takes its first request."""

import cv2
import numpy as np

from service.cancellation import CancellationToken
from service.pipeline.engine import Engine
from service.pipeline.idphoto import make_idphoto
from service.values.errors import ServiceError
from service.values.order import Order
from service.values.photo import RGB
from service.values.spec import Spec

SIZE = (480, 640)  # width and height in pixels
WALL, CLOTH, HAIR, SKIN = (225, 225, 225), (60, 60, 90), (60, 40, 30), (225, 185, 160)
SHADE, WHITE, PUPIL, LIPS = (190, 145, 120), (250, 250, 250), (50, 30, 20), (180, 90, 90)


def warm_up(engine: Engine, spec: Spec) -> ServiceError | None:
    """Make one photo from beginning to end: None, or why this model refuses the drawn person.

    A refusal means that face and matting work, so it is no fault; anything else is raised.
    """
    _, file = cv2.imencode(".jpg", cv2.cvtColor(portrait(), cv2.COLOR_RGB2BGR))
    order = Order(spec, (255, 255, 255), "jpeg", spec.dpi)
    try:
        make_idphoto(file.tobytes(), order, engine, CancellationToken())
    except ServiceError as refusal:
        return refusal
    return None


def portrait() -> RGB:
    """A person upright before a light wall, plain enough to draw and real enough to be found."""
    width, height = SIZE
    image = np.full((height, width, 3), WALL, np.uint8)
    middle = width // 2
    _ellipse(image, (middle, height), (200, 190), CLOTH)
    cv2.rectangle(image, (middle - 35, 370), (middle + 35, 480), SHADE, cv2.FILLED)
    _ellipse(image, (middle, 250), (112, 150), HAIR)
    _ellipse(image, (middle, 275), (95, 130), SKIN)
    for x in (middle - 40, middle + 40):
        _ellipse(image, (x, 229), (26, 5), HAIR)
        _ellipse(image, (x, 255), (20, 10), WHITE)
        _ellipse(image, (x, 255), (9, 9), PUPIL)
    _ellipse(image, (middle, 300), (12, 20), SHADE)
    _ellipse(image, (middle, 345), (34, 11), LIPS)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 3), np.uint8)


def _ellipse(
    image: RGB, centre: tuple[int, int], radii: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    cv2.ellipse(image, centre, radii, 0, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)
