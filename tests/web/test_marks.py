"""What tells that a photo was edited: on the pixels, in the file, in report, headers and log."""

import base64
import io
import json
import logging
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from service.serving.telemetry.logs import access
from service.steps.label import SOURCE_TYPE
from service.values.marks import Labelling
from tests import exiftool
from tests.web import test_sheet
from tests.web.test_idphoto import opened, post, problem

REPORT = {"Accept": "application/json"}
PRODUCER = "示例公司 91110108MA01KP2T5U"


@pytest.fixture
def producer(app, monkeypatch):
    """The service as an operator runs it who has a producer id."""
    service = app.extensions["idphoto"]
    labelled = replace(service.engine, labelling=Labelling(producer=PRODUCER))
    monkeypatch.setattr(service, "engine", labelled)


def xmp_of(data):
    return Image.open(io.BytesIO(data)).info.get("xmp")


def properties(xmp):
    (description,) = ElementTree.fromstring(xmp)[0]
    return {child.tag.partition("}")[2]: child.text for child in description}


@pytest.mark.parametrize("file_format", ["jpeg", "png", "webp"])
def test_by_default_a_new_background_is_told_in_the_file_and_nowhere_on_it(
    client, astronaut, file_format
):
    response = post(client, astronaut, spec="cn-1inch", background="blue", format=file_format)
    assert properties(xmp_of(response.data)) == {"DigitalSourceType": SOURCE_TYPE}
    assert response.headers["IDPhoto-Marks"] == "digital-source-type"


@pytest.mark.usefixtures("producer")
def test_a_photo_that_is_only_cropped_makes_no_claim(client, astronaut):
    response = post(client, astronaut, REPORT, spec="cn-1inch", background="original")
    assert xmp_of(base64.b64decode(response.json["image"])) is None
    assert response.json["report"]["marks"] == []
    assert "IDPhoto-Marks" not in response.headers


@pytest.mark.usefixtures("producer")
@pytest.mark.parametrize("file_format", ["jpeg", "png", "webp"])
def test_exiftool_reads_both_marks_of_a_photo(client, astronaut, file_format):
    response = post(client, astronaut, REPORT, spec="cn-1inch", format=file_format)
    report = response.json["report"]
    tags = exiftool.read(base64.b64decode(response.json["image"]))
    assert "ExifTool:Warning" not in tags
    assert tags["XMP-iptcExt:DigitalSourceType"] == SOURCE_TYPE
    told = json.loads(tags["XMP-TC260:Aigc"])
    assert (told["Label"], told["ContentProducer"]) == ("1", PRODUCER)
    assert told["ProduceID"] == report["produce_id"]
    assert report["marks"] == ["digital-source-type", "aigc"]


@pytest.mark.usefixtures("producer")
@pytest.mark.parametrize("file_format", ["jpeg", "png", "pdf"])
def test_exiftool_reads_both_marks_of_a_sheet(client, astronaut, file_format):
    fields = {"cells": "cn-1inch:2", "background": "blue", "format": file_format}
    response = test_sheet.post(client, astronaut, **fields)
    assert response.headers["IDPhoto-Marks"] == "digital-source-type, aigc"
    tags = exiftool.read(response.data)
    assert "ExifTool:Warning" not in tags
    assert tags["XMP-iptcExt:DigitalSourceType"] == SOURCE_TYPE
    assert json.loads(tags["XMP-TC260:Aigc"])["ContentProducer"] == PRODUCER


@pytest.mark.usefixtures("producer")
def test_a_sheet_of_cropped_photos_makes_no_claim(client, astronaut):
    fields = {"cells": "cn-1inch:2", "background": "original", "format": "pdf"}
    response = test_sheet.post(client, astronaut, **fields)
    assert PdfReader(io.BytesIO(response.data)).xmp_metadata is None
    assert "IDPhoto-Marks" not in response.headers


@pytest.mark.usefixtures("producer")
@pytest.mark.parametrize(
    ("file_format", "low", "high"),
    [("jpeg", 10, 13), ("jpeg", 20, 25), ("jpeg", 60, 80), ("webp", 10, 14), ("webp", 20, 26)],
)
def test_the_marks_count_in_the_size_of_the_file(client, astronaut, file_format, low, high):
    fields = {"spec": "cn-2inch", "format": file_format, "min_kb": str(low), "max_kb": str(high)}
    response = post(client, astronaut, REPORT, **fields, visible_mark="zh")
    data = base64.b64decode(response.json["image"])
    assert PRODUCER.encode() in xmp_of(data)
    assert low * 1024 <= len(data) == response.json["report"]["file"]["bytes"] <= high * 1000


@pytest.mark.usefixtures("producer")
def test_a_document_s_own_range_holds_with_the_marks_in_it(client, astronaut):
    response = post(client, astronaut, spec="cn-id-card")
    assert PRODUCER.encode() in xmp_of(response.data)
    assert 14 * 1024 <= len(response.data) <= 20_000


@pytest.mark.usefixtures("producer")
def test_a_padded_file_keeps_its_marks(client, astronaut):
    response = post(client, astronaut, spec="cn-1inch", min_kb="300", pad="true")
    tags = exiftool.read(response.data)
    assert tags["XMP-iptcExt:DigitalSourceType"] == SOURCE_TYPE


@pytest.mark.parametrize("background", ["blue", "transparent"])
def test_a_visible_mark_changes_its_corner_alone(client, astronaut, background):
    fields = {"spec": "cn-1inch", "background": background, "format": "png"}
    plain = np.asarray(opened(post(client, astronaut, **fields)), int)
    response = post(client, astronaut, visible_mark="zh", **fields)
    changed = (np.asarray(opened(response), int) != plain).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert rows.min() > 370
    assert columns.min() > 200
    assert response.headers["IDPhoto-Marks"] == "visible-mark, digital-source-type"


def test_a_preview_is_marked_all_over_and_named_one(client, astronaut):
    fields = {"spec": "cn-1inch", "format": "png", "preview": "true"}
    plain = np.asarray(opened(post(client, astronaut, spec="cn-1inch", format="png")), int)
    response = post(client, astronaut, **fields)
    changed = (np.asarray(opened(response), int) != plain).any(axis=2)
    assert changed[100:250, 80:220].mean() > 0.1, "over the face"
    assert 'filename="cn-1inch-preview.png"' in response.headers["Content-Disposition"]
    assert "preview" in response.headers["IDPhoto-Marks"]


def test_every_photo_on_a_sheet_has_the_visible_mark(client, astronaut):
    fields = {"cells": "cn-1inch:4", "background": "#808080", "format": "png", "marks": "none"}
    plain = np.asarray(opened(test_sheet.post(client, astronaut, **fields)), int)
    response = test_sheet.post(client, astronaut, REPORT, visible_mark="zh", **fields)
    marked = np.asarray(Image.open(io.BytesIO(base64.b64decode(response.json["sheet"]))), int)
    report = response.json["report"]
    assert report["marks"] == ["visible-mark", "digital-source-type"]
    changed = (marked != plain).any(axis=2)
    for cell in report["cells"]:
        left, top = round(cell["left_mm"] / 25.4 * 300), round(cell["top_mm"] / 25.4 * 300)
        width, height = (round(cell[side] / 25.4 * 300) for side in ("width_mm", "height_mm"))
        assert changed[top : top + height, left : left + width].sum() > 300


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"visible_mark": "zh"}, "visible_mark"),
        ({"preview": "true"}, "preview"),
        ({"visible_mark": "en", "preview": "true", "background": "white"}, "visible_mark"),
    ],
)
def test_a_document_without_text_in_its_photo_refuses_visible_marks(
    client, astronaut, fields, field
):
    fields = {"allow_editing": "true", **fields}
    told = problem(post(client, astronaut, spec="cn-diploma", **fields), 422, "mark-forbidden")
    assert told["field"] == field
    assert "cn-diploma" in told["detail"]
    sheet = test_sheet.post(client, astronaut, cells="cn-1inch:1,cn-diploma:1", **fields)
    assert problem(sheet, 422, "mark-forbidden")["field"] == field


def test_such_a_document_still_says_in_its_file_what_it_is(client, astronaut):
    response = post(client, astronaut, spec="cn-diploma", allow_editing="true", visible_mark="none")
    assert properties(xmp_of(response.data)) == {"DigitalSourceType": SOURCE_TYPE}


def test_a_text_that_would_be_untrue_is_refused(client, astronaut):
    fields = {"spec": "cn-1inch", "background": "original", "visible_mark": "zh"}
    told = problem(post(client, astronaut, **fields), 422, "invalid-field")
    assert told["field"] == "visible_mark"
    assert post(client, astronaut, **{**fields, "visible_mark": "none"}).status_code == 200


def test_the_log_tells_which_marks_were_chosen_and_by_whom(client, astronaut, caplog):
    caplog.set_level(logging.INFO, access.name)
    caller = {"IDPhoto-Caller": "shop-12", "X-Request-Id": "order-7"}
    post(client, astronaut, caller, spec="cn-1inch", visible_mark="en")
    post(client, astronaut, {"IDPhoto-Caller": "a b"}, spec="cn-1inch", background="original")
    first, second = [one.fields for one in caplog.records if one.name == access.name]
    assert (first["caller"], first["request_id"]) == ("shop-12", "order-7")
    assert first["marks"] == ["visible-mark", "digital-source-type"]
    assert second["marks"] == []
    assert "caller" not in second
