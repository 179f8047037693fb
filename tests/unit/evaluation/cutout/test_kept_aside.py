import cv2
import numpy as np
import pytest

from evaluation.cutout import kept_aside
from evaluation.cutout.composites import Portrait, compose, generator
from training.split import part_of


@pytest.fixture
def portrait():
    rng = np.random.default_rng(1)
    alpha = np.zeros((100, 80), np.float32)
    cv2.circle(alpha, (40, 60), 30, 1.0, cv2.FILLED)
    colour = rng.integers(60, 90, (100, 80, 3)).astype(np.uint8)
    return Portrait(np.full_like(colour, 200), colour, alpha)


@pytest.fixture
def place(tmp_path):
    pixels = np.random.default_rng(2).integers(0, 255, (60, 90, 3)).astype(np.uint8)
    cv2.imwrite(str(tmp_path / "place.png"), pixels)
    return [tmp_path / "place.png"]


def pixels_of(data):
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(data, np.uint8), 1), cv2.COLOR_BGR2RGB)


@pytest.mark.parametrize("kind", ["", "dark-on-dark", "white-on-white"])
@pytest.mark.parametrize("number", [0, 3])
def test_a_composite_shows_the_person_s_colour_where_alpha_is_whole(portrait, place, kind, number):
    data, colour = compose(portrait, kind, number, generator("a"), place, None)
    solid = portrait.alpha == 1
    difference = np.abs(pixels_of(data)[solid].astype(int) - colour[solid])
    assert difference.mean() < 8  # JPEG


def test_a_composite_is_the_same_every_time_and_another_for_another_name(portrait, place):
    one, same, other = (
        compose(portrait, "", 3, generator(name), place, None)[0] for name in ("a", "a", "b")
    )
    assert one == same != other


def test_white_on_white_is_white_and_grey_is_grey(portrait, place):
    behind = portrait.alpha == 0
    white = pixels_of(compose(portrait, "white-on-white", 1, generator("a"), place, None)[0])
    assert white[behind].mean() > 200
    grey = pixels_of(compose(portrait, "grey-photo", 1, generator("a"), place, None)[0])
    assert np.ptp(grey.astype(int), axis=2).max() <= 3


def test_a_bystander_stands_behind_the_person(portrait, place):
    other = Portrait(portrait.own, np.full_like(portrait.colour, 255), portrait.alpha)
    rngs = generator("a"), generator("a")
    without, beside = (
        compose(portrait, "", 1, rng, place, somebody)[0]
        for rng, somebody in zip(rngs, (None, other), strict=True)
    )
    solid, behind = portrait.alpha == 1, portrait.alpha == 0
    changed = np.abs(pixels_of(without).astype(int) - pixels_of(beside)).mean(axis=2) > 30
    assert changed[behind].mean() > 0.05
    assert changed[solid].mean() < 0.02


def test_only_people_kept_aside_are_measured_and_leaning_alphas_only_in_hard_groups(tmp_path):
    for sub, backdrop in (("", "global backdrop"), ("hard", "local backdrop")):
        folder = tmp_path / sub
        folder.mkdir(exist_ok=True)
        names = [f"{sub}{number}" for number in range(300)]
        rows = "".join(f"{name}\t-\n" for name in names)
        (folder / "portraits.tsv").write_text(f"id\tsource\n{rows}")
        tags = "".join(f"{name}\tbald\t{backdrop}\t0.99\n" for name in names)
        heading = "id\ttags\tbackdrop_model\tiou_with_median_prior\n"
        (folder / "kinds.tsv").write_text(heading + tags)
    scenes = kept_aside.scenes(tmp_path)
    assert {part_of(scene.person.name) for scene in scenes} == {"test"}
    assert all(scene.person.solid for scene in scenes if scene.group.startswith("test"))
    assert len([scene for scene in scenes if scene.group == "hard bald"]) == kept_aside.MOST
    assert len(kept_aside.scenes(tmp_path, 2)) == 2 * len({scene.group for scene in scenes})
