"""A photo by the client of openapi-python-client, which cannot set Accept: `answer=json`."""

import base64
import os
from io import BytesIO
from pathlib import Path

from id_photo_service_client import Client
from id_photo_service_client.api.idphoto import make_id_photo
from id_photo_service_client.api.specs import get_spec
from id_photo_service_client.models import IdPhotoForm, IdPhotoFormAnswer, Problem
from id_photo_service_client.types import File

client = Client(os.environ["ADDRESS"])
spec = get_spec.sync("cn-1inch", client=client)
image = File(BytesIO(Path(os.environ["PHOTO"]).read_bytes()), "photo.jpg", "image/jpeg")
form = IdPhotoForm(image=image, spec=spec.id, background="blue", answer=IdPhotoFormAnswer.JSON)
answer = make_id_photo.sync(client=client, body=form)
assert answer.report.spec == "cn-1inch"
Path(os.environ["OUT"]).write_bytes(base64.b64decode(answer.image))

image = File(BytesIO(b"no photo"), "photo.jpg", "image/jpeg")
refused = make_id_photo.sync(client=client, body=IdPhotoForm(image=image, spec="cn-1inch"))
assert isinstance(refused, Problem)
assert refused.status == 415, refused
