"""A person drawn with crown, eyes and chin marked, for the tests of geometry."""

from dataclasses import dataclass

import cv2
import numpy as np

from service.models.faces import CHIN_PER_EYES_TO_MOUTH, CHIN_PER_MOUTH_WIDTH, face_of
from service.steps.frame import cut
from service.steps.head import find_head
from service.steps.place.place import place, refuse_unfit
from service.values import geometry
from service.values.order import Order
from service.values.photo import CHIN_PER_MOUTH, Face, Matte, Photo
from service.values.spec import Spec

UNIT = 100  # pixels from the eyes to the chin of the drawn person
CROWN, LEFT_EYE, RIGHT_EYE, CHIN = (255, 0, 0), (0, 255, 0), (0, 255, 255), (0, 0, 255)
# A drawn head's crown is a little below the ellipse's tip, where it is wide enough to be hair.
MM = 0.6


ROW = {
    "id": "xx-test",
    "names": {"en": "Test", "zh": "测试"},
    "country": "xx",
    "width_mm": 35,
    "height_mm": 45,
    "width_px": 413,
    "height_px": 531,
    "dpi": 300,
    "head_height_mm": (26, 31),
    "top_mm": (3, 5),
    "backgrounds": ("white",),
    "editing_policy": "allowed",
    "source": "invented",
    "checked": "2026-01-31",
}


def document(**rules):
    """A spec of 35 x 45 mm with `rules` of its own."""
    return Spec.model_validate({**ROW, **rules})


def order_of(spec):
    return Order(spec, (255, 255, 255), "jpeg", spec.dpi)


ORDER = order_of(document())


@dataclass
class Scene:
    photo: Photo
    face: Face
    matte: Matte

    def head(self, upright=True):
        return find_head(self.face, self.matte, upright)

    def place(self, order=ORDER):
        head = self.head(order.spec.rotation_allowed is not False)
        placement = place(head, self.matte, self.photo, order)
        refuse_unfit(placement, head, self.photo, order)
        return placement

    def finish(self, order=ORDER):
        placement = self.place(order)
        below = float(self.face.chin[1])
        return placement, *cut(self.photo, self.matte, placement.affine, order.size, below)


def person(across, down, rise):
    """Whether points, in units from the eyes, are in the ellipse of a head or in its torso."""
    tall = (1 + rise) / 2
    head = (across / 0.75) ** 2 + ((down - 1 + tall) / tall) ** 2 <= 1
    half_width = np.clip(0.45 + (down - 1.2) * 1.6, 0.45, 1.7)
    return head | ((down > 0.8) & (np.abs(across) <= half_width))


def scene(size=(700, 700), eyes=(350, 280), unit=UNIT, roll=0.0, rise=1.05, strand=False):
    """A person drawn in `size` pixels, with crown, eyes and chin marked in colours of their own."""
    turn = cv2.getRotationMatrix2D((0, 0), -roll, 1)[:, :2]
    rows, columns = np.indices((size[1], size[0]))
    own = np.stack([columns - eyes[0], rows - eyes[1]], axis=-1) @ turn / unit
    drawn = person(own[..., 0], own[..., 1], rise)
    if strand:
        drawn |= (np.abs(own[..., 0]) < 0.04) & (own[..., 1] < 0) & (own[..., 1] > -rise - 0.4)
    alpha = drawn.astype(np.float32)
    rgb = np.where(alpha[..., np.newaxis] > 0.5, 120, 200).astype(np.uint8).repeat(3, axis=2)

    def at(across, down):
        return turn @ (np.array([across, down]) * unit) + eyes

    marks = {CROWN: (0, -rise), LEFT_EYE: (-0.33, 0), RIGHT_EYE: (0.33, 0), CHIN: (0, 1)}
    for colour, place_of in marks.items():
        sixteenths = np.rint(16 * at(*place_of)).astype(int).tolist()
        cv2.circle(rgb, sixteenths, round(16 * max(3, 0.06 * unit)), colour, cv2.FILLED, shift=4)
    mouth = 1 / CHIN_PER_MOUTH
    corner = mouth / 2 * (CHIN_PER_MOUTH - CHIN_PER_EYES_TO_MOUTH) / CHIN_PER_MOUTH_WIDTH  # at rest
    landmarks = [at(-0.33, 0), at(0.33, 0), at(0, 0.3), at(-corner, mouth), at(corner, mouth)]
    x, y = eyes
    face = face_of(
        box=(x - 0.6 * unit, y - 0.5 * unit, x + 0.6 * unit, y + unit),
        score=1.0,
        landmarks=np.array(landmarks),
    )
    coarse = size[0] * 256 // max(size), size[1] * 256 // max(size)
    matte = Matte(
        alpha=cv2.resize(alpha, coarse, interpolation=cv2.INTER_AREA),
        to_photo=geometry.resize(coarse, size),
        model="drawn",
    )
    return Scene(Photo(rgb, size, "png"), face, matte)


def spot(rgb, colour):
    """The middle (x, y) of a mark."""
    rows, columns = np.nonzero(np.abs(rgb.astype(int) - colour).max(axis=2) < 90)
    assert len(rows), "the mark is not in the picture"
    return np.array([columns.mean(), rows.mean()])
