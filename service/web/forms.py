"""From a Flask request to the bytes of a photo and an order for it."""

import io
import re
from typing import IO, Annotated

from flask import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from service.specs.catalogue import Catalogue
from service.steps.decode import MEDIA_TYPES
from service.values.errors import (
    InvalidField,
    LengthRequired,
    MalformedRequest,
    UnsupportedMedia,
)
from service.values.order import ERODE, Colour, Edge, Format, Order

# red, blue and white as the article that this service grew from defines them, the studios' usual
# softer red and blue, and the colour of the Chinese diploma form; none of them is standardised.
COLOURS: dict[str, Colour] = {
    "white": (255, 255, 255),
    "blue": (0, 0, 191),
    "red": (255, 0, 0),
    "studio-blue": (67, 142, 219),
    "studio-red": (217, 0, 27),
    "diploma-blue": (100, 197, 255),
    "light-grey": (230, 230, 230),
}
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


class IdPhotoFields(BaseModel):
    """The fields of POST /v1/idphoto beside the image."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    spec: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            description="Id or alias of a spec of GET /v1/specs.",
            examples=["cn-1inch", "一寸"],
        ),
    ]
    background: Annotated[
        str | None,
        Field(
            max_length=32,
            description=f"One of {', '.join(COLOURS)}, `transparent` (PNG only) or `#rrggbb`. "
            "Default: the spec's first.",
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
            raise _unknown(unknown[0])
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
    fields = _validated(request)
    spec = catalogue.find(fields.spec)
    if spec is None:
        raise InvalidField(
            f"There is no spec '{fields.spec}'; GET /v1/specs lists them all.", field="spec"
        )
    background = _background(fields.background or spec.backgrounds[0])
    file_format = fields.format or ("png" if background is None else "jpeg")
    if background is None and file_format != "png":
        raise InvalidField("A transparent background needs format=png.", field="format")
    if fields.erode is not None and fields.edge != "closed-form":
        raise InvalidField("'erode' needs edge=closed-form.", field="erode")
    return Order(
        spec,
        background,
        file_format,
        fields.dpi or spec.dpi,
        fields.edge or "guided",
        fields.erode or ERODE,
    )


def _validated(request: Request) -> IdPhotoFields:
    given = MultiDict([*request.args.items(multi=True), *request.form.items(multi=True)])
    repeated = [name for name, values in given.lists() if len(values) > 1]
    if repeated:
        raise InvalidField(f"'{repeated[0]}' was sent more than once.", field=repeated[0])
    try:
        # An empty field of a form is one that was left out.
        return IdPhotoFields.model_validate({k: v for k, v in given.items() if v != ""})
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0])
        if fault["type"] == "extra_forbidden":
            raise _unknown(name) from error
        raise InvalidField(f"'{name}': {fault['msg']}.", field=name) from error


def _background(name: str) -> Colour | None:
    if name.lower() == TRANSPARENT:
        return None
    if name.lower() in COLOURS:
        return COLOURS[name.lower()]
    if re.fullmatch(r"#?[0-9a-fA-F]{6}", name):
        red, green, blue = bytes.fromhex(name.removeprefix("#"))
        return red, green, blue
    raise InvalidField(
        f"'{name}' is no background: use {', '.join(COLOURS)}, {TRANSPARENT} or #rrggbb.",
        field="background",
    )


def _unknown(name: str) -> InvalidField:
    known = ", ".join(["image", *IdPhotoFields.model_fields])
    return InvalidField(f"There is no field '{name}'; the fields are {known}.", field=name)
