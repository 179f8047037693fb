"""POST /v1/idphoto."""

from flask import Blueprint, Response, request

from service.orders.variants import OrderFields, read_orders
from service.pipeline.idphoto import IdPhoto
from service.pipeline.variants import make_idphotos
from service.values.errors import CheckFailed, ServiceError, SizeUnreachable
from service.values.files import MEDIA_TYPES
from service.values.outcome import outcome_of
from service.web.answers.file import IdPhotoAnswer, answer_photo, with_format
from service.web.answers.files import MIXED, ZIP, answer_files
from service.web.answers.manifest import Manifest, VariantsAnswer
from service.web.body import read_image
from service.web.openapi.parts import (
    BINARY,
    READING,
    REF,
    SENDING,
    SHOWING,
    WORKING,
    Json,
    Schemas,
    errors,
    file_out,
    header,
    photo_in,
)
from service.web.process import process

bp = Blueprint("idphoto", __name__)


@bp.post("/v1/idphoto")
def post() -> Response:
    """One photo in, one finished ID photo out, or several variants of it."""
    products, orders, record = process(
        request,
        read_image,
        lambda fields, catalogue, _: read_orders(with_format(request, fields), catalogue),
        make_idphotos,
    )
    photos = [product for product in products if isinstance(product, IdPhoto)]
    if photos:
        record.finish(outcome_of([photo.report for photo in photos]))
    if orders.listed:
        return answer_files(request, products, record.outcome)
    if isinstance(products[0], ServiceError):
        raise products[0]
    assert record.outcome is not None
    return answer_photo(request, products[0], record.outcome)


def paths() -> Json:
    """The operation."""
    photo_types = [MEDIA_TYPES[name] for name in ("jpeg", "png", "webp")]
    photo = file_out("The finished photo", photo_types, IdPhotoAnswer)
    photo["headers"]["IDPhoto-Variants"] = header("With `variants`: `made=2, failed=1`.")
    photo["content"]["application/json"]["schema"] = {
        "anyOf": [{"$ref": f"{REF}{model.__name__}"} for model in (IdPhotoAnswer, VariantsAnswer)]
    }
    photo["content"] |= {ZIP: {"schema": BINARY}, MIXED: {"schema": BINARY}}
    operation = {
        "operationId": "makeIdPhoto",
        "summary": "One portrait in, one finished ID photo out",
        "description": f"{SENDING} The answer is the image, or JSON with the image and a report "
        "for `Accept: application/json`; without `format` it is the kind of image that `Accept` "
        "prefers. With `variants` it is several files and a manifest of "
        "them: by `Accept` a ZIP (the default) whose last entry is manifest.json, multipart/mixed "
        "whose first part is, or JSON. What is wrong with one variant is told in its place there.",
        **photo_in(OrderFields),
        "responses": {
            "200": photo,
            **errors(*READING, *SHOWING, CheckFailed, SizeUnreachable, *WORKING),
        },
    }
    return {"/v1/idphoto": {"post": operation}}


SCHEMAS: Schemas = (IdPhotoAnswer, VariantsAnswer, Manifest)
