"""The catalogue for other programs: one JSON document with its schema, and a table."""

import csv
import io
import json
from collections.abc import Iterable

from service.specs.catalogue import Catalogue
from service.values.spec import Spec

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
LICENCE = "CC-BY-4.0"
ATTRIBUTION = (
    "Our own compilation is CC BY 4.0; quotations are their authors'. What was read on 2026-10-12 "
    "are reports of the named pages in passport-photo-specs-data 1.0.1 (PixID, CC BY 4.0)."
)
COLUMNS = (
    "id",
    "country",
    "document",
    "width_mm",
    "height_mm",
    "width_px",
    "height_px",
    "dpi",
    "head_height_mm",
    "top_mm",
    "eye_line_mm",
    "chin_bottom_mm",
    "face_width_mm",
    "crown",
    "backgrounds",
    "file_types",
    "file_kb",
    "editing_policy",
    "submission",
    "recency_months",
    "glasses",
    "head_covering",
    "expression",
    "mouth",
    "confidence",
    "checked",
    "source",
)


def as_json(known: Catalogue) -> str:
    """Licence, schema and specs; `schema` is the JSON Schema of one entry of `specs`."""
    schema = Spec.model_json_schema(mode="serialization")
    return json.dumps(
        {
            "licence": LICENCE,
            "attribution": ATTRIBUTION,
            "schema": {"$schema": SCHEMA, **schema},
            "specs": [spec.model_dump(mode="json") for spec in known],
        },
        ensure_ascii=False,
        indent=1,
    )


def as_csv(known: Catalogue) -> str:
    """One row for each spec; what is assumed is named in the last column, a range is `low-high`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name_en", "name_zh", *COLUMNS, "assumed"])
    for spec in known:
        cells = [_cell(getattr(spec, column)) for column in COLUMNS]
        assumed = " ".join(spec.assumed)
        writer.writerow([spec.names.en, spec.names.zh, *cells, assumed])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple) and value and isinstance(value[0], float):
        low, high = value
        return f"{low:g}-" if high == float("inf") else f"{low:g}-{high:g}"
    if isinstance(value, tuple):
        return " ".join(_names(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _names(values: Iterable[object]) -> list[str]:
    return [str(getattr(value, "name", value)) for value in values]
