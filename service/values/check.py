"""One check of a photo: what was measured, what is right, and what follows."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.values.document import Names

Verdict = Literal["pass", "warn", "fail", "not-assessed"]
Bounds = tuple[float | None, float | None]
CheckId = Literal[
    "faces",
    "head-height",
    "top-margin",
    "eye-line",
    "chin-bottom",
    "face-width",
    "centring",
    "roll",
    "yaw",
    "pitch",
    "eyes-open",
    "eyes-visible",
    "gaze",
    "mouth-closed",
    "expression",
    "face-occluded",
    "glasses",
    "head-covering",
    "red-eye",
    "head-complete",
    "body-complete",
    "shoulders-complete",
    "shoulders-level",
    "frame-covered",
    "crown",
    "cut-out",
    "resolution",
    "eye-distance",
    "sharpness",
    "overexposure",
    "underexposure",
    "dynamic-range",
    "light-evenness",
    "face-hue",
    "face-chroma",
    "background-colour",
    "background-uniform",
    "background-shadow",
    "clothes-like-background",
    "skin-like-background",
    "jpeg-quality",
]


class Check(BaseModel):
    """What one check found; docs/checks.md explains each with its formula."""

    model_config = ConfigDict(frozen=True)

    id: CheckId
    value: float | None = Field(description="The measured value; null if it could not be measured.")
    unit: str = Field(description="mm, px, deg, %, dE (CIE 1976), L* or empty for a plain number.")
    limit: Annotated[
        Bounds | None,
        Field(description="Smallest and largest allowed value; null means no limit on that side."),
    ]
    uncertainty: float | None = Field(
        description="In 19 of 20 photos, the true value is within this distance of `value`; null: "
        "not known."
    )
    verdict: Verdict
    message: Names
    advice: Names | None = Field(
        None, description="What to do for the next photo; left and right are the person's own."
    )

    @property
    def in_limit(self) -> bool:
        """Whether the value is right."""
        return self.value is not None and self.limit is not None and within(self.value, self.limit)


def within(value: float, bounds: Bounds) -> bool:
    """Whether `value` is between `bounds`, ends included; None is no bound."""
    low, high = bounds
    return (low is None or value >= low) and (high is None or value <= high)
