"""A view that turns an upload into an ID photo (pip install ./clients/python)

In urls.py: path("photo", views.photo)
"""

import logging
import os

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from idphoto_client import IdPhotoClient, IdPhotoError, ProblemError

log = logging.getLogger(__name__)
# One for all requests and threads. A user does not wait longer than the timeout.
idphoto = IdPhotoClient(os.environ.get("IDPHOTO_URL", "http://localhost:8000"), timeout=20)


@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    try:
        made = idphoto.make_photo(request.FILES["portrait"].read(), spec="cn-1inch")
    except IdPhotoError as error:
        if isinstance(error, ProblemError) and error.status in (413, 415, 422):
            # The user can do better; the message says how.
            return JsonResponse({"problem": error.type, "message": str(error)}, status=error.status)
        log.warning("no photo: %r", error)  # too busy for longer than the timeout, or away
        busy = {"problem": "busy", "message": "Please try again in a minute."}
        return JsonResponse(busy, status=503)
    return HttpResponse(made.image, content_type=made.media_type)
