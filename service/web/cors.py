"""Cross-origin requests (the Fetch standard, 3.2): which sites' pages may call the service.

Off unless origins are set, and always without credentials: the service knows no cookies, so a
page can read only what its site could fetch itself.
"""

from flask import Flask, Response, request

ANY = "*"
METHODS = "GET, POST"
MAX_AGE = 7200  # seconds for which a browser keeps the permission; Chromium keeps none longer
# Beside those that a page may always read, such as Content-Type and Content-Length.
EXPOSED = (
    "Content-Disposition",
    "ETag",
    "IDPhoto-Checks",
    "IDPhoto-Marks",
    "IDPhoto-Matting",
    "IDPhoto-Variants",
    "IDPhoto-Warnings",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-Id",
    "traceresponse",
)


def allow_origins(app: Flask, origins: tuple[str, ...]) -> None:
    """Let pages of these origins (`*`: any) call the service and read its answers."""
    if not origins:
        return

    @app.before_request
    def preflight() -> Response | None:
        """Answer a browser's preflight request; others get the resource's own answer."""
        asks = "Access-Control-Request-Method" in request.headers and "Origin" in request.headers
        if request.method != "OPTIONS" or not asks:
            return None
        response = Response(status=204)
        if _granted(origins):
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Max-Age"] = str(MAX_AGE)
            asked = request.headers.get("Access-Control-Request-Headers")
            if asked:  # Authorization, Request-Timeout or what a gateway in front wants to have
                response.headers["Access-Control-Allow-Headers"] = asked
        response.vary.add("Access-Control-Request-Headers")
        return response

    @app.after_request
    def grant(response: Response) -> Response:
        granted = _granted(origins)
        if granted:
            response.headers["Access-Control-Allow-Origin"] = granted
            response.headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED)
        if ANY not in origins:
            response.vary.add("Origin")  # a cache must not give one site another's answer
        return response


def _granted(origins: tuple[str, ...]) -> str | None:
    """What the answer to this request allows."""
    origin = request.headers.get("Origin")
    if origin is None:
        return None
    return ANY if ANY in origins else origin if origin.lower() in origins else None
