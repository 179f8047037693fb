"""Where a document's rules come from: the words, who wrote them, and how much they bind."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

RuleName = Literal[
    "size",
    "pixels",
    "dpi",
    "head_height",
    "top",
    "eye_line",
    "chin_bottom",
    "face_width",
    "face_centre",
    "crown",
    "background",
    "file_type",
    "file_size",
    "jpeg_quality",
    "compression",
    "editing",
    "cropping",
    "rotation",
    "visible_mark",
    "submission",
    "recency",
    "glasses",
    "head_covering",
    "expression",
    "mouth",
    "retouching",
]
Layer = Literal["authority", "advice", "assumed", "not-stated"]
Confidence = Literal["primary", "secondary"]
DAY = r"^\d{4}-\d{2}-\d{2}$"


class Evidence(BaseModel):
    """One source, and the rules of the document that its words carry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: Annotated[tuple[RuleName, ...], Field(min_length=1)]
    quote: str | None = Field(
        None,
        min_length=3,
        max_length=400,
        description="The words themselves, in the source's language; null: they were not kept.",
    )
    url: str = Field(min_length=1, description="Address of the page, or the name of the text.")
    read: str = Field(pattern=DAY, description="The day on which the page or its copy was read.")
    kind: Confidence = Field(
        description="primary: the authority's own page; secondary: somebody who quotes or reports."
    )
    force: Literal["rule", "advice"] = Field(
        "rule", description="advice: recommended only, so it can be warned about and not fail."
    )
    differs: bool = Field(
        False, description="Whether this reading contradicts the one that the service follows."
    )
