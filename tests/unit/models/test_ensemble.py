import numpy as np

from service.models.ensemble import fuse
from service.models.faces import face_of

HEIGHT, WIDTH = 320, 256
UNIT = 60.0
FACE = face_of(
    box=(100.0, 80.0, 156.0, 170.0),
    score=1.0,
    landmarks=np.array([[114.0, 110], [142, 110], [128, 128], [116, 145], [140, 145]]),
)
ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH].astype(float)
HEAD = ((COLUMNS - 128) / 45) ** 2 + ((ROWS - 110) / 62) ** 2 <= 1
JACKET = (ROWS > 185) & (np.abs(COLUMNS - 128) < 60 + (ROWS - 185) * 0.6)
PERSON = (HEAD | JACKET).astype(np.float32)


def window(jacket=(25, 25, 30)):
    """A face, a jacket and a bright wall, with a little noise."""
    rgb = np.full((HEIGHT, WIDTH, 3), (190, 200, 210), float)
    rgb[JACKET] = jacket
    rgb[HEAD] = (200, 150, 120)
    noise = np.random.default_rng(3).normal(0, 4, rgb.shape)
    return np.clip(rgb + noise, 0, 255).astype(np.uint8)


def iou(alpha):
    seen, true = alpha > 0.5, PERSON > 0.5
    return (seen & true).sum() / (seen | true).sum()


def test_looks_that_agree_are_kept():
    fused = fuse(window(), FACE, [PERSON, PERSON])
    assert iou(fused) > 0.99


def test_a_garment_that_one_look_drops_comes_back():
    dropped = np.where(JACKET, 0.0, PERSON).astype(np.float32)
    assert iou(dropped) < 0.6
    for looks in ([PERSON, dropped], [dropped, PERSON]):
        assert iou(fuse(window(), FACE, looks)) > 0.97


def test_a_garment_that_every_look_drops_is_found_by_its_colour():
    dropped = np.where(JACKET, 0.15, PERSON).astype(np.float32)
    assert iou(fuse(window(), FACE, [dropped, dropped])) > 0.93


def test_a_chair_that_one_look_keeps_beside_the_head_is_not_the_person():
    chair = PERSON.copy()
    chair[60:180, 10:50] = 1
    fused = fuse(window(), FACE, [PERSON, chair])
    assert fused[80:160, 15:45].mean() < 0.1


def test_looks_of_several_sizes_make_one_at_the_size_of_the_first():
    small = PERSON[::2, ::2].copy()
    assert fuse(window(), FACE, [PERSON, small]).shape == PERSON.shape
    assert fuse(window(), FACE, [small, PERSON]).shape == small.shape


def test_the_same_looks_give_the_same_matte():
    dropped = np.where(JACKET, 0.3, PERSON).astype(np.float32)
    one, other = (fuse(window(), FACE, [dropped, PERSON]) for _ in range(2))
    assert (one == other).all()
