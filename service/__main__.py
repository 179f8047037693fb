"""`idphoto photos/ --spec cn-1inch --out out/` makes photos; `idphoto serve` starts the service.

`idphoto key new NAME` makes a key for the service, `idphoto health` asks the service on this
machine whether it is ready. `python -m service` is the same command.
"""

import os
import signal
import sys

from service.serve import serve

INTERRUPTED = 130
STOPS = (signal.SIGINT, signal.SIGTERM)
_TOLD = "python -m service: interrupted"


def start() -> int:
    """The exit status; Ctrl-C ends it without a trace, also while it is still loading."""
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2:])
    if sys.argv[1:2] == ["key"]:
        from service.cli.keys import main as make_key

        return make_key(sys.argv[2:])
    if sys.argv[1:] == ["health"]:
        from service.probe import main as ask

        return ask()
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
