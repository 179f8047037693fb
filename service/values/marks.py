"""What shows that a photo was edited, or is only a preview: on its pixels, or in its file."""

from dataclasses import dataclass
from typing import Literal

MarkName = Literal["digital-source-type", "aigc", "visible-mark", "preview"]
Wording = Literal["none", "zh", "en", "both"]

TEXTS: dict[Wording, str] = {"zh": "AI生成", "en": "AI-edited", "both": "AI生成 AI-edited"}
PREVIEW = "预览 PREVIEW"


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn on the pixels: a text in a corner, and the watermark of a preview all over."""

    wording: Wording = "none"
    preview: bool = False

    @property
    def names(self) -> tuple[MarkName, ...]:
        """The marks that are drawn."""
        text: tuple[MarkName, ...] = () if self.wording == "none" else ("visible-mark",)
        return (*text, "preview") if self.preview else text


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Labelling:
    """How edited files are labelled; `producer` is the operator's name or code."""

    source_type: bool = True
    producer: str | None = None


BY_DEFAULT = Labelling()


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a file: an XMP packet, or nothing. `produce_id` is unique to the file."""

    names: tuple[MarkName, ...] = ()
    xmp: bytes = b""
    produce_id: str | None = None
