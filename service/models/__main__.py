"""`python -m service.models`: fetch and verify the weights that the service uses by default."""

import hashlib
import sys

from service import settings
from service.models import weights
from service.values.errors import ConfigError


def main() -> int:
    """Print where the verified weights are; 1 when they cannot be had."""
    try:
        config = settings.load()
        weights.use_home(config.model_home)
        path = weights.find() or weights.download(config.model_mirror)
        digest = hashlib.sha256(weights.read(path)).hexdigest()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    except Exception as error:  # whatever stands between this machine and the file
        print(f"{weights.U2NETP.file} could not be fetched: {error}", file=sys.stderr)
        return 1
    verdict = "published file" if digest == weights.U2NETP.sha256 else "NOT the published file"
    print(f"{path}: {verdict}, sha256 {digest}, {weights.U2NETP.licence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
