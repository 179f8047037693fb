"""Warnings: checks that did not pass, under the codes that clients know them by."""

from collections.abc import Iterable

from service.values.check import Check, CheckId
from service.values.report import Caution, WarningCode

CHECKS_OF: dict[WarningCode, tuple[CheckId, ...]] = {
    "head-cut-off": ("head-complete",),
    "body-cut-off": ("body-complete",),
    "shoulders-cut-off": ("shoulders-complete",),
    "crown-assumed": ("crown",),
    "range-missed": ("head-height", "top-margin", "eye-line", "chin-bottom", "face-width"),
    "range-close": (),  # those of range-missed, where the range holds: see _code
    "matte-unclear": ("cut-out",),
    "enlarged": ("resolution",),
}


def warnings_of(checks: Iterable[Check]) -> tuple[Caution, ...]:
    """One warning for each code, with the messages of its checks."""
    messages: dict[WarningCode, list[str]] = {code: [] for code in CHECKS_OF}
    for check in checks:
        if check.verdict in ("warn", "fail") and (code := _code(check)):
            messages[code].append(check.message.en)
    return tuple(
        Caution(code=code, message=" ".join(dict.fromkeys(texts)))
        for code, texts in messages.items()
        if texts
    )


def _code(check: Check) -> WarningCode | None:
    """The warning that a check which did not pass belongs to."""
    code = next((code for code, ids in CHECKS_OF.items() if check.id in ids), None)
    return "range-close" if code == "range-missed" and check.in_limit else code
