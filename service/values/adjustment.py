"""What a person changes by hand of where the service puts the head."""

from pydantic import BaseModel, ConfigDict, Field


class Adjustment(BaseModel):
    """Scale and turn about the point between the eyes where it was put, then a move."""

    model_config = ConfigDict(frozen=True)

    offset_x_mm: float = Field(0, description="The person is moved right in the finished photo.")
    offset_y_mm: float = Field(0, description="The person is moved down in the finished photo.")
    scale: float = Field(1, description="Factor by which the head was scaled.")
    roll_deg: float = Field(0, description="Additional rotation; positive is clockwise.")


NO_ADJUSTMENT = Adjustment()
