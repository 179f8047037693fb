"""How several files are sent: as a ZIP, as multipart/mixed or as JSON, with a manifest."""

from collections.abc import Iterator, Sequence

from flask import Request, Response

from service.pipeline.idphoto import IdPhoto
from service.pipeline.variants import Product
from service.values.outcome import Outcome
from service.web.answers.file import JSON, set_outcome
from service.web.answers.manifest import (
    MANIFEST,
    Manifest,
    Result,
    VariantResult,
    VariantsAnswer,
    count,
    results_of,
)
from service.web.answers.negotiation import preferred_type
from service.web.answers.packing import mixed, placeholder, with_base64, zipped
from service.web.state import state

ZIP, MIXED = "application/zip", "multipart/mixed"

_Pairs = list[tuple[Result, bytes | None]]
_Body = tuple[bytes, str]  # and its media type


def answer_files(
    request: Request, products: Sequence[Product], outcome: Outcome | None
) -> Response:
    """The files as the client prefers, by default as a ZIP; headers of `outcome`, if any."""
    results = results_of(products)
    files = [product.data if isinstance(product, IdPhoto) else None for product in products]
    pairs = list(zip(results, files, strict=True))
    answers = {ZIP: _as_zip, MIXED: _as_parts, JSON: _as_json}
    pack = answers[preferred_type(request, tuple(answers))]
    body, media_type = state().executor.beside(lambda: pack(pairs))
    response = Response(body, content_type=media_type)
    if media_type == ZIP:
        response.headers["Content-Disposition"] = 'attachment; filename="idphotos.zip"'
    if outcome is not None:
        set_outcome(response, outcome)
    counts = count(results)
    response.headers["IDPhoto-Variants"] = ", ".join(f"{k}={v}" for k, v in counts.items())
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def _as_zip(pairs: _Pairs) -> _Body:
    manifest = (MANIFEST, _manifest(pairs).encode())
    files = [(result.file, data) for result, data in pairs if result.file and data]
    return zipped([*files, manifest]), ZIP


def _as_parts(pairs: _Pairs) -> _Body:
    return mixed([(MANIFEST, JSON, _manifest(pairs).encode()), *_parts(pairs)])


def _parts(pairs: _Pairs) -> Iterator[tuple[str, str, bytes]]:
    for result, data in pairs:
        if result.file and result.media_type and data:
            yield result.file, result.media_type, data


def _as_json(pairs: _Pairs) -> _Body:
    named = [(result, data and placeholder(), data) for result, data in pairs]
    variants = [VariantResult(**dict(result), image=name) for result, name, _ in named]
    answer = VariantsAnswer(**count(variants), variants=variants)
    files = {name: data for _, name, data in named if name and data}
    return with_base64(answer.model_dump_json(by_alias=True), files), JSON


def _manifest(pairs: _Pairs) -> str:
    results = [result for result, _ in pairs]
    manifest = Manifest(**count(results), variants=results)
    return manifest.model_dump_json(by_alias=True, indent=1)
