"""The U-2-Net family of rembg: u2netp and its larger sisters, run at the window's own aspect."""

from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime as ort
from rembg.sessions.u2netp import U2netpSession

from service.models.looks import unite
from service.models.session import session_options
from service.values import geometry
from service.values.photo import RGB, Alpha, Face
from service.values.raster import shrink
from service.values.watch import Watch

# ImageNet statistics, as rembg normalises for this family.
MEAN = np.array([0.485, 0.456, 0.406], np.float32).reshape(3, 1, 1)
STD = np.array([0.229, 0.224, 0.225], np.float32).reshape(3, 1, 1)


# Two looks at the window: pixels along the longer side, and whether mirrored. Together they cost
# less than one at 320 x 320, and they rarely fail in the same place; see docs/cut-out.md.
LOOKS = ((256, False), (224, True))
# What a run of the network took of memory (90 MB) goes back with the last look at a photo. Every
# worker would keep it for as many photos as it ever had at a time: 1.5 GB in four of them after
# 2,000 photos. Taking it anew costs 2% of a photo.
GIVE_BACK = "memory.enable_memory_arena_shrinkage"


def free_size(model: bytes) -> bytes:
    """The same network with its declared height and width (320 x 320) left open.

    All its Resize nodes follow the shapes that they are given, so nothing else has to change.
    """
    graph = onnx.load_model_from_string(model)
    for value in (*graph.graph.input, *graph.graph.output):
        dims = value.type.tensor_type.shape.dim
        for dim, name in zip(list(dims)[2:], ("height", "width"), strict=False):
            dim.dim_param = name
    return bytes(graph.SerializeToString())


class FreeU2netp(U2netpSession):  # type: ignore[misc]  # rembg is not typed
    """rembg's session for u2netp, made from bytes whose size was freed."""

    def __init__(self, model: bytes, providers: Sequence[str]) -> None:
        self.model_name = "u2netp"
        self.inner_session = ort.InferenceSession(
            model, session_options(), providers=list(providers)
        )


class U2netMatter:
    """Mattes a window with a rembg session of the U-2-Net family. Safe for several threads."""

    def __init__(self, session: U2netpSession) -> None:
        self.name = session.model_name
        self._session = session.inner_session
        self._input = self._session.get_inputs()[0].name
        self._output = self._session.get_outputs()[0].name

    def alpha(self, window: RGB, face: Face, watch: Watch) -> Alpha:
        """Alpha of `window` (H, W, 3), at most 256 px along its longer side."""
        height, width = window.shape[:2]
        scale = min(1.0, 2 * LOOKS[0][0] / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = shrink(window, size)
        looks: list[Alpha] = []
        for number, (side, mirrored) in enumerate(LOOKS, 1):
            last = number == len(LOOKS)
            seen = self.look(small[:, ::-1] if mirrored else small, side, watch, last)
            looks.append(np.ascontiguousarray(seen[:, ::-1]) if mirrored else seen)
        return unite(small, face.mapped(geometry.resize((width, height), size)), looks)

    def look(self, window: RGB, side: int, watch: Watch, last: bool = True) -> Alpha:
        """The network's float map of `window` at `side` px, stretched to [0, 1]."""
        height, width = window.shape[:2]
        scale = side / max(height, width)
        size = max(32, round(width * scale)), max(32, round(height * scale))
        small = np.ascontiguousarray(shrink(window, size).transpose(2, 0, 1), np.float32)
        blob = (small / max(float(small.max()), 1.0) - MEAN) / STD
        run = ort.RunOptions()
        if last:
            run.add_run_config_entry(GIVE_BACK, "cpu:0")
        with watch.stoppable(lambda: setattr(run, "terminate", True)):
            raw = self._session.run([self._output], {self._input: blob[np.newaxis]}, run)[0][0, 0]
        low, high = float(raw.min()), float(raw.max())
        if high - low < 1e-6:
            return np.full(raw.shape, np.clip(low, 0.0, 1.0), np.float32)
        return np.asarray((raw - low) / (high - low), np.float32)
