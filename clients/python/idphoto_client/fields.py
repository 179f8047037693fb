"""Fields of requests. Written by `make clients`; do not edit."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class PhotoFields(TypedDict):
    width_mm: NotRequired[float]
    """
    Width of the photo instead of `spec`, with `height_mm`.
    """
    height_mm: NotRequired[float]
    """
    Height of the photo.
    """
    width_px: NotRequired[int]
    """
    Width in pixels instead of `width_mm`, with `height_px`.
    """
    height_px: NotRequired[int]
    """
    Height in pixels.
    """
    head_ratio: NotRequired[float]
    """
    Crown to chin as a share of the height, plus or minus 0.02. Default: 0.58 to 0.69.
    """
    top_ratio: NotRequired[float]
    """
    Upper edge to the crown as a share of the height, plus or minus 0.02. Default: 0.06 to 0.10.
    """
    eye_line_ratio: NotRequired[float]
    """
    Lower edge to the eyes as a share of the height, plus or minus 0.02; the top margin follows from it.
    """
    spec: NotRequired[str]
    """
    Id or alias of a document; GET /v1/specs lists them. Leave it out to give a custom size.
    """
    background: NotRequired[str]
    """
    One of white, blue, red, studio-blue, studio-red, diploma-blue, light-blue, light-grey, off-white, cream, a background name of the document, `transparent` (PNG or WebP), `#rrggbb`, or `original`: crop the photo and replace nothing. Default: the document's first, or `original` where the authority does not accept edited photos.
    """
    format: NotRequired[Literal['jpeg', 'png', 'webp']]
    """
    Default: jpeg, or png for a transparent background; over HTTP the one that `Accept` prefers.
    """
    dpi: NotRequired[int]
    """
    Default: the document's. The size in pixels follows from it.
    """
    edge: NotRequired[Literal['guided', 'closed-form', 'post-process', 'network']]
    """
    How the edge is refined. Default: guided. `closed-form` (as in rembg's alpha matting, with `erode`) takes up to three seconds more; `post-process` (rembg's post_process_mask) and `network` (as the network drew it) are coarser.
    """
    erode: NotRequired[int]
    """
    Pixels, for edge=closed-form. Default: 10.
    """
    allow_editing: NotRequired[bool]
    """
    Replace the background even if the authority does not accept edited photos (editing_policy=forbidden). Default: false.
    """
    strict: NotRequired[bool]
    """
    Answer 422 check-failed when a check fails instead of sending the photo. Default: false; no effect on /v1/check.
    """
    offset_x_mm: NotRequired[float]
    """
    Move the person to the right by this many mm of the finished photo, relative to the position that the service chooses; negative values move left. Default: 0.
    """
    offset_y_mm: NotRequired[float]
    """
    The same downwards; negative values move up. Default: 0.
    """
    scale: NotRequired[float]
    """
    Scale the head by this factor, relative to the size that the service chooses and around the point between the eyes. Default: 1.
    """
    roll_deg: NotRequired[float]
    """
    Rotate the person clockwise by this many degrees, around the same point. Not allowed if the document forbids rotating the photo. Default: 0.
    """
    profile: NotRequired[Literal['icao', 'schengen', 'cn', 'lenient']]
    """
    Limits for yaw, pitch and roll: those of ICAO Doc 9303 (`icao`, `schengen`: 5, 5 and 8 degrees) or of Chinese exam registration (`cn`: 10 degrees each). With `lenient`, only the number of faces can fail; everything else warns. Default: the limits of the document and the service.
    """
    limits: NotRequired[dict[str, list[float | None]]]
    """
    A JSON object with the smallest and largest allowed value for each check id, null for no limit on that side. These limits replace those of the document and the profile, and the report lists them.
    """
    min_kb: NotRequired[int]
    """
    Smallest size of the file, in KB of 1024 bytes. Default: the document's for JPEG, else none. The quality rises to reach it, up to 100.
    """
    max_kb: NotRequired[float]
    """
    Largest size of the file, in KB of 1000 bytes. Default: the document's for JPEG, else none. Quality and chroma are reduced to reach it, down to the document's least quality or 20; PNG has neither. Below 2, for QR codes and chips, WebP with about 90 x 120 pixels is best.
    """
    pad: NotRequired[bool]
    """
    Whether a JPEG that is too small even at quality 100 may be filled up to `min_kb` with comments. Default: false.
    """
    visible_mark: NotRequired[Literal['none', 'zh', 'en', 'both']]
    """
    Text in the lower right corner, 5% of the shortest side high: `zh` AI生成, `en` AI-edited, `both` AI生成 AI-edited. Default: none.
    """
    preview: NotRequired[bool]
    """
    A watermark all over the photo, for previews that are not the final photo. Default: false.
    """


class SheetFields(TypedDict):
    cells: str
    """
    Up to 4 sizes, comma-separated, each with a count: ids or aliases from GET /v1/specs, or mm such as `35x45`. The count is up to 999; for one of the sizes it may be `fill` (the default), which fills the sheet. With several photos, each photo gets all sizes; `@1` to `@8`, in the order of the parts, gives a size to one photo only.
    """
    paper: NotRequired[str]
    """
    One of 3r, 5-inch, 4r, 6-inch, a5, a4, letter, or mm such as `100x148`, 50 to 300 a side.
    """
    gap_mm: NotRequired[float]
    """
    Between photos.
    """
    margin_mm: NotRequired[float]
    """
    Along the paper's edges.
    """
    cut_marks: NotRequired[Literal['crop', 'hairline', 'none']]
    """
    Where to cut: `crop` marks at the corners, a `hairline` around each photo, or `none`.
    """
    rotate: NotRequired[Literal['any', 'cells', 'paper', 'none']]
    """
    What may be rotated by 90 degrees so that more photos fit.
    """
    background: NotRequired[str]
    """
    As for POST /v1/idphoto, but not transparent. Default: each document's first, or `original` where the authority does not accept edited photos.
    """
    allow_editing: NotRequired[bool]
    """
    Replace the background even if an authority does not accept edited photos (editing_policy=forbidden). Default: false.
    """
    strict: NotRequired[bool]
    """
    Answer 422 check-failed when a check of a photo fails instead of sending the sheet. Default: false.
    """
    offset_x_mm: NotRequired[float]
    """
    Move the person to the right by this many mm of the finished photo, relative to the position that the service chooses; negative values move left. Default: 0.
    """
    offset_y_mm: NotRequired[float]
    """
    The same downwards; negative values move up. Default: 0.
    """
    scale: NotRequired[float]
    """
    Scale the head by this factor, relative to the size that the service chooses and around the point between the eyes. Default: 1.
    """
    roll_deg: NotRequired[float]
    """
    Rotate the person clockwise by this many degrees, around the same point. Not allowed if the document forbids rotating the photo. Default: 0.
    """
    dpi: NotRequired[int]
    """
    Of the sheet.
    """
    format: NotRequired[Literal['jpeg', 'png', 'pdf']]
    """
    Format of the file. Default: the one that `Accept` prefers.
    """
    visible_mark: NotRequired[Literal['none', 'zh', 'en', 'both']]
    """
    Text in the lower right corner, 5% of the shortest side high: `zh` AI生成, `en` AI-edited, `both` AI生成 AI-edited. Default: none.
    """
    preview: NotRequired[bool]
    """
    A watermark all over the photo, for previews that are not the final photo. Default: false.
    """


class SpecQuery(TypedDict):
    country: NotRequired[str]
    """
    Code or name of a country.
    """
    document: NotRequired[Literal['common-size', 'passport', 'visa', 'id-card', 'permit', 'driving-licence', 'residence-permit', 'social-security', 'exam', 'certificate', 'other']]
    """
    Kind of document.
    """
    submission: NotRequired[Literal['upload', 'print', 'professional', 'office', 'unstated']]
    """
    How the authority gets the photo.
    """
    q: NotRequired[str]
    """
    Words in English or Chinese to search for in id, names and country.
    """
    limit: NotRequired[int]
    """
    Maximum number of documents to return. Default: all.
    """
    offset: NotRequired[int]
    """
    How many documents to skip. Default: 0.
    """
