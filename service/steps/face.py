"""The one face in the photo, and its points."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import numpy as np

from service.raster import shrink
from service.values import geometry
from service.values.mesh import Mesh
from service.values.photo import RGB, Face, Photo
from service.values.photo_errors import NoFace, SeveralFaces

# The detector sees a copy of this size: 320 px finds heads of a twelfth of the photo in 20 ms;
# the larger copy is a second chance for a person far away.
COPY_PX = (320, 640)
MIN_HEIGHT_PX = 28
# A face this much lower than the largest one is somebody in the distance, who is not in the frame.
BYSTANDER = 1 / 3
# Of 1,925 portraits all but two, both profiles, score above 0.999 and have a spread below 0.047.
# So one look is enough from there on.
AT_ONCE, SURE, SPREAD = 0.999, 0.9, 0.05
EYES_AGREE, CHIN_AGREES = 0.15, 0.35  # in units of eyes-to-chin, of the same photos: 0.09 and 0.3


class Detector(Protocol):
    """What finds faces, and the points of one."""

    def find(self, rgb: RGB, min_height: float) -> list[Face]:
        """Faces at least `min_height` pixels high."""

    def find_any_way_up(self, rgb: RGB) -> Face | None:
        """The most certain large face, whichever way it lies; its points are rough."""

    def glance(self, rgb: RGB, face: Face) -> Mesh:
        """The 478 points of a face that was found, by one look."""

    def fit(self, rgb: RGB, face: Face) -> Mesh:
        """The same by two looks, and how far these differ."""


def only_face(photo: Photo, detector: Detector) -> Face:
    """The face of the one person in the photo, in photo pixels. Raises NoFace or SeveralFaces."""
    faces = _find(photo, detector)
    if not faces:
        raise NoFace(
            "No face was found. Send an upright photo of one person who looks into the camera, "
            "with the face at least a tenth of the photo's height.",
            "没有找到人脸。请发送一张端正的单人照片，正视镜头，脸至少占照片高度的十分之一。",
        )
    largest = max(face.height for face in faces)
    people = [face for face in faces if face.height >= BYSTANDER * largest]
    if len(people) > 1:
        raise SeveralFaces(
            f"{len(people)} faces were found. Send a photo with one person only.",
            f"找到 {len(people)} 张人脸。请发送单人照片。",
            faces=[[round(edge, 1) for edge in photo.in_file(face.box)] for face in people],
        )
    return _with_points(photo, people[0], detector)


def upright_face(photo: Photo, detector: Detector) -> tuple[Photo, Face]:
    """The one person's face, and the photo turned by quarters until the person stands upright.

    Also finds faces that the detector misses in bad light. Raises NoFace or SeveralFaces.
    """
    refusal: NoFace | None = None
    first: Face | None = None
    try:
        first = only_face(photo, detector)
    except NoFace as error:
        refusal = error
    if first is not None and first.mesh is not None:
        return photo, first
    # A face on its side may be taken for an upright one, which its mesh then does not bear out.
    for quarters in _ways_up(photo, detector):
        turned = photo.turned(quarters)
        face = _second_chance(turned, detector)
        if face is not None:
            return turned, face
    if refusal is not None:
        raise refusal
    assert first is not None
    return photo, first


def _ways_up(photo: Photo, detector: Detector) -> Iterator[int]:
    """Quarter turns clockwise that may bring a face upright, sought either way up."""
    for half in (0, 2):
        rough = _rough(photo.turned(half), detector)
        if rough is not None:
            x, y = rough.mouth - rough.eyes
            yield (half + round(math.degrees(math.atan2(x, y)) / 90)) % 4


def _second_chance(photo: Photo, detector: Detector) -> Face | None:
    """The face of an upright photo, if its mesh can be trusted."""
    try:
        face = only_face(photo, detector)
    except NoFace:
        rough = _rough(photo, detector)
        if rough is None:
            return None
        first = detector.fit(photo.rgb, rough)
        if first.score < SURE or first.spread > SPREAD:
            return None
        found = replace(rough, landmarks=first.landmarks, chin=first.chin)
        face = _with_points(photo, found, detector)
    return face if face.mesh else None


def _rough(photo: Photo, detector: Detector) -> Face | None:
    copy, to_photo = _copy(photo, COPY_PX[0])
    face = detector.find_any_way_up(copy)
    return face and face.mapped(to_photo)


def _with_points(photo: Photo, face: Face, detector: Detector) -> Face:
    """The face with its mesh, or as it was found where the mesh is not to be trusted."""
    mesh = detector.glance(photo.rgb, face)
    if mesh.score < AT_ONCE or not _agree(mesh, face):
        mesh = detector.fit(photo.rgb, face)
        if mesh.score < SURE or mesh.spread > SPREAD or not _agree(mesh, face):
            return face
    return face.with_mesh(mesh)


def _agree(mesh: Mesh, face: Face) -> bool:
    """Whether eyes and chin are about where the detector has them."""
    apart = float(np.linalg.norm(mesh.pupils.mean(axis=0) - face.eyes))
    lower = float(np.linalg.norm(mesh.chin - face.chin))
    return apart <= EYES_AGREE * face.unit and lower <= CHIN_AGREES * face.unit


def _find(photo: Photo, detector: Detector) -> list[Face]:
    for copy_px in COPY_PX:
        copy, to_photo = _copy(photo, copy_px)
        faces = [face.mapped(to_photo) for face in detector.find(copy, MIN_HEIGHT_PX)]
        if faces or max(photo.size) <= copy_px:
            return faces
    return []


def _copy(photo: Photo, copy_px: int) -> tuple[RGB, geometry.Affine]:
    width, height = photo.size
    scale = min(1.0, copy_px / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return shrink(photo.rgb, size), geometry.resize(size, photo.size)
