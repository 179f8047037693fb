from xml.etree import ElementTree

import pytest

from service.specs import catalogue
from service.specs.diagram import ABOVE, FRAME_PX, LEFT, diagram
from service.specs.raw_spec import RawSpec, resolve

SVG = "{http://www.w3.org/2000/svg}"
SPECS = list(catalogue.load())


def texts(drawing):
    return [element.text for element in drawing.iter(f"{SVG}text")]


def levels(drawing):
    """All dashed lines: their distance from the frame's upper edge as a share of its height."""
    return [
        round((float(line.get("y1")) - ABOVE) / FRAME_PX, 3)
        for line in drawing.iter(f"{SVG}line")
        if line.get("stroke-dasharray") != "none"
    ]


def drawn(name, language="en"):
    spec = next(spec for spec in SPECS if spec.id == name)
    return spec, ElementTree.fromstring(diagram(spec, language))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_document_can_be_drawn_within_its_canvas(spec, language):
    drawing = ElementTree.fromstring(diagram(spec, language))
    width, height = (float(drawing.get(side)) for side in ("width", "height"))
    for element in drawing.iter():
        for name, most in (
            ("x", width),
            ("x1", width),
            ("x2", width),
            ("y", height),
            ("y1", height),
        ):
            if element.get(name):
                assert 0 <= float(element.get(name)) <= most


def test_the_lines_are_where_the_ranges_are():
    spec, drawing = drawn("us-passport")
    found = levels(drawing)
    stated = [
        *spec.top_mm,
        *(sum(spec.top_mm) / 2 + head for head in spec.head_height_mm),
        *(51 - eyes for eyes in spec.eye_line_mm),
    ]
    assert sorted(found) == pytest.approx(sorted(mm / 51 for mm in stated), abs=0.001)


def test_the_frame_has_the_photo_s_shape():
    spec, drawing = drawn("cn-id-card")
    frames = [
        rectangle
        for rectangle in drawing.iter(f"{SVG}rect")
        if rectangle.get("stroke") and float(rectangle.get("x")) == LEFT
    ]
    (frame,) = frames
    shape = float(frame.get("width")) / float(frame.get("height"))
    assert shape == pytest.approx(spec.width_mm / spec.height_mm, abs=0.001)


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["head, crown to chin", "32–36 mm", "top margin", "2–6 mm", "5–9 mm", "45 mm"]),
        ("zh", ["头顶到下巴", "32–36 毫米", "上边距", "2–6 毫米", "5–9 毫米", "45 毫米"]),
    ],
)
def test_every_range_is_labelled_in_millimetres(language, labels):
    _, drawing = drawn("jp-passport", language)
    assert set(labels) <= set(texts(drawing))


def test_what_is_assumed_carries_a_star_and_is_explained():
    _, drawing = drawn("us-passport")
    assert "3.5–5.5 mm*" in texts(drawing)
    assert "25–35 mm" in texts(drawing)
    assert any(text.startswith("* not stated") for text in texts(drawing))


def test_an_open_end_is_said_to_be_one():
    _, drawing = drawn("cn-id-card")
    assert "≥ 15 mm" in texts(drawing)


def test_names_are_text_and_never_markup():
    row = {
        "id": "xx-test",
        "names": {"en": "<script>alert(1)</script> & more", "zh": "测试"},
        "country": "xx",
        "width_mm": 35,
        "height_mm": 45,
        "backgrounds": ["white"],
        "source": "invented",
        "checked": "2026-01-31",
    }
    text = diagram(resolve(RawSpec.model_validate(row)), "en")
    assert "<script" not in text
    assert "<script>alert(1)</script> & more" in texts(ElementTree.fromstring(text))
