"""Static files, prepared once: plain and gzip bytes with their ETags."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import Self

from flask import Request, Response

LEAST_BYTES = 1024  # below, gzip saves no packet


@dataclass(frozen=True)
class Asset:
    """One file, plain and compressed, each with an ETag of its own (RFC 9110, 8.8.3)."""

    content_type: str
    plain: bytes
    packed: bytes | None
    tag: str

    @classmethod
    def of(cls, data: bytes, content_type: str) -> Self:
        """The file with these bytes; gzip where that makes it smaller."""
        packed = gzip.compress(data, 9, mtime=0) if len(data) >= LEAST_BYTES else None
        if packed is not None and len(packed) >= len(data):
            packed = None
        return cls(content_type, data, packed, hashlib.sha256(data).hexdigest()[:32])

    @classmethod
    def of_json(cls, document: object) -> Self:
        """The document as a file."""
        return cls.of(json.dumps(document, ensure_ascii=False).encode(), "application/json")

    def answer(self, request: Request, cache_control: str = "no-cache") -> Response:
        """The file in the encoding that this client accepts, or 304 where it has it already."""
        packs = self.packed is not None and request.accept_encodings["gzip"] > 0
        response = Response(self.packed if packs else self.plain, content_type=self.content_type)
        if packs:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = cache_control
        response.set_etag(f"{self.tag}-gzip" if packs else self.tag)
        response.make_conditional(request)
        return response
