"""POST /v1/idphoto."""

from flask import Blueprint, Response, request

from service.orders.fields import Fields
from service.orders.variants import OrderFields, read_orders
from service.pipeline.idphoto import IdPhoto
from service.pipeline.variants import make_idphotos
from service.specs.catalogue import Catalogue
from service.values.errors import ServiceError
from service.values.files import MEDIA_TYPES
from service.values.orders import Orders
from service.values.outcome import outcome_of
from service.values.photo_errors import CheckFailed, SizeUnreachable
from service.web.answers.choice import ONE, SEVERAL, choose_answer
from service.web.answers.file import IdPhotoAnswer, answer_photo, with_format
from service.web.answers.files import MIXED, ZIP, answer_files
from service.web.answers.manifest import Manifest, VariantsAnswer
from service.web.body import read_image
from service.web.openapi.errors import READING, SHOWING, WORKING, errors
from service.web.openapi.parts import example, file_out, header, sending, taking
from service.web.openapi.schemas import BINARY, REF, Form, Json, Schemas, archive
from service.web.process import process

bp = Blueprint("idphoto", __name__)


@bp.post("/v1/idphoto")
def post() -> Response:
    """One photo in, one finished ID photo out, or several variants of it."""
    products, orders, record = process(
        request,
        read_image,
        _read,
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


def _read(fields: Fields, catalogue: Catalogue, photo: bytes) -> Orders:
    del photo
    orders = read_orders(with_format(request, fields, catalogue), catalogue)
    choose_answer(request, SEVERAL if orders.listed else ONE)
    return orders


def _answer() -> Json:
    """The response in OpenAPI: one file or several, by content type."""
    either = {"$ref": f"{REF}IdPhotoOrVariants"}
    examples = {
        "photo": {"summary": "One photo", "value": example("idphoto")},
        "variants": {"summary": "With `variants`", "value": example("variants")},
    }
    photo_types = [MEDIA_TYPES[name] for name in ("jpeg", "png", "webp")]
    answer = file_out("The finished photo, or several", photo_types, either, examples)
    answer["headers"]["IDPhoto-Variants"] = header("With `variants`.", "made=2, failed=1")
    answer["content"] |= {
        ZIP: archive(Manifest, example("manifest")),
        MIXED: {"schema": BINARY},
    }
    return answer


def paths() -> Json:
    """The operation."""
    operation = {
        "operationId": "makeIdPhoto",
        "summary": "Make an ID photo from a portrait",
        "description": f"{sending('image', 'photo')} The response is the image, or, with "
        "`Accept: application/json` or `answer=json`, JSON with the image and a report. Without "
        "`format`, the image has the type that `Accept` prefers. With `variants`, the response "
        "has several files and a manifest. `Accept` or `answer` chooses between a ZIP (the "
        "default), whose last entry is manifest.json, multipart/mixed, whose first part is the "
        "manifest, and JSON. A problem with one variant is reported in its place in the manifest.",
        **taking(FORM),
        "responses": {
            "200": _answer(),
            **errors(*READING, *SHOWING, CheckFailed, SizeUnreachable, *WORKING),
        },
    }
    return {"/v1/idphoto": {"post": operation}}


ABOUT = "Finished ID photos of one portrait."
FORM = Form("IdPhotoForm", OrderFields, "image", "photo", (*ONE, *SEVERAL[:-1]))
NAMED: Json = {
    FORM.name: FORM.schema(),
    "IdPhotoOrVariants": {
        "oneOf": [{"$ref": f"{REF}{model.__name__}"} for model in (IdPhotoAnswer, VariantsAnswer)],
        "description": "One photo, or what became of `variants`.",
    },
}
SCHEMAS: Schemas = (IdPhotoAnswer, VariantsAnswer, Manifest)
