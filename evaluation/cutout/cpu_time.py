"""What a method costs: CPU time of its network and of everything else."""

import time
from unittest import mock

import onnxruntime as ort

from evaluation.cutout.methods import Cutout, Method
from evaluation.ground_truth import Sample


def timed(method: Method, sample: Sample) -> tuple[Cutout, float, float]:
    """What `method` makes of `sample`, and CPU seconds of the network and of everything else.

    CPU time of all threads of this process; decoding and finding the face are not in it.
    """
    original = ort.InferenceSession.run
    network = 0.0

    def run(*positional: object, **named: object) -> object:
        nonlocal network
        start = time.process_time()
        result = original(*positional, **named)
        network += time.process_time() - start
        return result

    with mock.patch.object(ort.InferenceSession, "run", run):
        start = time.process_time()
        cutout = method(sample)
        total = time.process_time() - start
    return cutout, network, total - network
