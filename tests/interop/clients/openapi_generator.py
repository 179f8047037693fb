"""A photo by the Python client of openapi-generator."""

import base64
import os
from pathlib import Path

from openapi_client import ApiClient, ApiException, Configuration, IdphotoApi, SpecsApi

client = ApiClient(Configuration(host=os.environ["ADDRESS"]))
spec = SpecsApi(client).get_spec("cn-1inch")
photo = ("photo.jpg", Path(os.environ["PHOTO"]).read_bytes())
answer = IdphotoApi(client).make_id_photo(photo, spec=spec.id, background="blue", answer="json")
assert answer.actual_instance.report.spec == "cn-1inch"
Path(os.environ["OUT"]).write_bytes(base64.b64decode(answer.actual_instance.image))

try:
    IdphotoApi(client).make_id_photo(("photo.jpg", b"no photo"), spec="cn-1inch")
except ApiException as error:
    assert error.data.type.endswith("/problems/unsupported-media")  # noqa: PT017
else:
    raise AssertionError("what is no photo must be refused")
