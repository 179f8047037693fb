"""CPU time of a cutout, the network's and the rest's."""

import time
from unittest import mock

import onnxruntime as ort

from evaluation.methods import Cutout, Method
from evaluation.photos import Case


def measured(method: Method, case: Case) -> tuple[Cutout, float, float]:
    """What `method` makes of `case`, and CPU seconds of the network and of everything else.

    CPU time of all threads of this process; decoding and finding the face are not in it.
    """
    original = ort.InferenceSession.run
    network = 0.0

    def run(*given: object, **named: object) -> object:
        nonlocal network
        start = time.process_time()
        result = original(*given, **named)
        network += time.process_time() - start
        return result

    with mock.patch.object(ort.InferenceSession, "run", run):
        start = time.process_time()
        cutout = method(case)
        total = time.process_time() - start
    return cutout, network, total - network
