"""The fields of one photo."""

from typing import Annotated

from pydantic import Field

from service.orders.adjustment import OffsetX, OffsetY, Roll, Scale
from service.orders.custom import CustomSize
from service.orders.marks import Preview, VisibleMark
from service.orders.own_limits import LimitsField, ProfileField
from service.values.colour import COLOURS
from service.values.files import Format
from service.values.order import LEAST_QUALITY, Edge


class IdPhotoFields(CustomSize):
    """The fields of POST /v1/idphoto beside the image."""

    spec: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=64,
            description="Id or alias of a document; GET /v1/specs lists them. Leave it out to "
            "give a custom size.",
            examples=["cn-1inch", "一寸"],
        ),
    ] = None
    background: Annotated[
        str | None,
        Field(
            max_length=32,
            description=f"One of {', '.join(COLOURS)}, a background name of the document, "
            "`transparent` (PNG or WebP), `#rrggbb`, or `original`: crop the photo and replace "
            "nothing. Default: the document's first, or `original` where the authority does not "
            "accept edited photos.",
            examples=["blue", "#438edb"],
        ),
    ] = None
    format: Annotated[
        Format | None,
        Field(
            description="Default: jpeg, or png for a transparent background; over HTTP the one "
            "that `Accept` prefers."
        ),
    ] = None
    dpi: Annotated[
        int | None,
        Field(
            ge=72,
            le=1200,
            description="Default: the document's. The size in pixels follows from it.",
        ),
    ] = None
    edge: Annotated[
        Edge | None,
        Field(
            description="How the edge is refined. Default: guided. `closed-form` (as in rembg's "
            "alpha matting, with `erode`) takes up to three seconds more; `post-process` (rembg's "
            "post_process_mask) and `network` (as the network drew it) are coarser."
        ),
    ] = None
    erode: Annotated[
        int | None,
        Field(ge=1, le=40, description="Pixels, for edge=closed-form. Default: 10."),
    ] = None
    allow_editing: Annotated[
        bool | None,
        Field(
            description="Replace the background even if the authority does not accept edited "
            "photos (editing_policy=forbidden). Default: false."
        ),
    ] = None
    strict: Annotated[
        bool | None,
        Field(
            description="Answer 422 check-failed when a check fails instead of sending the photo. "
            "Default: false; no effect on /v1/check."
        ),
    ] = None
    offset_x_mm: OffsetX = None
    offset_y_mm: OffsetY = None
    scale: Scale = None
    roll_deg: Roll = None
    profile: ProfileField = None
    limits: LimitsField = None
    min_kb: Annotated[
        int | None,
        Field(
            ge=0,
            le=20_000,
            description="Smallest size of the file, in KB of 1024 bytes. Default: the document's "
            "for JPEG, else none. The quality rises to reach it, up to 100.",
        ),
    ] = None
    max_kb: Annotated[
        float | None,
        Field(
            ge=0.5,
            le=20_000,
            description="Largest size of the file, in KB of 1000 bytes. Default: the document's "
            "for JPEG, else none. Quality and chroma are reduced to reach it, down to the "
            f"document's least quality or {LEAST_QUALITY}; PNG has neither. Below 2, for QR codes "
            "and chips, WebP with about 90 x 120 pixels is best.",
        ),
    ] = None
    pad: Annotated[
        bool | None,
        Field(
            description="Whether a JPEG that is too small even at quality 100 may be filled up "
            "to `min_kb` with comments. Default: false."
        ),
    ] = None
    visible_mark: VisibleMark = None
    preview: Preview = None
