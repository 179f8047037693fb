"""`python -m service photos/ --spec cn-1inch --out out/`: the command line."""

import os
import signal
import sys

INTERRUPTED = 130
STOPS = (signal.SIGINT, signal.SIGTERM)
_TOLD = "python -m service: interrupted"


def start() -> int:
    """The exit status; Ctrl-C ends it without a trace, also while it is still loading."""
    for stop in STOPS:  # there is nothing yet to be put in order, so the process ends where it is
        signal.signal(stop, lambda *_: _end_at_once())
    from service.cli.main import main

    try:
        for stop in STOPS:
            signal.signal(stop, signal.default_int_handler)
        return main()
    except KeyboardInterrupt:
        print(_TOLD, file=sys.stderr)
        return INTERRUPTED


def _end_at_once() -> None:
    """End without an exception: extension modules turn one into an ImportError of their own."""
    os.write(2, f"{_TOLD}\n".encode())
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(start())
