"""A document's rules for its photo, as the catalogue states them."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

MM_PER_INCH = 25.4

Range = Annotated[
    tuple[float, float], Field(description="Least and greatest allowed value, in that order.")
]
EditingPolicy = Literal["allowed", "background-only", "forbidden", "unknown"]


class Names(BaseModel):
    """The document's name in both languages of the service."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str
    zh: str


class Spec(BaseModel):
    """One kind of ID photo: its size on paper and in pixels, and where the head belongs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", examples=["cn-1inch"])
    names: Names
    aliases: tuple[str, ...] = Field((), description="Other names that a request may use.")
    country: str = Field(pattern=r"^[a-z]{2}$", description="ISO 3166-1, lower case.")
    width_mm: float = Field(gt=0)
    height_mm: float = Field(gt=0)
    width_px: int = Field(gt=0)
    height_px: int = Field(gt=0)
    dpi: int = Field(ge=72, le=1200)
    head_height_mm: Range = Field(description="Crown to chin.")
    top_mm: Range = Field(description="Upper edge of the photo to the crown.")
    backgrounds: tuple[str, ...] = Field(min_length=1, description="The first is the default.")
    editing_policy: EditingPolicy
    source: str = Field(description="Where these figures come from.")
    checked: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="When they were checked.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for name in ("head_height_mm", "top_mm"):
            low, high = getattr(self, name)
            if not 0 <= low <= high:
                raise ValueError(f"{name} must be a range from low to high")
        if self.head_height_mm[1] + self.top_mm[1] > self.height_mm:
            raise ValueError("head_height_mm and top_mm do not fit into height_mm")
        exact = self._exact_pixels(self.dpi)
        for pixels, stated in zip(exact, (self.width_px, self.height_px), strict=True):
            if abs(pixels - stated) > 1:
                raise ValueError(f"{stated} px is not what mm x dpi gives ({pixels} px)")
        return self

    def pixels(self, dpi: int) -> tuple[int, int]:
        """(width, height) in pixels at `dpi`: the stated pixels at the spec's own dpi."""
        return (self.width_px, self.height_px) if dpi == self.dpi else self._exact_pixels(dpi)

    def _exact_pixels(self, dpi: int) -> tuple[int, int]:
        width, height = self.width_mm * dpi / MM_PER_INCH, self.height_mm * dpi / MM_PER_INCH
        return round(width), round(height)
