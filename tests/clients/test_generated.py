"""What of the clients is generated is what the service's API says now."""

import pytest

from clients import in_python, in_typescript
from clients.__main__ import mark
from clients.document import digest, document


@pytest.fixture(scope="module")
def current():
    return mark(digest(document()))


@pytest.mark.parametrize(
    "path",
    [
        in_typescript.SCHEMA,
        in_typescript.PROBLEM_TYPES,
        in_python.MODELS,
        in_python.FIELDS,
        in_python.PROBLEM_CLASSES,
    ],
    ids=lambda path: path.name,
)
def test_the_file_was_written_from_this_api(path, current):
    first = path.read_text("utf-8").partition("\n")[0]
    assert current in first, "the API has changed: run `make clients`"


def test_the_client_for_ordinary_code_is_made_of_the_asynchronous_one():
    before = in_python.SYNC.read_text("utf-8")
    in_python.write_synchronous()
    assert in_python.SYNC.read_text("utf-8") == before, "run `make clients`"
