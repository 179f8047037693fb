"""What assistants are told: the part of the reports that they can use."""

import base64
from typing import Literal

from mcp.types import (
    BlobResourceContents,
    CallToolResult,
    EmbeddedResource,
    ImageContent,
    TextContent,
)
from pydantic import BaseModel

from idphoto_client import models

Language = Literal["en", "zh"]


class Document(BaseModel):
    """A document that photos can be made for."""

    id: str
    name: str
    country: str
    width_mm: float
    height_mm: float
    backgrounds: list[str]
    editing_policy: str
    submission: str
    notes: str | None


class Documents(BaseModel):
    """Documents that were found."""

    documents: list[Document]
    total: int
    next_offset: int | None


class Judgement(BaseModel):
    """Whether the photo is fit for the document, and what to do about it."""

    document: str
    verdict: str
    refusal: str | None
    advice: list[str]


class Photo(Judgement):
    """A finished photo."""

    width_px: int
    height_px: int
    bytes: int
    warnings: list[str]
    saved_to: str | None


class Sheet(BaseModel):
    """A sheet for the printer."""

    paper_width_mm: float
    paper_height_mm: float
    counts: dict[str, int]
    photos: list[Judgement]
    saved_to: str | None


Judged = models.CheckReport | models.Report | models.SheetPhotoReport


def document(spec: models.Spec, language: Language) -> Document:
    """The document in short."""
    return Document(
        id=spec.id,
        name=getattr(spec.names, language),
        country=spec.country,
        width_mm=spec.width_mm,
        height_mm=spec.height_mm,
        backgrounds=[background.name for background in spec.backgrounds],
        editing_policy=spec.editing_policy,
        submission=spec.submission,
        notes=getattr(spec.notes, language) if spec.notes else None,
    )


def judgement(report: Judged, language: Language) -> Judgement:
    """What the checks come to."""
    return Judgement(
        document=report.spec,
        verdict=report.verdict,
        refusal=report.refusal,
        advice=[getattr(reason.message, language) for reason in report.reasons],
    )


def photo(report: models.Report, language: Language, saved_to: str | None) -> Photo:
    """The judgement of a finished photo, and its file."""
    return Photo(
        **judgement(report, language).model_dump(),
        width_px=report.width_px,
        height_px=report.height_px,
        bytes=report.file.bytes,
        warnings=[_warning(one, language) for one in report.warnings],
        saved_to=saved_to,
    )


def _warning(caution: models.Caution, language: Language) -> str:
    return caution.message_zh if language == "zh" else caution.message


def sheet(report: models.SheetReport, language: Language, saved_to: str | None) -> Sheet:
    """What is on the sheet."""
    return Sheet(
        paper_width_mm=report.paper_width_mm,
        paper_height_mm=report.paper_height_mm,
        counts=report.counts,
        photos=[judgement(photo, language) for photo in report.photos],
        saved_to=saved_to,
    )


def with_file(told: BaseModel, data: bytes, media_type: str, name: str) -> CallToolResult:
    """The answer with its file: a picture that the assistant sees, or a file such as a PDF."""
    text = base64.b64encode(data).decode()
    file: ImageContent | EmbeddedResource
    if media_type.startswith("image/"):
        file = ImageContent(type="image", data=text, mime_type=media_type)
    else:
        content = BlobResourceContents(uri=f"file:///{name}", blob=text, mime_type=media_type)
        file = EmbeddedResource(type="resource", resource=content)
    return CallToolResult(
        content=[TextContent(type="text", text=told.model_dump_json()), file],
        structured_content=told.model_dump(),
    )
