"""How a file says that it was edited: an XMP packet for machines to read."""

import json
import uuid
from xml.sax.saxutils import escape

from service.values.marks import Label, Labelling, MarkName

# IPTC NewsCodes. A new background without generative AI is this, and not
# compositeWithTrainedAlgorithmicMedia, which would be untrue.
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicallyEnhanced"
GENERATED = "1"  # GB 45438-2025, annex E: 2 and 3 are what a platform suspects of others' files
_NAMESPACES = {
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "TC260": "http://www.tc260.org.cn/ns/AIGC/1.0/",
}


def label(edited: bool, labelling: Labelling) -> Label:
    """The label of a new file; one that shows the photo as it was taken has none."""
    names: list[MarkName] = []
    properties: dict[str, str] = {}
    produce_id = None
    if edited and labelling.source_type:
        names.append("digital-source-type")
        properties["Iptc4xmpExt:DigitalSourceType"] = SOURCE_TYPE
    if edited and labelling.producer:
        names.append("aigc")
        produce_id = uuid.uuid4().hex
        properties["TC260:AIGC"] = _aigc(labelling.producer, produce_id)
    return Label(tuple(names), _packet(properties) if properties else b"", produce_id)


def _aigc(producer: str, produce_id: str) -> str:
    """The seven members of annex E; whoever distributes the file fills in the empty ones."""
    members = {
        "Label": GENERATED,
        "ContentProducer": producer,
        "ProduceID": produce_id,
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }
    return json.dumps(members, ensure_ascii=False, separators=(",", ":"))


def _packet(properties: dict[str, str]) -> bytes:
    """The packet of ISO 16684-1, read-only, in as few bytes as possible."""
    used = {name.partition(":")[0] for name in properties}
    spaces = "".join(f' xmlns:{one}="{_NAMESPACES[one]}"' for one in _NAMESPACES if one in used)
    body = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in properties.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{spaces}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="r"?>'
    ).encode()
