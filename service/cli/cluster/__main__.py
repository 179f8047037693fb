"""`idphoto-ray`, and `python -m service.cli.cluster`."""

import sys

NEEDS = ("ray", "pyarrow")


def start() -> int:
    """The exit status; 2 with one line where Ray is not installed."""
    try:
        from service.cli.cluster.main import main
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NEEDS:
            raise
        print("idphoto-ray: needs Ray: pip install -r requirements-ray.txt", file=sys.stderr)
        return 2
    return main()


if __name__ == "__main__":
    sys.exit(start())
