"""Environment variables that look like settings but are not."""

import difflib
import re
from collections.abc import Iterator, Mapping

from service.settings import Settings

PREFIX = "IDPHOTO_"
OF_TESTS = "IDPHOTO_TEST_"  # of this project's own tests
# What Kubernetes gives every container about a Service called idphoto, or idphoto-metrics and the
# like, and what Docker's links give (kubernetes.io: "Discovering services").
INJECTED = re.compile(
    r"IDPHOTO_(?:[A-Z0-9_]+_)?(?:SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)"
    r"|PORT(?:_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?|NAME|ENV_.+)"
)


def unknown_settings(environment: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Each variable with this service's prefix that sets nothing, and which may have been meant."""
    known = [f"{PREFIX}{field.upper()}" for field in Settings.model_fields]
    for variable in sorted(environment):
        name = variable.upper()
        ours = name.startswith(PREFIX) and not name.startswith(OF_TESTS)
        if not ours or name in known or INJECTED.fullmatch(name):
            continue
        near = difflib.get_close_matches(name, known, 1, cutoff=0.8)
        yield variable, near[0] if near else None


def warnings_of(environment: Mapping[str, str]) -> Iterator[str]:
    """A line for the operator about each of them."""
    for name, near in unknown_settings(environment):
        meant = f"; {near} may be what you meant" if near else ""
        yield f"{name} is not a setting of this service and is ignored{meant}"
