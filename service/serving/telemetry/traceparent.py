"""The W3C header by which a request says which trace it belongs to."""

import re
import secrets
from collections.abc import Mapping

from service.serving.telemetry.records import RequestRecord, Trace

# Version 00 ends here; a later one may go on after a further dash. ff and zero ids are forbidden.
_HEADER = re.compile(
    r"(?!ff)(?P<version>[0-9a-f]{2})-(?P<trace>(?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-"
    r"[0-9a-f]{2}(?P<more>-.*)?"
)


def trace_of(headers: Mapping[str, str]) -> Trace | None:
    """The caller's trace, with an id for what happens here; None without a valid `traceparent`.

    Names of `headers` are in lower case.
    """
    match = _HEADER.fullmatch(headers.get("traceparent", ""))
    if match is None or (match["version"] == "00" and match["more"]):
        return None
    return Trace(match["trace"], secrets.token_hex(8), sampled=False)


def passed_on(_exchange: RequestRecord, headers: Mapping[str, str]) -> Trace | None:
    """Tracing when it is off: log and answer name the caller's trace, nothing is recorded."""
    return trace_of(headers)


def traceresponse(trace: Trace) -> str:
    """The header of the same form that the answer carries (W3C Trace Context, level 2)."""
    return f"00-{trace.trace_id}-{trace.span_id}-{trace.sampled:02x}"
