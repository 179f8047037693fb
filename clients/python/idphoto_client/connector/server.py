"""The tools: search documents, check a photo, make a photo, make a sheet."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, ToolAnnotations
from pydantic import Field

from idphoto_client import AsyncIdPhotoClient, IdPhotoError, ProblemError
from idphoto_client.connector import answers
from idphoto_client.connector.answers import Documents, Judgement, Language, Photo, Sheet
from idphoto_client.connector.files import InMessages, write
from idphoto_client.fields import PhotoFields, SheetFields

INSTRUCTIONS = (
    "Makes ID photos by the rules of passports, visas, exams and other documents. First find the "
    "document's id with search_documents. Use check_photo to tell the user how to take a better "
    "photo; its advice is for people. Where editing_policy is forbidden, the background stays "
    "unless the user insists (allow_editing). The photo must be the user's own to use."
)
KEY = "x-api-key"
READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
MAKES = ToolAnnotations(destructive_hint=False, open_world_hint=False)

PhotoIn = Annotated[
    str, Field(description="A photo in base64, or its path where the connector reads files.")
]
SaveTo = Annotated[
    str | None,
    Field(description="Path of a new file for the result, where the connector writes files."),
]
DocumentId = Annotated[str, Field(description="Id or alias, such as cn-1inch or us-passport.")]
Background = Annotated[
    str | None, Field(description="A name such as white or blue, #rrggbb, transparent or original.")
]
Insist = Annotated[
    bool, Field(description="Replace the background although the authority refuses edited photos.")
]


@contextmanager
def problems_told() -> Iterator[None]:
    """Tell an assistant the service's own problem document."""
    try:
        yield
    except ProblemError as error:
        raise ToolError(error.problem.model_dump_json(exclude_none=True)) from error
    except IdPhotoError as error:
        raise ToolError(f"The service cannot be reached: {error}") from error


class Tools:
    """The tools, as calls of the service; a caller's own X-API-Key goes before the client's key."""

    def __init__(self, client: AsyncIdPhotoClient, files: InMessages, language: Language) -> None:
        self._client, self._files, self._language = client, files, language

    async def search_documents(
        self,
        context: Context,
        words: Annotated[str, Field(description="Such as `passport` or 驾驶证.")] = "",
        country: Annotated[str, Field(description="Code or name of a country.")] = "",
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
        offset: Annotated[int, Field(ge=0)] = 0,
    ) -> Documents:
        """Find documents, and what their photos must be like."""
        with problems_told():
            found = await self._service(context).list_specs(
                q=words, country=country, limit=limit, offset=offset
            )
        documents = [answers.document(spec, self._language) for spec in found.specs]
        return Documents(documents=documents, total=found.total, next_offset=found.next_offset)

    async def check_photo(
        self, context: Context, photo: PhotoIn, document: DocumentId
    ) -> Judgement:
        """What is right and wrong about a photo for a document, without making one of it."""
        with problems_told():
            report = await self._service(context).check_photo(
                self._files.read(photo), spec=document
            )
        return answers.judgement(report, self._language)

    async def make_photo(
        self,
        context: Context,
        photo: PhotoIn,
        document: DocumentId,
        background: Background = None,
        format: Literal["jpeg", "png", "webp"] | None = None,  # noqa: A002 - the API's name
        allow_editing: Insist = False,
        save_to: SaveTo = None,
    ) -> Annotated[CallToolResult, Photo]:
        """Make a finished ID photo of a portrait."""
        place = self._files.place(save_to)
        fields: PhotoFields = {"spec": document, "allow_editing": allow_editing}
        if background:
            fields["background"] = background
        if format:
            fields["format"] = format
        with problems_told():
            made = await self._service(context).make_photo(self._files.read(photo), **fields)
        saved = write(place, made.image, made.media_type) if place else None
        told = answers.photo(made.report, self._language, saved)
        return answers.with_file(told, made.image, made.media_type, document)

    async def make_sheet(
        self,
        context: Context,
        photos: Annotated[list[PhotoIn], Field(min_length=1, max_length=8)],
        cells: Annotated[
            str,
            Field(
                description="Documents and how many, such as cn-1inch:4,cn-2inch:2; @2 names "
                "the second photo: cn-1inch@1:4,cn-1inch@2:4."
            ),
        ],
        paper: Annotated[str, Field(description="4r, a4 or a size in mm such as 100x148.")] = "4r",
        format: Literal["jpeg", "png", "pdf"] = "pdf",  # noqa: A002 - the API's name
        background: Background = None,
        allow_editing: Insist = False,
        save_to: SaveTo = None,
    ) -> Annotated[CallToolResult, Sheet]:
        """Put finished photos of one to eight people on a sheet for the printer."""
        place = self._files.place(save_to)
        fields: SheetFields = {
            "cells": cells, "paper": paper, "format": format, "allow_editing": allow_editing,
        }  # fmt: skip
        if background:
            fields["background"] = background
        with problems_told():
            made = await self._service(context).make_sheet(*map(self._files.read, photos), **fields)
        saved = write(place, made.sheet, made.media_type) if place else None
        told = answers.sheet(made.report, self._language, saved)
        return answers.with_file(told, made.sheet, made.media_type, f"sheet.{format}")

    def _service(self, context: Context) -> AsyncIdPhotoClient:
        key = (context.headers or {}).get(KEY)
        return self._client.with_options(api_key=key) if key else self._client


def make_server(client: AsyncIdPhotoClient, files: InMessages, language: Language) -> MCPServer:
    """The connector to the service of `client`."""
    tools = Tools(client, files, language)
    server = MCPServer("idphoto", title="ID photos", instructions=f"{INSTRUCTIONS} {files.about}")
    for reads in (tools.search_documents, tools.check_photo):
        server.add_tool(reads, annotations=READS)
    for makes in (tools.make_photo, tools.make_sheet):
        server.add_tool(makes, annotations=MAKES)
    return server
