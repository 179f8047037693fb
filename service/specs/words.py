"""What a diagram says, in both languages."""

from service.values.document import Language

WORDS: dict[str, dict[Language, str]] = {
    "top": {"en": "top margin", "zh": "上边距"},
    "head": {"en": "head, crown to chin", "zh": "头顶到下巴"},
    "chin": {"en": "chin to edge", "zh": "下巴到下边"},
    "eyes": {"en": "eyes to edge", "zh": "眼睛到下边"},
    "face": {"en": "width", "zh": "宽度"},
    "centre": {"en": "middle from the left", "zh": "面部中线到左边"},
    "least": {"en": "≥ {0} mm", "zh": "≥ {0} 毫米"},
    "most": {"en": "≤ {0} mm", "zh": "≤ {0} 毫米"},
    "range": {"en": "{0}–{1} mm", "zh": "{0}–{1} 毫米"},
    "length": {"en": "{0} mm", "zh": "{0} 毫米"},
    "assumed": {
        "en": "* not stated by the source: assumed by this service",
        "zh": "* 来源未说明，由本服务推定",
    },
}
