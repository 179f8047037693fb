"""A first look at a photo, for live guidance: the face and its place, without cutting it out."""

import numpy as np

from service.cancellation import CancellationToken
from service.checks.cut_off import body_complete, head_complete
from service.checks.faces import faces
from service.checks.patch import face_patch
from service.checks.resolution import resolution
from service.checks.turn import turn_of_head
from service.pipeline.advice import advice_of
from service.pipeline.all_checks import bearable_gaps, of_the_face, of_the_light
from service.pipeline.engine import Engine
from service.pipeline.findings import Findings, Subject
from service.pipeline.report import face_report, summary_of
from service.steps.decode.decode import decode
from service.steps.face import upright_face
from service.steps.head import find_head
from service.steps.place.place import MOST_ENLARGED
from service.steps.surroundings import Surroundings, surroundings
from service.values.advice import Advice
from service.values.check import Check
from service.values.order import Order
from service.values.photo import Photo
from service.values.photo_errors import NoFace, SeveralFaces
from service.values.report import QuickReport
from service.values.verdict import reasons_of, verdict_of

SIDE_PX = 640  # of the picture that is looked at: enough for lids and lips


def quick_check(
    data: bytes,
    order: Order,
    engine: Engine,
    token: CancellationToken,
    camera_px: int | None = None,
) -> QuickReport:
    """Judge what the face alone shows. Raises the errors of a file that cannot be read.

    `camera_px` is the longer side of the photo that will be taken, if this one is a smaller copy.
    """
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
        findings.checks, around = _checks(findings, photo, camera_px)
        advice = advice_of(findings.checks, around, order.spec)
    return _report(findings, photo, advice, token)


def _checks(
    findings: Findings, photo: Photo, camera_px: int | None
) -> tuple[tuple[Check, ...], Surroundings | None]:
    """The checks, and how the document's frame would lie in the picture."""
    spec, face = findings.order.spec, findings.subject.face
    patch = face_patch(photo, face) if face else None
    turn = turn_of_head(face) if face else None
    findings.head = head = find_head(face, None, upright=False) if face else None
    around = surroundings(head, photo, spec) if head else None
    head_px = findings.head_px
    if head_px is not None and camera_px is not None:
        head_px *= camera_px / max(photo.source_size)
    checks = (
        faces(findings.people),
        *of_the_face(face, patch, turn, np.eye(2, 3), spec),
        head_complete(head),
        *body_complete(
            around.below if around else None, around.beside if around else None, bearable_gaps(spec)
        ),
        resolution(head_px, findings.needed_px, MOST_ENLARGED),
        *of_the_light(patch, turn),
    )
    return checks, around


def _report(
    findings: Findings, photo: Photo, advice: Advice | None, token: CancellationToken
) -> QuickReport:
    checks, face = findings.checks, findings.subject.face
    return QuickReport(
        spec=findings.order.spec.id,
        verdict=verdict_of(checks, findings.refusal is not None),
        advice=advice,
        reasons=reasons_of(checks),
        turned_deg=90 * photo.quarter_turns,
        face=face and face_report(face, photo),
        checks=checks,
        summary=summary_of(checks),
        timings_ms=dict(token.timings_ms),
    )
