"""rembg in a process of its own, run by file name with rembg's own environment.

Prints the model's name; then for each path that comes on standard input the seconds that
`rembg.remove` took for that file. Every line, in and out, is JSON.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before onnxruntime is imported

from rembg import new_session, remove
from rembg.sessions.u2net import U2netSession

FULL, SMALL = "u2net", "u2netp"


def main() -> None:
    """Until standard input ends."""
    model = FULL if U2netSession.resolve_existing(f"{FULL}.onnx") else SMALL
    session = new_session(model)
    print(json.dumps(model), flush=True)
    for line in sys.stdin:
        data = Path(json.loads(line)).read_bytes()
        start = time.monotonic()
        remove(data, session=session)
        print(json.dumps(time.monotonic() - start), flush=True)


if __name__ == "__main__":
    main()
