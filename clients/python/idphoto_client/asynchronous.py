"""The client for asyncio and trio; `client.py` is made of it by `make clients`."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Self, TypeVar, Unpack
from urllib.parse import quote

import anyio
import httpx
from pydantic import BaseModel

from idphoto_client import models
from idphoto_client.bodies import BatchFile, File, Form, ZipStream, form, parsed, texts, zipped
from idphoto_client.errors import IdPhotoError
from idphoto_client.fields import PhotoFields, SheetFields, SpecQuery
from idphoto_client.tries import BATCH_TIMEOUT, TIMEOUT, Options, Tries, lost, refusal

Model = TypeVar("Model", bound=BaseModel)


class AsyncIdPhotoClient:
    """A client of the service at `base_url`, to be used with `async with`, or closed.

    `http` is an httpx.AsyncClient of your own, such as for a proxy or certificates.

    Photos are bytes, a path or an open file. All methods raise the errors of `errors`.
    """

    def __init__(
        self, base_url: str, http: httpx.AsyncClient | None = None, **options: Unpack[Options]
    ) -> None:
        self._base_url = f"{base_url.rstrip('/')}/"
        self._http, self._options = http or httpx.AsyncClient(), options

    def with_options(self, **options: Unpack[Options]) -> Self:
        """The same client, on the same connections, with these options instead of its own."""
        merged: Options = {**self._options, **options}
        return type(self)(self._base_url, self._http, **merged)

    async def make_photo(self, photo: File, **fields: Unpack[PhotoFields]) -> models.IdPhotoAnswer:
        """One finished ID photo."""
        return await self._post(models.IdPhotoAnswer, "v1/idphoto", [photo], fields)

    async def make_variants(
        self, photo: File, variants: Sequence[PhotoFields], **shared: Unpack[PhotoFields]
    ) -> models.VariantsAnswer:
        """Several finished photos of one photo; `shared` holds for each that says nothing else."""
        fields = {**shared, "variants": variants}
        return await self._post(models.VariantsAnswer, "v1/idphoto", [photo], fields)

    async def check_photo(self, photo: File, **fields: Unpack[PhotoFields]) -> models.CheckReport:
        """What is right and wrong about a photo; one that would be refused has its `refusal`."""
        return await self._post(models.CheckReport, "v1/check", [photo], fields)

    async def quick_check(self, photo: File, **fields: Unpack[PhotoFields]) -> models.QuickReport:
        """A first look in tens of milliseconds, such as for a camera."""
        # In the query, where the service sees it before the body and lets it pass the queue.
        return await self._post(models.QuickReport, "v1/check?quick=true", [photo], fields)

    async def make_sheet(self, *photos: File, **fields: Unpack[SheetFields]) -> models.SheetAnswer:
        """A sheet for the printer, of one to eight photos with one person each."""
        return await self._post(models.SheetAnswer, "v1/sheet", photos, fields)

    async def make_batch(
        self,
        photos: File | Mapping[str, File],
        variants: Sequence[PhotoFields] | None = None,
        **fields: Unpack[PhotoFields],
    ) -> AsyncIterator[BatchFile | models.BatchManifest]:
        """The finished photos of a ZIP, or of photos by name, as they are made; then the manifest.

        What is wrong with one photo is a problem in the manifest. Nothing is tried again once the
        answer has begun.
        """
        zip_file = zipped(photos) if isinstance(photos, Mapping) else photos
        body = form("photos", [zip_file], {**fields, "variants": variants}, "zip")
        tries, files = Tries(self._options, BATCH_TIMEOUT), ZipStream()
        while True:
            try:
                async with self._answer(tries, "POST", "v1/batch", body) as response:
                    async for piece in response.aiter_bytes():
                        for file in files.feed(piece):
                            yield file
                        tries.left()
                    yield files.manifest()
                    return
            except IdPhotoError as error:
                if files.begun:
                    raise
                await anyio.sleep(tries.pause(error))

    async def list_specs(self, **query: Unpack[SpecQuery]) -> models.SpecList:
        """The documents that the service knows."""
        return await self._send(models.SpecList, "GET", "v1/specs", {"params": texts(query)})

    async def get_spec(self, name: str) -> models.Spec:
        """One document, by id or alias."""
        return await self._send(models.Spec, "GET", f"v1/specs/{quote(name, safe='')}", {})

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _post(
        self, model: type[Model], path: str, photos: Sequence[File], fields: Mapping[str, object]
    ) -> Model:
        return await self._send(model, "POST", path, form("image", photos, fields, "json"))

    async def _send(self, model: type[Model], method: str, path: str, sent: Form) -> Model:
        tries = Tries(self._options, TIMEOUT)
        while True:
            try:
                async with self._answer(tries, method, path, sent) as response:
                    return parsed(model, await _body(response, tries))
            except IdPhotoError as error:
                await anyio.sleep(tries.pause(error))

    @asynccontextmanager
    async def _answer(
        self, tries: Tries, method: str, path: str, sent: Form
    ) -> AsyncIterator[httpx.Response]:
        """A good response, whose body is still to be read. Raises IdPhotoError."""
        url, request = self._base_url + path, {**sent, **tries.request()}
        try:
            async with self._http.stream(method, url, **request) as response:
                if response.is_error:
                    raise refusal(response, await _body(response, tries))
                yield response
        except httpx.HTTPError as error:
            raise lost(error) from error

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


async def _body(response: httpx.Response, tries: Tries) -> bytes:
    """All of it. Raises TimedOut where it comes too slowly."""
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        tries.left()
    return bytes(body)
