"""Warnings: checks that did not pass, under the codes that clients know them by."""

from collections.abc import Iterable

from service.values.check import Check, CheckId
from service.values.document import Submission
from service.values.report import Caution, WarningCode
from service.values.spec import Spec

CHECKS_OF: dict[WarningCode, tuple[CheckId, ...]] = {
    "head-cut-off": ("head-complete",),
    "body-cut-off": ("body-complete",),
    "shoulders-cut-off": ("shoulders-complete",),
    "crown-assumed": ("crown",),
    "range-missed": ("head-height", "top-margin", "eye-line", "chin-bottom", "face-width"),
    "range-close": (),  # those of range-missed, where the range holds: see _code
    "matte-unclear": ("cut-out",),
    "enlarged": ("resolution",),
    "not-self-supplied": (),  # these two are of the document alone: see document_warnings
    "not-to-be-cropped": (),
}
# What is said where the authority takes no photo of one's own, by the document's `submission`.
NOT_SELF_SUPPLIED: dict[Submission, str] = {
    "professional": "The authority takes this photo only from a photographer, booth or provider "
    "that it names; a photo made here will not be taken.",
    "office": "The authority takes this photo itself; a photo made here will not be taken.",
}
NOT_TO_BE_CROPPED = (
    "The authority wants the photo as it was taken and crops it itself: use this service to check "
    "it, and send the photo itself."
)


def document_warnings(spec: Spec) -> tuple[Caution, ...]:
    """What keeps an authority from taking any photo that is made here."""
    said = NOT_SELF_SUPPLIED.get(spec.submission)
    cautions = [Caution(code="not-self-supplied", message=said)] if said else []
    if spec.cropping == "forbidden":
        cautions.append(Caution(code="not-to-be-cropped", message=NOT_TO_BE_CROPPED))
    return tuple(cautions)


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
