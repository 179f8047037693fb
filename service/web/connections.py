"""Hooks that look after connections: answers read too slowly, and bodies left unread."""

from contextlib import ExitStack

from flask import Flask, Response, request

from service.serving.admission.bodies import Bodies
from service.serving.request.connection import is_unread
from service.serving.request.slow_clients import cut_off_after, discard_body, longest_to_read

STRANGE = (401, 403)  # statuses of those who may not come in


def hurry_answers(app: Flask, seconds: float) -> None:
    """Cut off clients that read a large answer too slowly; streamed answers do so themselves."""

    @app.after_request
    def hurry(response: Response) -> Response:
        size = 0 if response.is_streamed else response.content_length or 0
        longest = longest_to_read(size, seconds)
        if longest is not None:
            stack = ExitStack()
            stack.enter_context(cut_off_after(request.environ, longest))
            response.call_on_close(stack.close)
        return response


def discard_bodies(app: Flask, bodies: Bodies, seconds: float, most: int) -> None:
    """After an early answer, read on and throw away up to `most` bytes for `seconds`.

    From callers without a valid key only what comes at once: they take no place of the others.
    """

    @app.after_request
    def discard(response: Response) -> Response:
        environ = request.environ
        if is_unread(environ):
            strange = response.status_code in STRANGE
            response.call_on_close(
                lambda: discard_body(environ, bodies, seconds, most, in_haste=strange)
            )
        return response
