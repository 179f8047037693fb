"""u2netp of rembg, alone: one look at the window, without its last stage."""

from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper
from rembg.sessions.u2netp import U2netpSession

from service.cancellation import CancellationToken
from service.models.session import open_session
from service.raster import shrink
from service.values.errors import ConfigError
from service.values.photo import RGB, Alpha, Face, Prediction

# ImageNet statistics, as rembg normalises for this family.
MEAN = np.array([0.485, 0.456, 0.406], np.float32).reshape(3, 1, 1)
STD = np.array([0.229, 0.224, 0.225], np.float32).reshape(3, 1, 1)


BEFORE_LAST = 2  # of U-2-Net's outputs: the fused map, the finest, and then this one
NOT_U2NET = "u2netp.onnx is not a U-2-Net: it has no map before its finest"
SIDE = 288  # pixels to which the window is squashed; the portrait network was trained with it
# What a run of the network took of memory (70 MB) goes back after it. Every
# worker would keep it for as many photos as it ever had at a time: 1.5 GB in four of them after
# 2,000 photos. Taking it anew costs 2% of a photo.
GIVE_BACK = "memory.enable_memory_arena_shrinkage"


def trimmed(model: bytes) -> bytes:
    """The same network without its last and finest stage, of any height and width.

    U-2-Net says what it sees six times, each time twice as fine, and rembg's mask is the last map
    almost alone. The stage that draws it takes more than half of the time, and what it adds, the
    edge, is found anew in the photo's own pixels. The map before has half the input's height and
    width.
    Raises ConfigError for a network that is built otherwise.
    """
    graph = onnx.load_model_from_string(model)
    made_by = {name: node for node in graph.graph.node for name in node.output}
    try:
        squash = made_by[graph.graph.output[BEFORE_LAST].name]
        enlarge = made_by[squash.input[0]]
    except (IndexError, KeyError) as error:
        raise ConfigError(NOT_U2NET) from error
    if (squash.op_type, enlarge.op_type) != ("Sigmoid", "Resize"):
        raise ConfigError(NOT_U2NET)
    coarse = enlarge.input[0]
    map_of = helper.make_tensor_value_info(coarse, TensorProto.FLOAT, [1, 1, "rows", "columns"])
    graph.graph.output.append(map_of)
    inputs = [value.name for value in graph.graph.input[:1]]
    part = onnx.utils.Extractor(graph).extract_model(inputs, [coarse])
    # Its Resize nodes follow the shapes that they are given, so nothing else has to change.
    dims = list(part.graph.input[0].type.tensor_type.shape.dim)
    for dim, name in zip(dims[2:], ("height", "width"), strict=False):
        dim.dim_param = name
    return bytes(part.SerializeToString())


class TrimmedU2netp(U2netpSession):  # type: ignore[misc]  # rembg is not typed
    """rembg's session for u2netp, made from trimmed bytes."""

    def __init__(self, model: bytes, providers: Sequence[str]) -> None:
        self.model_name = "u2netp"
        self.inner_session = open_session(model, providers)


class U2netModel:
    """Mattes a window with u2netp alone. Safe for several threads."""

    name = "u2netp"

    def __init__(self, session: U2netpSession) -> None:
        self._session = session.inner_session
        self._input = self._session.get_inputs()[0].name
        self._output = self._session.get_outputs()[0].name

    def predict(self, window: RGB, _face: Face, token: CancellationToken) -> Prediction:
        """Alpha of `window` (H, W, 3) at 144 x 144."""
        return Prediction(self.saliency(window, token))

    def saliency(self, window: RGB, token: CancellationToken) -> Alpha:
        """u2netp's own map of `window` (144, 144), stretched to [0, 1]."""
        small = np.ascontiguousarray(shrink(window, (SIDE, SIDE)).transpose(2, 0, 1), np.float32)
        blob = (small / max(float(small.max()), 1.0) - MEAN) / STD
        run = ort.RunOptions()
        run.add_run_config_entry(GIVE_BACK, "cpu:0")
        with token.interruptible(lambda: setattr(run, "terminate", True)):
            raw = self._session.run([self._output], {self._input: blob[np.newaxis]}, run)[0][0, 0]
        seen = 1 / (1 + np.exp(-raw))
        low, high = float(seen.min()), float(seen.max())
        if high - low < 1e-6:
            return np.full(seen.shape, low, np.float32)
        return np.asarray((seen - low) / (high - low), np.float32)
