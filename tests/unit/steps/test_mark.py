import io

import numpy as np
import pytest
from PIL import ImageFont

from service.steps.mark import FONT, mark
from service.values.marks import PREVIEW, TEXTS, Marks

GREY = 120


def grey(size, channels=3):
    return np.full((size[1], size[0], channels), GREY, np.uint8)


def runs(flags):
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return list(zip(edges[::2], edges[1::2], strict=True))


def characters(pixels):
    """(left, top, right, bottom) of each stretch of columns with white ink."""
    ink = pixels[..., :3].min(axis=2) > (GREY + 255) // 2
    found = []
    for left, right in runs(ink.any(axis=0)):
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        found.append((left, rows[0], right, rows[-1] + 1))
    return found


@pytest.mark.parametrize("wording", TEXTS)
@pytest.mark.parametrize("size", [(295, 413), (413, 295), (600, 600), (1500, 3000), (4000, 3600)])
def test_the_text_is_a_twentieth_of_the_shortest_side_high(size, wording):
    """GB 45438-2025: at least 5%; by the height of its capitals, which all wordings begin with."""
    found = characters(mark(grey(size), Marks(wording)))
    for _, top, _, bottom in found[:2]:  # A, I
        assert 0.05 <= (bottom - top) / min(size) <= 0.065
    if wording == "zh":
        assert all(bottom - top >= 0.05 * min(size) for _, top, _, bottom in found)


@pytest.mark.parametrize("wording", TEXTS)
@pytest.mark.parametrize("size", [(50, 100), (80, 70), (295, 413), (4000, 3600)])
def test_the_whole_text_stands_in_the_lower_right_corner(size, wording):
    marked = mark(grey(size), Marks(wording))
    rows, columns = np.nonzero((marked != GREY).any(axis=2))
    assert rows.min() > size[1] - 0.12 * min(size) - 3
    assert columns.min() > 0
    assert columns.max() < size[0] - 1
    assert rows.max() < size[1] - 1


@pytest.mark.parametrize("ground", [0, 128, 255])
def test_the_text_is_seen_on_any_ground(ground):
    marked = mark(np.full((413, 295, 3), ground, np.uint8), Marks("zh"))
    text = marked[385:, 210:]
    assert text.min() < 40
    assert text.max() > 215


def test_a_transparent_photo_keeps_its_alpha_and_the_text_is_opaque():
    marked = mark(np.zeros((413, 295, 4), np.uint8), Marks("zh"))
    assert marked.shape == (413, 295, 4)
    assert (marked[:350] == 0).all()
    assert marked[..., 3].max() == 255


@pytest.mark.parametrize("size", [(50, 100), (295, 413), (1200, 900)])
def test_a_preview_s_watermark_leaves_no_part_free(size):
    marked = mark(grey(size), Marks(preview=True))
    changed = (marked != GREY).any(axis=2)
    across, down = size[0] // 2, size[1] // 2
    for top in (0, down):
        for left in (0, across):
            assert changed[top : top + down, left : left + across].mean() > 0.05
    middle = changed[size[1] // 4 : -size[1] // 4, size[0] // 4 : -size[0] // 4]
    assert middle.mean() > 0.1


def test_what_is_under_a_watermark_can_still_be_judged():
    marked = mark(grey((600, 800)), Marks(preview=True))
    assert marked.min() > 40
    assert marked.max() < 215


def test_without_marks_nothing_is_touched():
    pixels = grey((295, 413))
    assert mark(pixels, Marks()) is pixels


def test_the_font_has_every_character_of_the_marks():
    font = ImageFont.truetype(io.BytesIO(FONT), 40, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(font.getmask("\uffff"))
    for character in set("".join(TEXTS.values()) + PREVIEW) - {" "}:
        assert bytes(font.getmask(character)) != missing, character
