"""The path of one photo, from the bytes that were sent to the bytes that go back."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.pipeline.report import report_on
from service.steps.alpha import post_process, refine
from service.steps.closed_form import solve
from service.steps.composite import composite
from service.steps.decode import Limits, decode
from service.steps.encode import encode
from service.steps.face import Detector, only_face
from service.steps.foreground import estimate
from service.steps.frame import cut, window
from service.steps.head import find_head, head_height
from service.steps.matting import Matter, matte
from service.steps.place import landmarks_in_frame, place
from service.steps.plausible import judge
from service.values.geometry import resize
from service.values.order import Order
from service.values.photo import RGB, Alpha, Face, Matte, Photo
from service.values.report import Report
from service.values.watch import Watch

# A head is expected to fill a third of the photo's longer side; see _read.
HEADS_PER_PHOTO = 3
SLACK = 1.1  # what may be enlarged rather than decoded a second time


@dataclass(frozen=True, slots=True)
class Studio:
    """What a photo needs beside itself: the models, loaded, and the limits of decoding."""

    detector: Detector
    matter: Matter
    limits: Limits


@dataclass(frozen=True, slots=True)
class Sitting:
    """A photo with its face and its matte: all that finished photos of any size have in common."""

    photo: Photo
    face: Face
    matte: Matte


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished photo as pixels, and what is known about it."""

    pixels: RGB
    report: Report


@dataclass(frozen=True, slots=True)
class IdPhoto:
    """A finished photo: the file and what is known about it."""

    data: bytes
    report: Report


def make_idphoto(data: bytes, order: Order, studio: Studio, watch: Watch) -> IdPhoto:
    """Turn a portrait into the finished photo of `order`.

    Raises the 4xx errors of service.values.errors, and Cancelled when `watch` is cancelled.
    """
    picture = finish(see(data, [order], studio, watch), order, watch)
    with watch.step("encode"):
        file = encode(picture.pixels, order.format, order.dpi)
    report = picture.report.model_copy(update={"timings_ms": dict(watch.timings_ms)})
    return IdPhoto(file, report)


def see(data: bytes, orders: Sequence[Order], studio: Studio, watch: Watch) -> Sitting:
    """Decode a portrait as finely as the largest of `orders` needs, and cut the person out."""
    photo, face = _read(data, orders, studio, watch)
    with watch.step("matting"):
        coarse = matte(photo, face, window(photo, face), studio.matter, watch)
    return Sitting(photo, face, coarse)


def finish(sitting: Sitting, order: Order, watch: Watch) -> Picture:
    """The finished photo of `order`, from a sitting that any number of orders may share."""
    photo, face, coarse = sitting.photo, sitting.face, sitting.matte
    with watch.step("frame"):
        head = find_head(face, coarse, upright=order.spec.rotation_allowed is not False)
        placement = place(head, coarse, photo, order)
        colour, alpha = cut(photo, coarse, placement.affine, order.size, float(head.chin[1]))
        head_px = placement.head_height_mm * order.px_per_mm
    with watch.step("alpha"):
        alpha = _with_edge(order, colour, alpha, head_px)
        plausible = judge(alpha, *landmarks_in_frame(head, placement))
        plausible.refuse_unusable()
    with watch.step("foreground"):
        foreground = estimate(colour, alpha, head_px)
    with watch.step("composite"):
        finished = composite(foreground, alpha, order.background)
    report = report_on(photo, face, coarse, head, placement, plausible, order, watch)
    return Picture(finished, report)


def _with_edge(order: Order, colour: RGB, coarse: Alpha, head_px: float) -> Alpha:
    """The edge that the order asks for; the first is the service's own."""
    match order.edge:
        case "guided":
            return refine(colour, coarse, head_px)
        case "closed-form":
            return solve(colour, coarse, order.erode)
        case "post-process":
            return post_process(coarse)
        case "network":
            return coarse


def _read(data: bytes, orders: Sequence[Order], studio: Studio, watch: Watch) -> tuple[Photo, Face]:
    """Decode no more pixels than the finished photos can show, and find the face in them.

    A head that turns out small in the reduced decode is decoded again, as finely as it needs.
    """
    needed = max(sum(order.spec.head_height_mm) / 2 * order.px_per_mm for order in orders)
    with watch.step("decode"):
        photo = decode(data, studio.limits, HEADS_PER_PHOTO * needed)
    with watch.step("face"):
        face = only_face(photo, studio.detector)
    if photo.size < photo.source_size and head_height(face) * SLACK < needed:
        with watch.step("decode"):
            finer = decode(data, studio.limits, needed / head_height(face) * max(photo.size))
        face = face.mapped(resize(photo.size, finer.size))
        photo = finer
    return photo, face
