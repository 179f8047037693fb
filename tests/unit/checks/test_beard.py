"""Whether a beard is seen, and what it does to what is known of the chin."""

from evaluation.orders import default_order
from service.cancellation import CancellationToken
from service.checks.beard import has_beard
from service.checks.patch import face_patch
from service.models.faces import FaceDetector
from service.models.portrait import PortraitModel
from service.pipeline.check import check_photo
from service.pipeline.engine import Engine
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.values.placement import BEARDED_CHIN_ERROR, CHIN_ERROR

BEARDED = ("pif_8bea358338c2", "if_f4940a988b2c")  # neither is among those that were learnt from


def test_a_free_chin_has_no_beard(portrait):
    assert not has_beard(face_patch(*portrait))


def test_beards_are_seen(photos):
    for name in BEARDED:
        photo = decode((photos / "wild" / f"{name}.jpg").read_bytes(), Limits(), 600)
        assert has_beard(face_patch(photo, only_face(photo, FaceDetector()))), name


def test_the_chin_under_a_beard_is_known_less_well(photos, astronaut):
    engine = Engine(FaceDetector(), PortraitModel(), Limits())
    bearded = (photos / "wild" / f"{BEARDED[0]}.jpg").read_bytes()
    for data, error in ((astronaut, CHIN_ERROR), (bearded, BEARDED_CHIN_ERROR)):
        report = check_photo(data, default_order("cn-1inch"), engine, CancellationToken())
        height, known = report.head.head_height_mm, report.head.uncertainty_mm
        assert abs(known["chin_bottom_mm"] - error * height) < 0.006
