"""`python -m service.models`: fetch and verify the weights that the service uses by default."""

import sys

from service import settings
from service.models import weights
from service.values.errors import ConfigError


def main() -> int:
    """Print where the verified weights are; 1 when they cannot be had."""
    config = settings.load()
    weights.use_home(config.model_home)
    try:
        path = weights.find() or weights.download(config.model_mirror)
        weights.read(path)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    except Exception as error:  # whatever stands between this machine and the file
        print(f"{weights.U2NETP.file} could not be fetched: {error}", file=sys.stderr)
        return 1
    print(f"{path}  {weights.U2NETP.licence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
