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
    made = label(True, Labelling())
    assert made.names == ("digital-source-type",)
    assert properties(made.xmp) == {SOURCE: SOURCE_TYPE}
    assert SOURCE_TYPE.endswith("/algorithmicallyEnhanced")
    assert made.produce_id is None


def test_a_producer_brings_the_aigc_field_with_its_seven_members():
    made = label(True, Labelling(producer="示例公司 (A&B) 91110108"))
    assert made.names == ("digital-source-type", "aigc")
    told = json.loads(properties(made.xmp)[AIGC])
    assert list(told) == MEMBERS
    assert told["Label"] == "1"
    assert told["ContentProducer"] == "示例公司 (A&B) 91110108"
    assert told["ProduceID"] == made.produce_id


def test_no_two_files_have_the_same_number():
    made = {label(True, Labelling(producer="x")).produce_id for _ in range(100)}
    assert len(made) == 100


@pytest.mark.parametrize(
    ("edited", "labelling"),
    [(False, Labelling(producer="x")), (True, Labelling(source_type=False))],
)
def test_a_file_without_anything_to_say_has_no_packet(edited, labelling):
    made = label(edited, labelling)
    assert (made.names, made.xmp, made.produce_id) == ((), b"", None)


def test_the_source_type_can_be_left_out_alone():
    made = label(True, Labelling(source_type=False, producer="x"))
    assert list(properties(made.xmp)) == [AIGC]
    assert b"iptc" not in made.xmp
