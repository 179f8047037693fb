"""`python -m service photos/ --spec cn-1inch --out out/`: the command line."""

import signal
import sys

from service.cli.main import main

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as cleanly as Ctrl-C
    sys.exit(main())
