"""The audit log of a service with keys: who ordered what, when, and with what result.

There is one line for each request with a valid key, and for each that was denied. It never has the
image, the key or the name of a file.
"""

import logging
from collections import Counter
from collections.abc import Mapping

from service.serving.telemetry.records import RequestRecord

audit = logging.getLogger("idphoto.audit")
DENIED = (401, 403)


def log_audit(record: RequestRecord, ids: Mapping[str, object]) -> None:
    """Write the line; `ids` name the request and its caller."""
    denied = record.status in DENIED
    if not denied and (record.probe or "key" not in ids):
        return
    finished = [photo.outcome for photo in record.photos if photo.outcome and photo.finished]
    documents = Counter(spec for outcome in finished for spec in outcome.specs)
    fields = {
        "request_id": ids.get("request_id"),
        "key": ids.get("key"),
        "key_id": ids.get("key_id"),
        "caller": ids.get("caller"),
        "action": f"{record.known_method} {record.route}".strip(),
        "outcome": _outcome(record, bool(finished), denied),
        "status": record.status,
        "problem": record.problem or None,
        "documents": dict(documents) or None,
        "photos": sum(outcome.photos for outcome in finished) or None,
        "marks": sorted({mark for outcome in finished for mark in outcome.marks}),
        "bytes_in": record.bytes_in,
        "bytes_out": record.bytes_out,
    }
    stated = {name: value for name, value in fields.items() if value is not None}
    audit.info("audit", extra={"fields": stated})


def _outcome(record: RequestRecord, made: bool, denied: bool) -> str:
    if denied:
        return "denied"
    if made:
        return "made"
    return "refused" if record.status >= 400 else "answered"
