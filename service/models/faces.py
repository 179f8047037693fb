"""MTCNN (mtcnn-runtime, Apache-2.0): faces with five landmarks; its weights are in its wheel."""

import cv2
import mtcnnruntime.detector
import numpy as np
import onnxruntime as ort

from service.models.session import session_options
from service.values.photo import RGB, Face

# Of its three stages. Upright portraits end above 0.96, foliage and faces on their side below 0.91.
THRESHOLDS = [0.8, 0.7, 0.95]


class FaceDetector:
    """MTCNN on one thread. Safe to use from several threads at once."""

    def __init__(self) -> None:
        self._mtcnn = _load_on_one_thread()

    def find(self, rgb: RGB, min_height: float) -> list[Face]:
        """All faces at least `min_height` pixels high in an image (H, W, 3), best score first."""
        bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
        try:
            boxes, landmarks = self._mtcnn.detect(
                bgr, min_face_size=min_height, thresholds=THRESHOLDS
            )
        except ValueError as error:
            # mtcnn-runtime stacks the boxes of all scales, and numpy refuses to stack none.
            if "need at least one array" in str(error):
                return []
            raise
        found = [
            Face(
                box=(float(box[0]), float(box[1]), float(box[2]), float(box[3])),
                score=float(box[4]),
                landmarks=np.asarray(points, np.float64).reshape(2, 5).T,
            )
            for box, points in zip(boxes, landmarks, strict=True)
        ]
        return sorted(found, key=lambda face: face.score, reverse=True)


def _load_on_one_thread() -> mtcnnruntime.detector.MTCNN:
    """MTCNN takes no session options, so it is given sessions that have them already."""
    detector = mtcnnruntime.detector.MTCNN()
    for stage in ("pnet", "rnet", "onet"):
        held = getattr(detector, f"_MTCNN__{stage}")
        path = getattr(detector, f"_MTCNN__{stage.upper()}")
        held[0] = ort.InferenceSession(path, session_options(), providers=["CPUExecutionProvider"])
    return detector
