"""The path of one photo, from the bytes that were sent to the bytes that go back."""

from dataclasses import dataclass

from service.pipeline.all_checks import check_all, refuse_failures
from service.pipeline.findings import Findings
from service.pipeline.report import report_on
from service.steps.alpha import post_process, refine
from service.steps.closed_form import solve
from service.steps.composite import composite
from service.steps.decode import Limits, decode
from service.steps.encode import fit
from service.steps.face import Detector, only_face
from service.steps.foreground import estimate
from service.steps.frame import cut, window
from service.steps.head import find_head, head_height
from service.steps.matting import Matter, matte
from service.steps.place import landmarks_in_frame, place
from service.steps.plausible import judge
from service.values.geometry import resize
from service.values.order import Order
from service.values.photo import RGB, Alpha, Face, Photo
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
class IdPhoto:
    """A finished photo: the file and what is known about it."""

    data: bytes
    report: Report


def make_idphoto(data: bytes, order: Order, studio: Studio, watch: Watch) -> IdPhoto:
    """Turn a portrait into the finished photo of `order`.

    Raises the 4xx errors of service.values.errors, and Cancelled when `watch` is cancelled.
    """
    found = Findings(data, order)
    colour, alpha = frame_person(found, studio, watch)
    with watch.step("checks"):
        checks = check_all(found)
        if order.strict:
            refuse_failures(checks)
    finished = colour
    if not order.crop_only:
        with watch.step("foreground"):
            foreground = estimate(colour, alpha, found.needed_px)
        with watch.step("composite"):
            finished = composite(foreground, alpha, order.background)
    with watch.step("encode"):
        found.file = file = fit(finished, order.format, order.dpi, order.file)
    return IdPhoto(file.data, report_on(Report, found, checks, watch))


def frame_person(found: Findings, studio: Studio, watch: Watch) -> tuple[RGB, Alpha]:
    """Colour and alpha of the frame before anything is replaced; all else goes into `found`."""
    order = found.order
    photo, face = _read(found, studio, watch)
    with watch.step("matting"):
        found.matte = coarse = matte(photo, face, window(photo, face), studio.matter, watch)
    with watch.step("frame"):
        upright = order.spec.rotation_allowed is not False
        found.head = head = find_head(face, coarse, upright)
        found.placement = placement = place(head, coarse, photo, order)
        colour, alpha = cut(photo, coarse, placement.affine, order.size, float(head.chin[1]))
    with watch.step("alpha"):
        alpha = _with_edge(found, colour, alpha, watch)
        found.colour, found.alpha = colour, alpha
        found.plausible = judge(alpha, *landmarks_in_frame(head, placement))
        if not order.crop_only:
            found.plausible.refuse_unusable()
    return colour, alpha


def _with_edge(found: Findings, colour: RGB, coarse: Alpha, watch: Watch) -> Alpha:
    """The edge that the order asks for; the first is the service's own."""
    match found.order.edge:
        case "guided":
            return refine(colour, coarse, found.needed_px)
        case "closed-form":
            return solve(colour, coarse, found.order.erode, watch)
        case "post-process":
            return post_process(coarse)
        case "network":
            return coarse


def _read(found: Findings, studio: Studio, watch: Watch) -> tuple[Photo, Face]:
    """Decode no more pixels than the finished photo can show, and find the face in them.

    A head that turns out small in the reduced decode is decoded again, as finely as it needs.
    """
    needed = found.needed_px
    with watch.step("decode"):
        found.photo = photo = decode(found.data, studio.limits, HEADS_PER_PHOTO * needed)
    with watch.step("face"):
        found.face = face = only_face(photo, studio.detector)
    if photo.size < photo.source_size and head_height(face) * SLACK < needed:
        with watch.step("decode"):
            enough = needed / head_height(face) * max(photo.size)
            finer = decode(found.data, studio.limits, enough)
        found.face = face = face.mapped(resize(photo.size, finer.size))
        found.photo = photo = finer
    return photo, face
