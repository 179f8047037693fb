"""All checks of one photo, in the order in which a person would look."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from service.checks.backdrop import Backdrop, backdrop
from service.checks.background import background
from service.checks.before_a_wall import before_a_wall
from service.checks.clothes_like_background import cloth, clothes_like_background
from service.checks.colour import colour
from service.checks.compression import compression
from service.checks.cut_off import body_complete, frame_covered, head_complete
from service.checks.cut_out import crown_seen, cut_out
from service.checks.dynamic_range import dynamic_range
from service.checks.exposure import exposure
from service.checks.eye_distance import eye_distance
from service.checks.eyes_open import eyes_open
from service.checks.eyes_visible import eyes_visible
from service.checks.face_occluded import face_occluded
from service.checks.faces import faces
from service.checks.gaze import gaze
from service.checks.glasses import glasses
from service.checks.head_covering import head_covering
from service.checks.lengths import lengths
from service.checks.light import light
from service.checks.mouth import mouth
from service.checks.patch import Patch
from service.checks.pose import pose
from service.checks.red_eye import red_eye
from service.checks.resolution import resolution
from service.checks.sharpness import sharpness
from service.checks.shoulders import shoulders
from service.checks.skin_like_background import skin_like_background
from service.checks.turn import Turn, turn_of_head
from service.checks.unreached import NO_PLACE
from service.pipeline.findings import Findings
from service.pipeline.own_limits import judged_by
from service.steps.place.limits import SMALL_GAP
from service.steps.place.place import HELD_MM, MOST_ENLARGED, landmarks_in_frame
from service.values.check import Check
from service.values.document import Names
from service.values.geometry import Affine
from service.values.photo import RGB, Alpha, Face
from service.values.photo_errors import CheckFailed, MatteImplausible
from service.values.spec import Spec


def check_all(findings: Findings) -> tuple[Check, ...]:
    """Every check once, however far the photo got, by the request's own limits where it has any."""
    checks = judged_by(_measured(findings), findings.order.limits)
    return tuple(before_a_wall(check, findings.order.spec) for check in checks)


def _measured(findings: Findings) -> tuple[Check, ...]:
    """Every check by the document's limits and the service's own."""
    order, subject = findings.order, findings.subject
    photo, face, patch = subject.photo, subject.face, subject.patch
    affine = findings.placement.affine if findings.placement else None
    turn = turn_of_head(face) if face else None
    apart_px = findings.eye_distance_px
    shrunk = (findings.head_px or 0.0) / findings.needed_px
    return (
        faces(findings.people),
        *lengths(findings.placement, order.spec),
        *of_the_face(face, patch, turn, affine, order.spec),
        *_edges(findings, affine),
        crown_seen(findings.head),
        _cut_out(findings),
        resolution(findings.head_px, findings.needed_px, MOST_ENLARGED),
        eye_distance(apart_px, shrunk and (apart_px or 0.0) / shrunk),
        *of_the_light(patch, turn),
        *_background(findings, affine, patch),
        compression(photo.jpeg_quality if photo else None, shrunk),
    )


def of_the_face(
    face: Face | None,
    patch: Patch | None,
    turn: Turn | None,
    affine: Affine | None,
    spec: Spec,
) -> tuple[Check, ...]:
    """Which way the face looks, and whether eyes, mouth and skin are as they should be."""
    return (
        *pose(face, turn, affine),
        eyes_open(patch, turn),
        eyes_visible(patch, turn),
        gaze(face, turn),
        *mouth(face, turn, spec),
        face_occluded(patch, turn, spec),
        glasses(patch, turn, spec),
        head_covering(spec),
        red_eye(patch, turn),
    )


def of_the_light(patch: Patch | None, turn: Turn | None) -> tuple[Check, ...]:
    """How sharp and how well lit the face is."""
    return (
        sharpness(patch),
        *exposure(patch),
        dynamic_range(patch),
        light(patch, turn),
        *colour(patch),
    )


def refuse_failures(checks: Iterable[Check]) -> None:
    """Raise CheckFailed when a check failed, with all that did."""
    failed = [check for check in checks if check.verdict == "fail"]
    if failed:
        raise CheckFailed(
            " ".join(check.message.en for check in failed),
            "".join(check.message.zh for check in failed),
            checks=[check.model_dump(mode="json") for check in failed],
        )


def _edges(findings: Findings, affine: Affine | None) -> tuple[Check, ...]:
    """What the photo's edges cut off: head, body, shoulders, and the frame's own edges."""
    spec, placed = findings.order.spec, findings.placement
    gaps: tuple[float | None, float | None] = (None, None)
    if placed is not None:
        gaps = placed.bottom_gap_mm, placed.side_gap_mm
    return (
        head_complete(findings.head),
        *body_complete(*gaps, bearable_gaps(spec)),
        shoulders(findings.subject.matte, findings.head, affine),
        frame_covered(findings.subject.photo, affine, findings.order),
    )


def bearable_gaps(spec: Spec) -> tuple[float, float]:
    """How much of the person may be missing below and beside, in mm."""
    return SMALL_GAP * spec.height_mm + HELD_MM, SMALL_GAP * spec.width_mm + HELD_MM


def _cut_out(findings: Findings) -> Check:
    unclear = findings.plausible.unclear if findings.plausible else None
    return cut_out(unclear, not isinstance(findings.refusal, MatteImplausible), findings.order)


def _background(
    findings: Findings, affine: Affine | None, patch: Patch | None
) -> tuple[Check, ...]:
    """The checks of the background, as far as the frame shows it."""
    photo, order = findings.subject.photo, findings.order
    behind: Backdrop | Names = NO_PLACE
    worn = None
    if photo and affine is not None and findings.colour is not None and findings.alpha is not None:
        behind = backdrop(photo, affine, findings.colour, findings.alpha, findings.needed_px)
        worn = _cloth(findings, findings.colour, findings.alpha)
    return (
        *background(behind, order),
        clothes_like_background(worn, behind, order),
        skin_like_background(patch, behind, order),
    )


def _cloth(findings: Findings, colour: RGB, alpha: Alpha) -> NDArray[np.float32] | None:
    if findings.head is None or findings.placement is None:
        return None
    _, (_, eyes_y), unit = landmarks_in_frame(findings.head, findings.placement)
    return cloth(colour, alpha, eyes_y, unit)
