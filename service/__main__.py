"""`python -m service photos/ --spec cn-1inch --out out/`: the command line."""

import signal
import sys

INTERRUPTED = 130


def start() -> int:
    """The exit status; Ctrl-C ends it without a trace, also while it is still loading."""
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from service.cli.main import main

        return main()
    except KeyboardInterrupt:
        print("python -m service: interrupted", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(start())
