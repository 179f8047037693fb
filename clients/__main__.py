"""Write the clients' types from the service's own OpenAPI document.

`python -m clients` (`make clients`); it needs Node and package indexes for the generators.
"""

import sys

from clients import in_python, in_typescript
from clients.document import DIGEST, digest, document


def main() -> int:
    """Write all that is generated, and what it was made from."""
    described = document()
    for language in (in_typescript, in_python):
        language.write(described)
    DIGEST.write_text(f"{digest(described)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
