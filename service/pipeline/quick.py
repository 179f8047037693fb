"""A first look at a photo, for live guidance: the face and its place, without cutting it out."""

import numpy as np

from service.cancellation import CancellationToken
from service.checks.cut_off import body_complete, head_complete
from service.checks.faces import faces
from service.checks.patch import face_patch
from service.checks.resolution import resolution
from service.checks.turn import turn_of_head
from service.pipeline.all_checks import bearable_gaps, of_the_face, of_the_light
from service.pipeline.engine import Engine
from service.pipeline.findings import Findings, Subject
from service.pipeline.report import face_report, summary_of
from service.steps.decode.decode import decode
from service.steps.face import upright_face
from service.steps.head import find_head
from service.steps.place.place import MOST_ENLARGED
from service.values.check import Check
from service.values.errors import NoFace, SeveralFaces
from service.values.order import Order
from service.values.photo import Face, Photo
from service.values.placement import Head
from service.values.report import QuickReport
from service.values.spec import Spec
from service.values.verdict import reasons_of, verdict_of

SIDE_PX = 640  # of the picture that is looked at: enough for lids and lips


def quick_check(data: bytes, order: Order, engine: Engine, token: CancellationToken) -> QuickReport:
    """Judge what the face alone tells. Raises what makes the file unreadable."""
    findings = Findings(Subject(), order)
    with token.step("decode"):
        photo = decode(data, engine.limits, SIDE_PX, token)
    with token.step("face"):
        try:
            photo, findings.subject.face = upright_face(photo, engine.detector)
        except (NoFace, SeveralFaces) as refusal:
            findings.refusal = refusal.with_traceback(None)  # its frames hold the photo
    findings.subject.photo = photo
    with token.step("checks"):
        findings.checks = _checks(findings, photo, findings.subject.face)
    return _report(findings, photo, token)


def _checks(findings: Findings, photo: Photo, face: Face | None) -> tuple[Check, ...]:
    spec = findings.order.spec
    patch = face_patch(photo, face) if face else None
    turn = turn_of_head(face) if face else None
    findings.head = head = find_head(face, None, upright=False) if face else None
    below, beside = frame_gaps(head, photo, spec) if head else (None, None)
    return (
        faces(findings.people),
        *of_the_face(face, patch, turn, np.eye(2, 3), spec),
        head_complete(head),
        *body_complete(below, beside, bearable_gaps(spec)),
        resolution(findings.head_px, findings.needed_px, MOST_ENLARGED),
        *of_the_light(patch, turn),
    )


def frame_gaps(head: Head, photo: Photo, spec: Spec) -> tuple[float, float]:
    """How far the photo ends inside the document's frame below and at the worse side, in mm.

    The frame is laid around the head so that head height and top margin are those that the document
    has in the middle of its ranges, with the face in the middle.
    """
    mm_per_px = sum(spec.head_height_mm) / 2 / head.height
    top = float(head.crown[1]) - sum(spec.top_mm) / 2 / mm_per_px
    bottom = top + spec.height_mm / mm_per_px
    half = spec.width_mm / 2 / mm_per_px
    width, height = photo.size
    beyond = max(half - float(head.eyes[0]), float(head.eyes[0]) + half - width)
    return max(0.0, bottom - height) * mm_per_px, max(0.0, beyond) * mm_per_px


def _report(findings: Findings, photo: Photo, token: CancellationToken) -> QuickReport:
    checks, face = findings.checks, findings.subject.face
    reasons = reasons_of(checks)
    return QuickReport(
        spec=findings.order.spec.id,
        verdict=verdict_of(checks, findings.refusal is not None),
        advice=reasons[0] if reasons else None,
        reasons=reasons,
        turned_deg=90 * photo.quarter_turns,
        face=face and face_report(face, photo),
        checks=checks,
        summary=summary_of(checks),
        timings_ms=dict(token.timings_ms),
    )
