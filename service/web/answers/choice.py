"""The field `answer`: what comes back, for clients that cannot set `Accept`."""

from flask import Request
from werkzeug.datastructures import MIMEAccept

from service.orders.fields import LEFT_OUT
from service.values.request_errors import InvalidField

FIELD = "answer"
ONE, SEVERAL = ("image", "json"), ("zip", "multipart", "json")
JSON_ALONE, ZIP_ALONE = ("json",), ("zip",)
_TYPES = {"json": "application/json", "zip": "application/zip", "multipart": "multipart/mixed"}
_FILES = ("image/", "application/pdf")


def is_answer(name: str) -> bool:
    """Whether this is the name of that field."""
    return name.strip().lower() == FIELD


def asked_answers(request: Request) -> list[str]:
    """What the field was sent with, in the query or the form, in lower case."""
    pairs = [*request.args.items(multi=True)]
    if request.mimetype == "multipart/form-data":
        pairs += request.form.items(multi=True)
    return [value.strip().lower() for name, value in pairs if is_answer(name)]


def choose_answer(request: Request, offered: tuple[str, ...]) -> None:
    """Let the field `answer` take the place of `Accept`. Raises InvalidField.

    `image` is the file itself, in the format that `Accept` prefers.
    """
    sent = asked_answers(request)
    if len(sent) > 1:
        raise InvalidField(
            f"'{FIELD}' was sent more than once.", f"“{FIELD}”发送了多次。", field=FIELD
        )
    name = "".join(sent)
    if name in LEFT_OUT:
        return
    if name not in offered:
        raise InvalidField(
            f"'{FIELD}' must be {_either(offered)} here.",
            f"此处“{FIELD}”只能是 {'、'.join(offered)}。",
            field=FIELD,
        )
    if name == "image":
        files = [(kind, q) for kind, q in request.accept_mimetypes if kind.startswith(_FILES)]
        request.accept_mimetypes = MIMEAccept([*files, ("*/*", 0.001)])
    else:
        request.accept_mimetypes = MIMEAccept([(_TYPES[name], 1)])


def _either(names: tuple[str, ...]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
