"""What has been found out about a photo so far."""

from dataclasses import dataclass

from service.checks.patch import Patch
from service.steps.encode import Encoded
from service.steps.head import head_height
from service.steps.plausible import Plausibility
from service.values import geometry
from service.values.check import Check
from service.values.errors import ServiceError
from service.values.marks import Label
from service.values.order import Order
from service.values.photo import RGB, Alpha, Face, Matte, Photo
from service.values.photo_errors import SeveralFaces
from service.values.placement import Head, Placement


@dataclass(slots=True)
class Subject:
    """The person as photographed, the same for orders of any size; None: not reached yet.

    `patch` is the face cut out of the photo, for the checks; `bearded`: the chin is under a beard.
    """

    photo: Photo | None = None
    face: Face | None = None
    patch: Patch | None = None
    bearded: bool = False
    matte: Matte | None = None

    @property
    def analysed(self) -> tuple[Photo, Face, Matte]:
        """All of it. Raises ValueError before everything was reached."""
        if self.photo is None or self.face is None or self.matte is None:
            raise ValueError("this subject has not been analysed")
        return self.photo, self.face, self.matte


@dataclass(slots=True)
class Findings:
    """The findings of one order, filled in step by step; None: not reached. `refusal` says why.

    `colour` (H, W, 3) and `alpha` (H, W) are the finished frame before anything is replaced.
    """

    subject: Subject
    order: Order
    head: Head | None = None
    placement: Placement | None = None
    colour: RGB | None = None
    alpha: Alpha | None = None
    plausible: Plausibility | None = None
    checks: tuple[Check, ...] = ()
    label: Label | None = None
    file: Encoded | None = None
    refusal: ServiceError | None = None

    @property
    def people(self) -> int:
        """How many faces were found, not counting people in the distance."""
        if isinstance(self.refusal, SeveralFaces):
            return len(self.refusal.members["faces"])  # type: ignore[arg-type]
        return int(self.subject.face is not None)

    @property
    def needed_px(self) -> float:
        """Crown to chin in pixels of the finished photo; until placed, the middle of the range."""
        if self.placement:
            return self.placement.head_height_mm * self.order.px_per_mm
        return self.order.head_px

    @property
    def head_px(self) -> float | None:
        """Crown to chin in pixels of the file that was sent; from the face alone until analysed."""
        photo, face = self.subject.photo, self.subject.face
        if photo is None or face is None:
            return None
        height = self.head.height if self.head else head_height(face)
        return height / geometry.scale_of(photo.from_source)

    @property
    def eye_distance_px(self) -> float | None:
        """From one eye to the other in pixels of the file that was sent."""
        photo, face = self.subject.photo, self.subject.face
        if photo is None or face is None:
            return None
        return face.eyes_apart / geometry.scale_of(photo.from_source)
