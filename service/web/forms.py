"""From a Flask request to the bytes of a photo and an order for it."""

import io
import re
from typing import IO, Annotated

from flask import Request
from pydantic import Field

from service.specs.catalogue import Catalogue
from service.steps.decode import MEDIA_TYPES
from service.values.colour import COLOURS as COLOURS
from service.values.colour import Colour
from service.values.errors import InvalidField, LengthRequired, MalformedRequest, UnsupportedMedia
from service.values.order import ERODE, Edge, Format, Order
from service.values.spec import MAX_SIDE_PX, Spec
from service.web.custom import CustomSize, custom_spec
from service.web.fields import read_fields, unknown_field

TRANSPARENT = "transparent"
TIMEOUT_HEADER = "Request-Timeout"
LEAST_TIMEOUT = 0.1  # seconds


class MemoryRequest(Request):
    """A request whose uploads stay in memory: werkzeug would put larger ones into /tmp."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - werkzeug passes all four by name
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return io.BytesIO()


class IdPhotoFields(CustomSize):
    """The fields of POST /v1/idphoto beside the image."""

    spec: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=64,
            description="Id or alias of a spec of GET /v1/specs. Without it, give a size.",
            examples=["cn-1inch", "一寸"],
        ),
    ] = None
    background: Annotated[
        str | None,
        Field(
            max_length=32,
            description=f"One of {', '.join(COLOURS)}, a name of the spec's own, `transparent` "
            "(PNG only) or `#rrggbb`. Default: the spec's first.",
            examples=["blue", "#438edb"],
        ),
    ] = None
    format: Annotated[
        Format | None, Field(description="Default: jpeg, or png for a transparent background.")
    ] = None
    dpi: Annotated[
        int | None,
        Field(ge=72, le=1200, description="Default: the spec's. Pixels follow from it."),
    ] = None
    edge: Annotated[
        Edge | None,
        Field(
            description="How the edge is refined. Default: guided. `closed-form` (as in rembg's "
            "alpha matting, with `erode`) takes up to a second more; `post-process` (rembg's "
            "post_process_mask) and `network` (as the network drew it) are coarser."
        ),
    ] = None
    erode: Annotated[
        int | None,
        Field(ge=1, le=40, description="Pixels, for edge=closed-form. Default: 10."),
    ] = None


def read_timeout(request: Request, most: float) -> float:
    """How many seconds the caller waits for an answer, `most` unless it said less.

    Raises MalformedRequest when it said no number of seconds.
    """
    given = request.headers.get(TIMEOUT_HEADER)
    if given is None:
        return most
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", given) or float(given) < LEAST_TIMEOUT:
        raise MalformedRequest(
            f"{TIMEOUT_HEADER} is a number of seconds, at least {LEAST_TIMEOUT:g}."
        )
    return min(float(given), most)


def read_image(request: Request) -> bytes:
    """The photo's bytes: the file part `image` of a form, or the body itself."""
    if request.content_length is None:
        raise LengthRequired("Send the photo with a Content-Length header, not chunked.")
    if request.mimetype == "multipart/form-data":
        unknown = sorted(set(request.files) - {"image"})
        if unknown:
            raise unknown_field(unknown[0], IdPhotoFields, "image")
        parts = request.files.getlist("image")
        if len(parts) != 1:
            raise InvalidField("Send exactly one file part named 'image'.", field="image")
        data = parts[0].stream.read()
    elif request.mimetype in (*MEDIA_TYPES, "application/octet-stream"):
        data = request.get_data(cache=False)
    else:
        raise UnsupportedMedia(
            f"Content-Type '{request.mimetype}' is not accepted. Send multipart/form-data with a "
            f"file part 'image', or the photo itself as {', '.join(MEDIA_TYPES)}."
        )
    if not data:
        raise InvalidField("The image is empty.", field="image")
    return data


def read_order(request: Request, catalogue: Catalogue) -> Order:
    """The order that query and form fields make together. Raises InvalidField."""
    given = [*request.args.items(multi=True), *request.form.items(multi=True)]
    fields = read_fields(IdPhotoFields, given, "image")
    spec = _spec(fields, catalogue)
    background = find_background(fields.background, spec)
    file_format = fields.format or ("png" if background is None else "jpeg")
    if background is None and file_format != "png":
        raise InvalidField("A transparent background needs format=png.", field="format")
    if fields.erode is not None and fields.edge != "closed-form":
        raise InvalidField("'erode' needs edge=closed-form.", field="erode")
    return Order(
        spec,
        background,
        file_format,
        _dpi(fields, spec),
        fields.edge or "guided",
        fields.erode or ERODE,
    )


def _spec(fields: IdPhotoFields, catalogue: Catalogue) -> Spec:
    """The spec that is named, or one made of the size that is given."""
    if fields.spec is None:
        return custom_spec(fields, fields.dpi)
    sizes = [name for name in CustomSize.model_fields if getattr(fields, name) is not None]
    if sizes:
        raise InvalidField(
            f"'{sizes[0]}' is for a size of one's own, without 'spec'.", field=sizes[0]
        )
    return find_spec(fields.spec, catalogue, "spec")


def find_spec(name: str, catalogue: Catalogue, field: str) -> Spec:
    """The spec that the form's `field` names. Raises InvalidField with those that were meant."""
    spec = catalogue.find(name)
    if spec is None:
        raise InvalidField(
            f"There is no spec '{name}'; GET /v1/specs lists them all.",
            field=field,
            suggestions=catalogue.near(name),
        )
    return spec


def _dpi(fields: IdPhotoFields, spec: Spec) -> int:
    """The dpi of the file, unless its pixels would be too many or not the document's."""
    dpi = fields.dpi or spec.dpi
    size = spec.pixels(dpi)
    if max(size) > MAX_SIDE_PX or not spec.allows_pixels(size):
        raise InvalidField(
            f"At {dpi} dpi the photo would have {size[0]} x {size[1]} pixels; {spec.id} takes "
            f"{spec.pixels_allowed()}.",
            field="dpi",
        )
    return dpi


def find_background(name: str | None, spec: Spec) -> Colour | None:
    """The colour of a name, of the document's own first; None: transparent."""
    if name is None:
        return spec.backgrounds[0].rgb
    if name.lower() == TRANSPARENT:
        return None
    named = {**COLOURS, **{known.name: known.rgb for known in spec.backgrounds}}
    if name.lower() in named:
        return named[name.lower()]
    if re.fullmatch(r"#?[0-9a-fA-F]{6}", name):
        red, green, blue = bytes.fromhex(name.removeprefix("#"))
        return red, green, blue
    raise InvalidField(
        f"'{name}' is no background: use {', '.join(named)}, {TRANSPARENT} or #rrggbb.",
        field="background",
    )
