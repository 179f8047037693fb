"""What of the clients is generated is what the service's API says now."""

from clients import in_python
from clients.document import DIGEST, digest, document


def test_the_types_were_written_from_this_api():
    said = DIGEST.read_text().strip()
    assert said == digest(document()), "the API has changed: run `make clients`"


def test_the_client_for_ordinary_code_is_made_of_the_asynchronous_one():
    before = in_python.SYNC.read_text("utf-8")
    in_python.write_synchronous()
    assert in_python.SYNC.read_text("utf-8") == before, "run `make clients`"
