"""How several files leave: as a ZIP, as multipart/mixed or as JSON, with a manifest of them."""

import base64
from collections.abc import Iterator, Sequence

from flask import Request, Response

from service.pipeline.idphoto import IdPhoto
from service.pipeline.variants import Made
from service.serving.telemetry.records import PhotoRecord
from service.web.answers.manifest import Manifest, Result, VariantResult, VariantsAnswer, count, results_of
from service.web.answers.packing import mixed, zipped
from service.web.answers.file import tell_findings

MANIFEST = "manifest.json"
ZIP, MIXED, JSON = "application/zip", "multipart/mixed", "application/json"

_Pairs = list[tuple[Result, bytes | None]]


def finish_several(photo_record: PhotoRecord, made: Sequence[Made]) -> None:
    """Tell of `photo_record` what was made, unless nothing was."""
    reports = [one.report for one in made if isinstance(one, IdPhoto)]
    if reports:
        codes = {warning.code: None for report in reports for warning in report.warnings}
        marks = {name: None for report in reports for name in report.marks}
        photo_record.finish(reports[0].matting, list(codes), list(marks), [one.spec for one in reports])


def answer_several(request: Request, made: Sequence[Made], photo_record: PhotoRecord) -> Response:
    """The files as the caller prefers, as a ZIP if it does not say."""
    results = results_of(made)
    files = [one.data if isinstance(one, IdPhoto) else None for one in made]
    pairs = list(zip(results, files, strict=True))
    answers = {ZIP: _as_zip, MIXED: _as_parts, JSON: _as_json}
    response = answers[request.accept_mimetypes.best_match(answers, ZIP)](pairs)
    if photo_record.made:
        summaries = [one.report.summary for one in made if isinstance(one, IdPhoto)]
        tell_findings(response, photo_record.matting, photo_record.warnings, summaries, photo_record.marks or ())
    counted = count(results)
    response.headers["IDPhoto-Variants"] = ", ".join(f"{k}={v}" for k, v in counted.items())
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def _as_zip(pairs: _Pairs) -> Response:
    manifest = (MANIFEST, _manifest(pairs).encode())
    files = [(result.file, data) for result, data in pairs if result.file and data]
    response = Response(b"".join(zipped([*files, manifest])), content_type=ZIP)
    response.headers["Content-Disposition"] = 'attachment; filename="idphotos.zip"'
    return response


def _as_parts(pairs: _Pairs) -> Response:
    parts = [(MANIFEST, JSON, _manifest(pairs).encode()), *_parts(pairs)]
    body, content_type = mixed(parts)
    return Response(body, content_type=content_type)


def _parts(pairs: _Pairs) -> Iterator[tuple[str, str, bytes]]:
    for result, data in pairs:
        if result.file and result.media_type and data:
            yield result.file, result.media_type, data


def _as_json(pairs: _Pairs) -> Response:
    variants = [
        VariantResult(**dict(result), image=data and base64.b64encode(data).decode())
        for result, data in pairs
    ]
    answer = VariantsAnswer(**count(variants), variants=variants)
    return Response(answer.model_dump_json(by_alias=True), content_type=JSON)


def _manifest(pairs: _Pairs) -> str:
    results = [result for result, _ in pairs]
    manifest = Manifest(**count(results), variants=results)
    return manifest.model_dump_json(by_alias=True, indent=1)
