import json
from xml.etree import ElementTree

import pytest

from service.steps.label import SOURCE_TYPE, label
from service.values.marks import Labelling

SOURCE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
AIGC = "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"
# GB 45438-2025, annex E
MEMBERS = [
    "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID",
    "ReservedCode2",
]  # fmt: skip


def properties(xmp):
    (description,) = ElementTree.fromstring(xmp)[0]
    return {child.tag: child.text for child in description}


def test_an_edited_photo_names_its_source_type_and_nothing_else_by_default():
    written = label(True, Labelling())
    assert written.names == ("digital-source-type",)
    assert properties(written.xmp) == {SOURCE: SOURCE_TYPE}
    assert SOURCE_TYPE.endswith("/algorithmicallyEnhanced")
    assert written.produce_id is None


def test_a_producer_brings_the_aigc_field_with_its_seven_members():
    written = label(True, Labelling(producer="示例公司 (A&B) 91110108"))
    assert written.names == ("digital-source-type", "aigc")
    told = json.loads(properties(written.xmp)[AIGC])
    assert list(told) == MEMBERS
    assert told["Label"] == "1"
    assert told["ContentProducer"] == "示例公司 (A&B) 91110108"
    assert told["ProduceID"] == written.produce_id


def test_no_two_files_have_the_same_number():
    ids = {label(True, Labelling(producer="x")).produce_id for _ in range(100)}
    assert len(ids) == 100


@pytest.mark.parametrize(
    ("edited", "labelling"),
    [(False, Labelling(producer="x")), (True, Labelling(source_type=False))],
)
def test_a_file_without_anything_to_say_has_no_packet(edited, labelling):
    written = label(edited, labelling)
    assert (written.names, written.xmp, written.produce_id) == ((), b"", None)


def test_the_source_type_can_be_left_out_alone():
    written = label(True, Labelling(source_type=False, producer="x"))
    assert list(properties(written.xmp)) == [AIGC]
    assert b"iptc" not in written.xmp
