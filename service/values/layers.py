"""Which layer a rule of a document belongs to: authority, advice, assumed or not stated."""

from collections.abc import Mapping

from service.values.document import Document
from service.values.evidence import Layer, RuleName

# Where each rule stands among the fields of a document, and what there means that nobody says it.
_FIELDS: dict[RuleName, tuple[str, ...]] = {
    "size": ("width_mm",),
    "pixels": ("min_size_px", "width_px"),
    "dpi": ("dpi",),
    "head_height": ("head_height_mm",),
    "top": ("top_mm",),
    "eye_line": ("eye_line_mm",),
    "chin_bottom": ("chin_bottom_mm",),
    "face_width": ("face_width_mm",),
    "face_centre": ("face_centre_mm",),
    "background": ("backgrounds",),
    "file_type": ("file_types",),
    "file_size": ("file_kb",),
    "jpeg_quality": ("jpeg_quality_min",),
    "compression": ("jpeg_ratio_max",),
    "editing": ("editing_policy",),
    "rotation": ("rotation_allowed",),
    "visible_mark": ("visible_mark_allowed",),
    "recency": ("recency_months",),
}
SILENT = (None, (), "unknown", "unstated")


def fields_of(rule: RuleName) -> tuple[str, ...]:
    """The fields of a document that hold `rule`."""
    return _FIELDS.get(rule, (rule,))


def layer_of(document: Document, rule: RuleName, assumed: Mapping[str, str]) -> Layer:
    """The layer of one rule; a stated one without words of its own counts as the authority's.

    A single figure of the authority stays so, whatever tolerance it gets.
    """
    values = {field: getattr(document, field, None) for field in fields_of(rule)}
    stated = [field for field, value in values.items() if value not in SILENT]
    if not stated:
        return "not-stated"
    if all(assumed.get(field, "tolerance") != "tolerance" for field in stated):
        return "assumed"
    followed = [words for words in document.evidence if not words.differs]
    forces = {words.force for words in followed if rule in words.rules}
    return "advice" if forces == {"advice"} else "authority"
