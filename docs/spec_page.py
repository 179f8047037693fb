"""The section of one document on its page: every rule with its worth, and the words behind it."""

from typing import get_args

from service.specs.words import LAYERS, RULES, VALUES
from service.values.document import RangeName
from service.values.evidence import Evidence, RuleName
from service.values.spec import Spec

LENGTHS: dict[RuleName, RangeName] = {
    "head_height": "head_height_mm",
    "top": "top_mm",
    "eye_line": "eye_line_mm",
    "chin_bottom": "chin_bottom_mm",
    "face_width": "face_width_mm",
    "face_centre": "face_centre_mm",
}


def section(spec: Spec) -> str:
    """Heading, diagram, rules, notes and evidence of `spec` as Markdown."""
    parts = [
        f"## {spec.names.en} {spec.names.zh}\n",
        f"![`{spec.id}`](diagrams/{spec.id}.svg)\n",
        _table(spec),
        f"{spec.notes.en}\n\n{spec.notes.zh}\n" if spec.notes else "",
        "\n".join(_words(words) for words in spec.evidence) + "\n" if spec.evidence else "",
    ]
    return "\n".join(part for part in parts if part)


def _table(spec: Spec) -> str:
    names = ", ".join(f"`{alias}`" for alias in spec.aliases)
    silent = [rule for rule in get_args(RuleName) if spec.layer(rule) == "not-stated"]
    unsaid = LAYERS["not-stated"]
    rows = [
        f"| names 别名 | {names or '-'} | |",
        *(_row(spec, rule) for rule in get_args(RuleName) if rule not in silent),
        f"| {unsaid['en']} {unsaid['zh']} | {', '.join(RULES[rule]['en'] for rule in silent)} | |",
        f"| source 来源 | {spec.confidence}, {spec.checked} | |",
    ]
    return f"| `{spec.id}` | | |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


def _row(spec: Spec, rule: RuleName) -> str:
    label, worth = RULES[rule], LAYERS[spec.layer(rule)]
    said = _value(spec, rule)
    return f"| {label['en']} {label['zh']} | {said} | {worth['en']} {worth['zh']} |"


def _value(spec: Spec, rule: RuleName) -> str:
    """What the document has for `rule`, in words."""
    if rule in LENGTHS:
        return _range(getattr(spec, LENGTHS[rule]), "mm")
    match rule:
        case "size":
            return f"{spec.width_mm:g} x {spec.height_mm:g} mm"
        case "pixels":
            limits = f" ({spec.pixels_allowed()})" if spec.min_size_px else ""
            note = f"; {spec.size_note}" if spec.size_note else ""
            return f"{spec.width_px} x {spec.height_px} px{limits}{note}"
        case "dpi":
            return str(spec.dpi)
        case "background":
            known = (f"`{colour.name}` rgb{colour.rgb}" for colour in spec.backgrounds)
            return ", ".join(known)
        case "file_type":
            return ", ".join(spec.file_types).upper()
        case "file_size":
            return _range(spec.file_kb, "KB")
        case "jpeg_quality":
            return f"{spec.jpeg_quality_min} or more"
        case "compression":
            return f"{spec.jpeg_ratio_max:g}:1 at most"
        case "recency":
            return f"{spec.recency_months:g} months 个月"
        case _:
            return _word(spec, rule)


def _word(spec: Spec, rule: RuleName) -> str:
    """A rule that is one of a few words, in both languages."""
    fields = {
        "editing": spec.editing_policy,
        "rotation": spec.rotation_allowed,
        "visible_mark": spec.visible_mark_allowed,
    }
    value = fields.get(rule, getattr(spec, rule, None))
    if isinstance(value, bool):
        value = "allowed" if value else "forbidden"
    known = VALUES.get(str(value))
    return f"{known['en']} {known['zh']}" if known else str(value)


def _range(bounds: tuple[float, float] | None, unit: str) -> str:
    if bounds is None:
        return ""
    low, high = bounds
    if high == float("inf"):
        return f"≥ {low:g} {unit}"
    return f"≤ {high:g} {unit}" if low == 0 else f"{low:g}-{high:g} {unit}"


def _words(words: Evidence) -> str:
    """One source as a list item: which rules, the words, address, day, and who was read."""
    kind = "the authority itself" if words.kind == "primary" else "somebody who quotes or reports"
    rules = ", ".join(RULES[rule]["en"] for rule in words.rules)
    quote = f"\n  > {words.quote}\n" if words.quote else ""
    remarks = [
        "recommended only 仅为建议" if words.force == "advice" else "",
        "**another reading, not followed 另一种说法，未采用**" if words.differs else "",
    ]
    said = ", ".join(filter(None, [kind, f"read {words.read}", *remarks]))
    url = f"<{words.url}>" if words.url.startswith("http") and " " not in words.url else words.url
    return f"- {rules}: {url} ({said})\n{quote}"
