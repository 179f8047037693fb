"""The one face of the photo."""

from typing import Protocol

from service.raster import shrink
from service.values import geometry
from service.values.errors import NoFace, SeveralFaces
from service.values.photo import RGB, Face, Photo

# The detector sees a copy of this size: 320 px finds heads of a twelfth of the photo in 20 ms;
# the larger copy is a second chance for a person far away.
COPY_PX = (320, 640)
MIN_HEIGHT_PX = 28
# A face this much lower than the largest one is somebody in the distance, who is not in the frame.
BYSTANDER = 1 / 3


class Detector(Protocol):
    """What finds faces."""

    def find(self, rgb: RGB, min_height: float) -> list[Face]:
        """Faces at least `min_height` pixels high."""


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
        to_source = geometry.invert(photo.from_source)
        raise SeveralFaces(
            f"{len(people)} faces were found. Send a photo of one person alone.",
            f"找到 {len(people)} 张人脸。请发送单人照片。",
            faces=[[round(edge, 1) for edge in face.mapped(to_source).box] for face in people],
        )
    return people[0]


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
