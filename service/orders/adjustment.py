"""The fields by which a person moves, scales and turns what the service has placed."""

from typing import Annotated

from pydantic import Field, FiniteFloat

from service.values.adjustment import NO_ADJUSTMENT, Adjustment
from service.values.request_errors import InvalidField
from service.values.spec import Spec

Offset = Annotated[FiniteFloat | None, Field(ge=-100, le=100)]
OffsetX = Annotated[
    Offset,
    Field(
        description="Move the person to the right by this many mm of the finished photo, relative "
        "to the position that the service chooses; negative values move left. Default: 0."
    ),
]
OffsetY = Annotated[
    Offset, Field(description="The same downwards; negative values move up. Default: 0.")
]
Scale = Annotated[
    FiniteFloat | None,
    Field(
        ge=0.5,
        le=2,
        description="Scale the head by this factor, relative to the size that the service chooses "
        "and around the point between the eyes. Default: 1.",
    ),
]
Roll = Annotated[
    FiniteFloat | None,
    Field(
        ge=-15,
        le=15,
        description="Rotate the person clockwise by this many degrees, around the same point. Not "
        "allowed if the document forbids rotating the photo. Default: 0.",
    ),
]


def read_adjustment(
    offset_x: float | None,
    offset_y: float | None,
    scale: float | None,
    roll: float | None,
    spec: Spec,
) -> Adjustment | None:
    """What the fields change together, None for nothing. Raises InvalidField."""
    if roll and spec.rotation_allowed is False:
        raise InvalidField(
            f"{spec.id} does not allow the photo to be turned. Leave 'roll_deg' out.",
            f"{spec.id} 不允许旋转照片。请去掉“roll_deg”。",
            field="roll_deg",
        )
    adjustment = Adjustment(
        offset_x_mm=offset_x or 0,
        offset_y_mm=offset_y or 0,
        scale=scale or 1,
        roll_deg=roll or 0,
    )
    return None if adjustment == NO_ADJUSTMENT else adjustment
