"""The path of one photo, from the bytes that were sent to the bytes that go back."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.cancellation import CancellationToken
from service.checks.beard import has_beard
from service.checks.patch import face_patch
from service.checks.turn import turn_of_head
from service.pipeline.all_checks import check_all, refuse_failures
from service.pipeline.engine import Engine
from service.pipeline.findings import Findings, Subject
from service.pipeline.report import report_on
from service.steps.alpha import enlarge, post_process, refine
from service.steps.closed_form import solve
from service.steps.composite import composite
from service.steps.decode.decode import decode
from service.steps.encode import fit
from service.steps.face import upright_face
from service.steps.foreground import estimate
from service.steps.frame import cut, project, window
from service.steps.head import find_head, head_height
from service.steps.label import label
from service.steps.mark import mark
from service.steps.matting import matte
from service.steps.place.place import landmarks_in_frame, place, refuse_unfit
from service.steps.plausible import judge
from service.steps.skull import to_skull
from service.values.geometry import resize
from service.values.marks import Labelling
from service.values.order import Order
from service.values.photo import RGB, Alpha, Face, Photo
from service.values.report import Report

# A head is expected to fill a third of the photo's longer side; see _read.
HEADS_PER_PHOTO = 3
SLACK = 1.1  # what may be enlarged rather than decoded a second time


@dataclass(frozen=True, slots=True)
class IdPhoto:
    """A finished photo: the file and what is known about it."""

    data: bytes
    report: Report


def make_idphoto(data: bytes, order: Order, engine: Engine, token: CancellationToken) -> IdPhoto:
    """Turn a portrait into the finished photo of `order`.

    Raises the 4xx errors of service.values.problems, and Cancelled when `token` is cancelled.
    """
    subject = Subject()
    analyse(subject, data, [order], engine, token)
    return produce(subject, order, engine.labelling, token)


def analyse(
    subject: Subject, data: bytes, orders: Sequence[Order], engine: Engine, token: CancellationToken
) -> None:
    """Decode as finely as the largest of `orders` needs, find the face, cut the person out."""
    photo, face = _read(subject, data, max(order.head_px for order in orders), engine, token)
    smallest = min(order.adjustment.scale if order.adjustment else 1.0 for order in orders)
    with token.step("face"):
        subject.patch = face_patch(photo, face)
        subject.bearded = has_beard(subject.patch)
    with token.step("matting"):
        area = window(photo, face, smallest)
        subject.matte = matte(photo, face, area, engine.matting, token)


def produce(
    subject: Subject, order: Order, labelling: Labelling, token: CancellationToken
) -> IdPhoto:
    """Make the file of one order from a subject that has been analysed."""
    findings = Findings(subject, order)
    pixels = render(findings, token)
    with token.step("encode"):
        findings.label = label(not order.crop_only, labelling)
        findings.file = fit(pixels, order.format, order.dpi, order.file, findings.label.xmp, token)
    return IdPhoto(findings.file.data, report_on(Report, findings, token))


def render(findings: Findings, token: CancellationToken) -> RGB:
    """Make and check the pixels of one order from a subject that has been analysed."""
    order = findings.order
    colour, alpha = frame_person(findings, token)
    with token.step("checks"):
        findings.checks = check_all(findings)
        if order.strict:
            refuse_failures(findings.checks)
    if not order.crop_only:
        with token.step("foreground"):
            foreground = estimate(colour, alpha, findings.needed_px, token)
        with token.step("composite"):
            colour = composite(foreground, alpha, order.background)
    return mark(colour, order.marks)


def frame_person(findings: Findings, token: CancellationToken) -> tuple[RGB, Alpha]:
    """Colour and alpha of the frame before anything is replaced; the rest goes into `findings`."""
    order = findings.order
    photo, face, coarse = findings.subject.analysed
    with token.step("frame"):
        upright = order.spec.rotation_allowed is not False
        head = find_head(face, coarse, upright, findings.subject.bearded)
        findings.head = head = to_skull(head) if order.spec.crown == "skull" else head
        findings.placement = placement = place(head, coarse, photo, order)
        refuse_unfit(placement, head, photo, order)
        colour, alpha = cut(photo, coarse, placement.affine, order.size, float(head.chin[1]))
    with token.step("alpha"):
        alpha = _with_edge(findings, colour, alpha, token)
        findings.colour, findings.alpha = colour, alpha
        error = _projected(findings, coarse.error)
        turned = turn_of_head(face).aside
        findings.plausible = judge(alpha, *landmarks_in_frame(head, placement), error, turned)
        if not order.crop_only:
            findings.plausible.refuse_unusable()
    return colour, alpha


def _with_edge(findings: Findings, colour: RGB, coarse: Alpha, token: CancellationToken) -> Alpha:
    """The edge that the order asks for; the first is the service's own."""
    match findings.order.edge:
        case "guided":
            _, _, predicted = findings.subject.analysed
            trust = _projected(findings, predicted.trust)
            return refine(colour, coarse, findings.needed_px, trust, token)
        case "closed-form":
            return enlarge(colour, solve(colour, coarse, findings.order.erode, token))
        case "post-process":
            return post_process(coarse)
        case "network":
            return coarse


def _projected(findings: Findings, plane: Alpha | None) -> Alpha | None:
    """A plane of the matte in the frame of the order, if the model has it."""
    matte, placement = findings.subject.matte, findings.placement
    if plane is None or matte is None or placement is None:
        return None
    return project(plane, matte, placement.affine, findings.order.size)


def _read(
    subject: Subject, data: bytes, needed: float, engine: Engine, token: CancellationToken
) -> tuple[Photo, Face]:
    """Decode no more pixels than a head of `needed` pixels can show, and find the face in them.

    A head that turns out small in the reduced decode is decoded again, as finely as it needs.
    """
    with token.step("decode"):
        subject.photo = photo = decode(data, engine.limits, HEADS_PER_PHOTO * needed, token)
    with token.step("face"):
        photo, face = upright_face(photo, engine.detector)
        subject.photo, subject.face = photo, face
    if photo.size < photo.source_size and head_height(face) * SLACK < needed:
        with token.step("decode"):
            enough = needed / head_height(face) * max(photo.size)
            finer = decode(data, engine.limits, enough, token).turned(photo.quarter_turns)
        subject.face = face = face.mapped(resize(photo.size, finer.size))
        subject.photo = photo = finer
    return photo, face
