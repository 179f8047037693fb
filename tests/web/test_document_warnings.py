"""What a document says against any photo that is made here stands in the answer."""

import pytest

pytestmark = pytest.mark.usefixtures("client")


def codes(client, photo, spec):
    answer = client.post(f"/v1/idphoto?spec={spec}", data=photo, content_type="image/jpeg")
    assert answer.status_code == 200, answer.text
    return answer.headers.get("IDPhoto-Warnings", "")
