"""Warnings: checks that did not pass, under the codes that clients know."""

from collections.abc import Iterable, Sequence

from service.checks.definition import words
from service.values.check import Check, CheckId
from service.values.document import Names, Submission
from service.values.files import Format
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
    "not-self-supplied": (),  # these three are of the document: see document_warnings
    "not-to-be-cropped": (),
    "other-file-type": (),
}
# What is said, and advised, where the authority takes no photo of one's own, by `submission`.
NOT_SELF_SUPPLIED: dict[Submission, tuple[Names, Names]] = {
    "professional": (
        words(
            "The authority accepts this photo only from a photographer, booth or provider that "
            "it names; a photo made here will not be accepted.",
            "主管机关只接受其指定的照相馆、自助照相机或服务商提供的照片，不接受在这里制作的照片。",
        ),
        words(
            "Have the photo taken at one of the places that the authority names.",
            "请到主管机关指定的地点拍照。",
        ),
    ),
    "office": (
        words(
            "The authority takes this photo itself; a photo made here will not be accepted.",
            "主管机关现场拍照，不接受在这里制作的照片。",
        ),
        words("You do not need to bring a photo.", "办理时无需自带照片。"),
    ),
}
NOT_TO_BE_CROPPED = (
    words(
        "The authority wants the original photo and crops it itself.",
        "主管机关要求提交未裁剪的原照片，由其自行裁剪。",
    ),
    words(
        "Use this service to check the photo, and submit the original.",
        "请用本服务检查照片，然后提交原照片。",
    ),
)


def document_warnings(spec: Spec, file_format: Format | None) -> tuple[Caution, ...]:
    """Why an authority would not accept any photo that is made here, or not this type of file.

    `file_format` is None where no file is made.
    """
    said = NOT_SELF_SUPPLIED.get(spec.submission)
    cautions = [_caution("not-self-supplied", [said])] if said else []
    if spec.cropping == "forbidden":
        cautions.append(_caution("not-to-be-cropped", [NOT_TO_BE_CROPPED]))
    if file_format and spec.file_types and file_format not in spec.file_types:
        cautions.append(_caution("other-file-type", [_other_file_type(spec, file_format)]))
    return tuple(cautions)


def _other_file_type(spec: Spec, file_format: Format) -> tuple[Names, Names]:
    taken, this = " or ".join(t.upper() for t in spec.file_types), file_format.upper()
    taken_zh = " 或 ".join(spec.file_types).upper()
    return (
        words(
            f"The authority accepts {taken} files, and this one is {this}.",
            f"主管机关要求 {taken_zh} 文件，而此文件为 {this}。",
        ),
        words(f"Send format={spec.file_types[0]}.", f"请使用 format={spec.file_types[0]}。"),
    )


def warnings_of(checks: Iterable[Check]) -> tuple[Caution, ...]:
    """One warning for each code, with the messages of its checks and what to do about them."""
    said: dict[WarningCode, list[tuple[Names, Names | None]]] = {code: [] for code in CHECKS_OF}
    for check in checks:
        if check.verdict in ("warn", "fail") and (code := _code(check)):
            said[code].append((check.message, check.advice))
    return tuple(_caution(code, each) for code, each in said.items() if each)


def _caution(code: WarningCode, said: Sequence[tuple[Names, Names | None]]) -> Caution:
    messages = _together([message for message, _ in said])
    advice = [advice for _, advice in said if advice is not None]
    return Caution(
        code=code,
        message=messages.en,
        message_zh=messages.zh,
        advice=_together(advice) if advice else None,
    )


def _together(texts: Sequence[Names]) -> Names:
    """Each sentence once, one after the other."""
    return words(
        " ".join(dict.fromkeys(text.en for text in texts)),
        "".join(dict.fromkeys(text.zh for text in texts)),
    )


def _code(check: Check) -> WarningCode | None:
    """The warning that a check which did not pass belongs to."""
    code = next((code for code, ids in CHECKS_OF.items() if check.id in ids), None)
    return "range-close" if code == "range-missed" and check.in_limit else code
