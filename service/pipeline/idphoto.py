"""The path of one photo, from the bytes that were sent to the bytes that go back."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.pipeline.all_checks import check_all, refuse_failures
from service.pipeline.findings import Findings, Subject
from service.pipeline.report import report_on
from service.steps.alpha import post_process, refine
from service.steps.closed_form import solve
from service.steps.composite import composite
from service.steps.decode.decode import Limits, decode
from service.steps.encode import fit
from service.steps.face import Detector, only_face
from service.steps.foreground import estimate
from service.steps.frame import cut, window
from service.steps.head import find_head, head_height
from service.steps.label import label
from service.steps.mark import mark
from service.steps.matting import MattingModel, matte
from service.steps.place.place import landmarks_in_frame, place, refuse_unfit
from service.steps.plausible import judge
from service.values.geometry import resize
from service.values.marks import BY_DEFAULT, Labelling
from service.values.order import Order
from service.values.photo import RGB, Alpha, Face, Photo
from service.values.report import Report
from service.cancellation import CancellationToken

# A head is expected to fill a third of the photo's longer side; see _read.
HEADS_PER_PHOTO = 3
SLACK = 1.1  # what may be enlarged rather than decoded a second time


@dataclass(frozen=True, slots=True)
class Engine:
    """What a photo needs beside itself: models, limits of decoding, what its file says of it."""

    detector: Detector
    matter: MattingModel
    limits: Limits
    labelling: Labelling = BY_DEFAULT


@dataclass(frozen=True, slots=True)
class IdPhoto:
    """A finished photo: the file and what is known about it."""

    data: bytes
    report: Report


def make_idphoto(data: bytes, order: Order, engine: Engine, token: CancellationToken) -> IdPhoto:
    """Turn a portrait into the finished photo of `order`.

    Raises the 4xx errors of service.values.errors, and Cancelled when `token` is cancelled.
    """
    subject = Subject(data)
    see(subject, [order], engine, token)
    return develop(subject, order, engine.labelling, token)


def see(subject: Subject, orders: Sequence[Order], engine: Engine, token: CancellationToken) -> None:
    """Decode as finely as the largest of `orders` needs, find the face, cut the person out."""
    photo, face = _read(subject, max(order.head_px for order in orders), engine, token)
    with token.step("matting"):
        subject.matte = matte(photo, face, window(photo, face), engine.matter, token)


def develop(subject: Subject, order: Order, labelling: Labelling, token: CancellationToken) -> IdPhoto:
    """The file of one order, from a subject that has been seen."""
    found = Findings(subject, order)
    finished = finish(found, token)
    with token.step("encode"):
        found.label = label(not order.crop_only, labelling)
        found.file = file = fit(finished, order.format, order.dpi, order.file, found.label.xmp)
    return IdPhoto(file.data, report_on(Report, found, token))


def finish(found: Findings, token: CancellationToken) -> RGB:
    """The pixels of one order, checked, from a subject that has been seen."""
    order = found.order
    colour, alpha = frame_person(found, token)
    with token.step("checks"):
        found.checks = check_all(found)
        if order.strict:
            refuse_failures(found.checks)
    if not order.crop_only:
        with token.step("foreground"):
            foreground = estimate(colour, alpha, found.needed_px)
        with token.step("composite"):
            colour = composite(foreground, alpha, order.background)
    return mark(colour, order.marks)


def frame_person(found: Findings, token: CancellationToken) -> tuple[RGB, Alpha]:
    """Colour and alpha of the frame before anything is replaced; all else goes into `found`."""
    order = found.order
    photo, face, coarse = found.subject.seen
    with token.step("frame"):
        upright = order.spec.rotation_allowed is not False
        found.head = head = find_head(face, coarse, upright)
        found.placement = placement = place(head, coarse, photo, order)
        refuse_unfit(placement, head, photo, order)
        colour, alpha = cut(photo, coarse, placement.affine, order.size, float(head.chin[1]))
    with token.step("alpha"):
        alpha = _with_edge(found, colour, alpha, token)
        found.colour, found.alpha = colour, alpha
        found.plausible = judge(alpha, *landmarks_in_frame(head, placement))
        if not order.crop_only:
            found.plausible.refuse_unusable()
    return colour, alpha


def _with_edge(found: Findings, colour: RGB, coarse: Alpha, token: CancellationToken) -> Alpha:
    """The edge that the order asks for; the first is the service's own."""
    match found.order.edge:
        case "guided":
            return refine(colour, coarse, found.needed_px)
        case "closed-form":
            return solve(colour, coarse, found.order.erode, token)
        case "post-process":
            return post_process(coarse)
        case "network":
            return coarse


def _read(subject: Subject, needed: float, engine: Engine, token: CancellationToken) -> tuple[Photo, Face]:
    """Decode no more pixels than a head of `needed` pixels can show, and find the face in them.

    A head that turns out small in the reduced decode is decoded again, as finely as it needs.
    """
    with token.step("decode"):
        subject.photo = photo = decode(subject.data, engine.limits, HEADS_PER_PHOTO * needed)
    with token.step("face"):
        subject.face = face = only_face(photo, engine.detector)
    if photo.size < photo.source_size and head_height(face) * SLACK < needed:
        with token.step("decode"):
            enough = needed / head_height(face) * max(photo.size)
            finer = decode(subject.data, engine.limits, enough)
        subject.face = face = face.mapped(resize(photo.size, finer.size))
        subject.photo = photo = finer
    return photo, face
