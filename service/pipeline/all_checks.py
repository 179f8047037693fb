"""All checks of one photo, in the order in which a person would look."""

from collections.abc import Iterable

from service.checks.backdrop import Backdrop, backdrop
from service.checks.background import background
from service.checks.colour import colour
from service.checks.compression import compression
from service.checks.cut_off import body_complete, frame_covered, head_complete
from service.checks.cut_out import crown_seen, cut_out
from service.checks.exposure import exposure
from service.checks.faces import faces
from service.checks.lengths import lengths
from service.checks.light import light
from service.checks.patch import face_patch
from service.checks.pose import pose
from service.checks.resolution import resolution
from service.checks.sharpness import sharpness
from service.checks.unreached import NO_PLACE
from service.pipeline.findings import Findings
from service.steps.place.place import HELD_MM, MOST_ENLARGED, SMALL_GAP
from service.values.check import Check
from service.values.document import Names
from service.values.errors import CheckFailed, MatteImplausible, SeveralFaces
from service.values.geometry import Affine
from service.values.photo import Photo


def check_all(found: Findings) -> tuple[Check, ...]:
    """Every check once, whatever was reached."""
    order, photo, face = found.order, found.subject.photo, found.subject.face
    affine = found.placement.affine if found.placement else None
    patch = face_patch(photo, face) if photo and face else None
    shrunk = (found.head_px or 0.0) / found.needed_px
    return (
        faces(_people(found)),
        *lengths(found.placement, order.spec),
        *pose(face, affine),
        *_edges(found, affine),
        crown_seen(found.head),
        _cut_out(found),
        resolution(found.head_px, found.needed_px, MOST_ENLARGED),
        sharpness(patch),
        *exposure(patch),
        light(patch, face),
        *colour(patch),
        *_background(found, photo, affine),
        compression(found.subject.data, shrunk),
    )


def refuse_failures(checks: Iterable[Check]) -> None:
    """Raise CheckFailed when a check failed, with all that did."""
    failed = [check for check in checks if check.verdict == "fail"]
    if failed:
        raise CheckFailed(
            " ".join(check.message.en for check in failed),
            checks=[check.model_dump(mode="json") for check in failed],
        )


def _people(found: Findings) -> int:
    if isinstance(found.refusal, SeveralFaces):
        return len(found.refusal.members["faces"])  # type: ignore[arg-type]
    return int(found.subject.face is not None)


def _edges(found: Findings, affine: Affine | None) -> tuple[Check, ...]:
    """What the photo's edges cut off: head, body, shoulders, and the frame's own edges."""
    spec, placed = found.order.spec, found.placement
    bearable = SMALL_GAP * spec.height_mm + HELD_MM, SMALL_GAP * spec.width_mm + HELD_MM
    gaps: tuple[float | None, float | None] = (None, None)
    if placed is not None:
        gaps = placed.bottom_gap_mm, placed.side_gap_mm
    return (
        head_complete(found.head),
        *body_complete(*gaps, bearable),
        frame_covered(found.subject.photo, affine, found.order),
    )


def _cut_out(found: Findings) -> Check:
    unclear = found.plausible.unclear if found.plausible else None
    return cut_out(unclear, not isinstance(found.refusal, MatteImplausible), found.order)


def _background(
    found: Findings, photo: Photo | None, affine: Affine | None
) -> tuple[Check, Check, Check]:
    """As far as the frame shows it."""
    behind: Backdrop | Names = NO_PLACE
    if photo and affine is not None and found.colour is not None and found.alpha is not None:
        behind = backdrop(photo, affine, found.colour, found.alpha, found.needed_px)
    return background(behind, found.order)
