"""Write the clients' types from the service's own OpenAPI document.

`python -m clients` (`make clients`); it needs Node and package indexes for the generators.
"""

import sys

from clients import in_python, in_typescript
from clients.document import digest, document


def mark(found: str) -> str:
    """What stands in the first line of a generated file."""
    return f"Written by `make clients` from the API {found}; do not edit."


def main() -> int:
    """Write all that is generated."""
    described = document()
    for language in (in_typescript, in_python):
        language.write(described, mark(digest(described)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
