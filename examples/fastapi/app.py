"""A view that turns an upload into an ID photo: fastapi run app.py

pip install ./clients/python
"""

import logging
import os

from fastapi import FastAPI, Response, UploadFile
from fastapi.responses import JSONResponse

from idphoto_client import AsyncIdPhotoClient, IdPhotoError, ProblemError

app = FastAPI()
log = logging.getLogger(__name__)
# One for all requests. A user does not wait longer than the timeout.
idphoto = AsyncIdPhotoClient(os.environ.get("IDPHOTO_URL", "http://localhost:8000"), timeout=20)


@app.post("/photo")
async def photo(portrait: UploadFile) -> Response:
    try:
        made = await idphoto.make_photo(await portrait.read(), spec="cn-1inch")
    except IdPhotoError as error:
        if isinstance(error, ProblemError) and error.status in (413, 415, 422):
            # The user can do better; the message says how.
            return JSONResponse({"problem": error.type, "message": str(error)}, error.status)
        log.warning("no photo: %r", error)  # too busy for longer than the timeout, or away
        return JSONResponse({"problem": "busy", "message": "Please try again in a minute."}, 503)
    return Response(made.image, media_type=made.media_type)
