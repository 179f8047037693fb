"""A view that turns an upload into an ID photo: flask --app app run

pip install ./clients/python
"""

import os

from flask import Flask, Response, request

from idphoto_client import IdPhotoClient, IdPhotoError, ProblemError

app = Flask(__name__)
# One for all requests and threads. A user does not wait longer than the timeout.
idphoto = IdPhotoClient(os.environ.get("IDPHOTO_URL", "http://localhost:8000"), timeout=20)


@app.post("/photo")
def photo() -> Response | tuple[dict[str, str], int]:
    try:
        made = idphoto.make_photo(request.files["portrait"].stream, spec="cn-1inch")
    except IdPhotoError as error:
        if isinstance(error, ProblemError) and error.status in (413, 415, 422):
            # The user can do better; the message says how.
            return {"problem": error.type, "message": str(error)}, error.status
        app.logger.warning("no photo: %r", error)  # too busy for longer than the timeout, or away
        return {"problem": "busy", "message": "Please try again in a minute."}, 503
    return Response(made.image, content_type=made.media_type)
