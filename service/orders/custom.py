"""A custom size instead of a spec of the catalogue."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.specs.raw_spec import DPI, RawSpec, resolve
from service.values.request_errors import InvalidField
from service.values.spec import MAX_PIXELS, MAX_SIDE_PX, MM_PER_INCH, Spec, affordable

# What the window around the head can fill: wider or with a smaller head, the frame would show
# more than head and shoulders.
ASPECT = (0.5, 1.25)  # width over height
SIDE_MM = (10, 200)
SIDE_PX = (50, MAX_SIDE_PX)
HEAD = (0.4, 0.9)

Millimetres = Annotated[float | None, Field(ge=SIDE_MM[0], le=SIDE_MM[1])]
Pixels = Annotated[int | None, Field(ge=SIDE_PX[0], le=SIDE_PX[1])]


class CustomSize(BaseModel):
    """The fields of a custom size; all of them need `spec` to be absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width_mm: Annotated[
        Millimetres, Field(description="Width of the photo instead of `spec`, with `height_mm`.")
    ] = None
    height_mm: Annotated[Millimetres, Field(description="Height of the photo.")] = None
    width_px: Annotated[
        Pixels, Field(description="Width in pixels instead of `width_mm`, with `height_px`.")
    ] = None
    height_px: Annotated[Pixels, Field(description="Height in pixels.")] = None
    head_ratio: Annotated[
        float | None,
        Field(
            ge=HEAD[0],
            le=HEAD[1],
            description="Crown to chin as a share of the height, plus or minus 0.02. Default: "
            "0.58 to 0.69.",
        ),
    ] = None
    top_ratio: Annotated[
        float | None,
        Field(
            ge=0,
            le=0.4,
            description="Upper edge to the crown as a share of the height, plus or minus 0.02. "
            "Default: 0.06 to 0.10.",
        ),
    ] = None
    eye_line_ratio: Annotated[
        float | None,
        Field(
            ge=0.2,
            le=0.8,
            description="Lower edge to the eyes as a share of the height, plus or minus 0.02; the "
            "top margin follows from it.",
        ),
    ] = None


def custom_spec(size: CustomSize, dpi: int | None) -> Spec:
    """The spec of a size that a request gives. Raises InvalidField."""
    _check(size, dpi)
    ratios = {"head_ratio": "head_height", "top_ratio": "top", "eye_line_ratio": "eye_line"}
    row: dict[str, object] = {
        "id": "custom",
        "names": {"en": "Custom size", "zh": "自定义尺寸"},
        "country": "zz",
        "backgrounds": ["white"],
        "source": "the request",
        "checked": datetime.now(UTC).date().isoformat(),
    }
    for name, value in {
        **size.model_dump(include=set(CustomSize.model_fields)),
        "dpi": dpi,
    }.items():
        if value is not None:
            row[f"{ratios[name]}_share" if name in ratios else name] = value
    try:
        spec = resolve(RawSpec.model_validate(row))
    except ValidationError as error:
        stated = [name for name in ratios if getattr(size, name) is not None]
        fault = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise InvalidField(
            f"This size cannot hold a head: {fault}.",
            "该尺寸放不下头部，请调整尺寸或头部比例。",
            field=(stated or ["height_mm"])[0],
        ) from error
    return spec.model_copy(update={"assumed": {**spec.assumed, "backgrounds": "default"}})


def _check(size: CustomSize, dpi: int | None) -> None:
    """Refuse a size that is half given, given twice, of an odd shape or too large."""
    unit, width, height = _sides(size)
    if not ASPECT[0] <= width / height <= ASPECT[1]:
        raise InvalidField(
            f"Width over height must be {ASPECT[0]} to {ASPECT[1]}, not {width / height:.2f}.",
            f"宽高比须在 {ASPECT[0]} 到 {ASPECT[1]} 之间，现为 {width / height:.2f}。",
            field=f"width_{unit}",
        )
    _refuse_too_large(width, height, unit, dpi)


def _sides(size: CustomSize) -> tuple[Literal["mm", "px"], float, float]:
    """The unit, the width and the height. Raises InvalidField."""
    mm, px = (size.width_mm, size.height_mm), (size.width_px, size.height_px)
    sides = [
        name for name in ("width_mm", "height_mm", "width_px", "height_px") if getattr(size, name)
    ]
    if not sides:
        ratios = [name for name in CustomSize.model_fields if getattr(size, name) is not None]
        raise InvalidField(
            "Name a spec, or give width_mm and height_mm, or width_px and height_px.",
            "请填写 spec，或填写 width_mm 和 height_mm，或 width_px 和 height_px。",
            field=(ratios or ["spec"])[0],
        )
    if any(mm) and any(px):
        raise InvalidField(
            "Give the size in mm or in px, not in both.",
            "尺寸请只用毫米或只用像素。",
            field="width_px",
        )
    unit: Literal["mm", "px"] = "mm" if any(mm) else "px"
    width, height = mm if any(mm) else px
    if width is None or height is None:
        absent = f"width_{unit}" if width is None else f"height_{unit}"
        raise InvalidField(
            f"'{absent}' is missing; '{sides[0]}' needs it.",
            f"填写了“{sides[0]}”，还缺少“{absent}”。",
            field=absent,
        )
    return unit, width, height


def _refuse_too_large(width: float, height: float, unit: str, dpi: int | None) -> None:
    per_unit = (dpi or DPI) / MM_PER_INCH if unit == "mm" else 1
    pixels = round(width * per_unit), round(height * per_unit)
    if not affordable(pixels):
        at = dpi or DPI
        size = f"{width:g} x {height:g} mm at {at} dpi" if unit == "mm" else "This size"
        size_zh = f"{width:g} × {height:g} 毫米、{at} dpi" if unit == "mm" else "该尺寸"
        raise InvalidField(
            f"{size} comes to {pixels[0]} x {pixels[1]} pixels; a photo may have {MAX_PIXELS} "
            "pixels in all.",
            f"{size_zh}共 {pixels[0]} × {pixels[1]} 像素；一张照片总共最多 {MAX_PIXELS} 像素。",
            field="dpi" if dpi and unit == "mm" else f"height_{unit}",
        )
