"""The client for ordinary code; made of `asynchronous.py` by `make clients`."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Self, TypeVar, Unpack
from urllib.parse import quote

import httpx
from pydantic import BaseModel

from idphoto_client import models
from idphoto_client.bodies import BatchFile, File, Form, ZipStream, form, parsed, texts, zipped
from idphoto_client.errors import IdPhotoError
from idphoto_client.fields import PhotoFields, SheetFields, SpecQuery
from idphoto_client.tries import BATCH_TIMEOUT, TIMEOUT, Options, Tries, lost, refusal

Model = TypeVar("Model", bound=BaseModel)


class IdPhotoClient:
    """A client of the service at `base_url`, to be used with `with`, or closed.

    `http` is an httpx.Client of your own, such as for a proxy or certificates.

    Photos are bytes, a path or an open file. All methods raise the errors of `errors`.
    """

    def __init__(
        self, base_url: str, http: httpx.Client | None = None, **options: Unpack[Options]
    ) -> None:
        self._base_url = f"{base_url.rstrip('/')}/"
        self._http, self._options = http or httpx.Client(), options

    def with_options(self, **options: Unpack[Options]) -> Self:
        """The same client, on the same connections, with these options instead of its own."""
        merged: Options = {**self._options, **options}
        return type(self)(self._base_url, self._http, **merged)

    def make_photo(self, photo: File, **fields: Unpack[PhotoFields]) -> models.IdPhotoAnswer:
        """One finished ID photo."""
        return self._post(models.IdPhotoAnswer, "v1/idphoto", [photo], fields)

    def make_variants(
        self, photo: File, variants: Sequence[PhotoFields], **shared: Unpack[PhotoFields]
    ) -> models.VariantsAnswer:
        """Several finished photos of one photo; `shared` holds for each that says nothing else."""
        fields = {**shared, "variants": variants}
        return self._post(models.VariantsAnswer, "v1/idphoto", [photo], fields)

    def check_photo(self, photo: File, **fields: Unpack[PhotoFields]) -> models.CheckReport:
        """What is right and wrong about a photo; one that would be refused has its `refusal`."""
        return self._post(models.CheckReport, "v1/check", [photo], fields)

    def quick_check(self, photo: File, **fields: Unpack[PhotoFields]) -> models.QuickReport:
        """A first look in tens of milliseconds, such as for a camera."""
        # In the query, where the service sees it before the body and lets it pass the queue.
        return self._post(models.QuickReport, "v1/check?quick=true", [photo], fields)

    def make_sheet(self, *photos: File, **fields: Unpack[SheetFields]) -> models.SheetAnswer:
        """A sheet for the printer, of one to eight photos with one person each."""
        return self._post(models.SheetAnswer, "v1/sheet", photos, fields)

    def make_batch(
        self,
        photos: File | Mapping[str, File],
        variants: Sequence[PhotoFields] | None = None,
        **fields: Unpack[PhotoFields],
    ) -> Iterator[BatchFile | models.BatchManifest]:
        """The finished photos of a ZIP, or of photos by name, as they are made; then the manifest.

        What is wrong with one photo is a problem in the manifest. Nothing is tried again once the
        answer has begun.
        """
        zip_file = zipped(photos) if isinstance(photos, Mapping) else photos
        body = form("photos", [zip_file], {**fields, "variants": variants}, "zip")
        tries, files = Tries(self._options, BATCH_TIMEOUT), ZipStream()
        while True:
            try:
                with self._answer(tries, "POST", "v1/batch", body) as response:
                    for piece in response.iter_bytes():
                        yield from files.feed(piece)
                        tries.left()
                    yield files.manifest()
                    return
            except IdPhotoError as error:
                if files.begun:
                    raise
                time.sleep(tries.pause(error))

    def list_specs(self, **query: Unpack[SpecQuery]) -> models.SpecList:
        """The documents that the service knows."""
        return self._send(models.SpecList, "GET", "v1/specs", {"params": texts(query)})

    def get_spec(self, name: str) -> models.Spec:
        """One document, by id or alias."""
        return self._send(models.Spec, "GET", f"v1/specs/{quote(name, safe='')}", {})

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _post(
        self, model: type[Model], path: str, photos: Sequence[File], fields: Mapping[str, object]
    ) -> Model:
        return self._send(model, "POST", path, form("image", photos, fields, "json"))

    def _send(self, model: type[Model], method: str, path: str, sent: Form) -> Model:
        tries = Tries(self._options, TIMEOUT)
        while True:
            try:
                with self._answer(tries, method, path, sent) as response:
                    return parsed(model, _body(response, tries))
            except IdPhotoError as error:
                time.sleep(tries.pause(error))

    @contextmanager
    def _answer(self, tries: Tries, method: str, path: str, sent: Form) -> Iterator[httpx.Response]:
        """A good response, whose body is still to be read. Raises IdPhotoError."""
        url, request = self._base_url + path, {**sent, **tries.request()}
        try:
            with self._http.stream(method, url, **request) as response:
                if response.is_error:
                    raise refusal(response, _body(response, tries))
                yield response
        except httpx.HTTPError as error:
            raise lost(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _body(response: httpx.Response, tries: Tries) -> bytes:
    """All of it. Raises TimedOut where it comes too slowly."""
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        tries.left()
    return bytes(body)
