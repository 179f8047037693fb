"""The ONNX graph while it grows: channels before rows and columns, 16-bit weights kept as such."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.face_mesh.tensors import Graph

OPSET = 17
AXES = {0: 0, 1: 2, 2: 3, 3: 1}  # of batch, rows, columns, channels in ONNX's order


class Writer:
    """Nodes, constants, and the names of tensors."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes: list[onnx.NodeProto] = []
        self._constants: dict[tuple[bytes, tuple[int, ...], str], str] = {}
        self._tensors: list[onnx.TensorProto] = []
        self._widened: list[onnx.NodeProto] = []
        self._count = 0

    def fresh(self) -> str:
        """A name that no tensor has."""
        self._count += 1
        return f"x{self._count}"

    def tensor(self, number: int) -> str:
        """The name of a computed tensor of the source."""
        return f"t{number}"

    def node(self, kind: str, inputs: list[str], output: str | None = None, **how: Any) -> str:  # noqa: ANN401
        """Add an operator and give the name of what comes out."""
        output = output or self.fresh()
        self.nodes.append(helper.make_node(kind, inputs, [output], **how))
        return output

    def constant(self, values: Any) -> str:  # noqa: ANN401 - what np.asarray takes
        """Add a constant; numbers that fit into 16 bits are stored so and widened at load."""
        array = np.ascontiguousarray(values)
        key = array.tobytes(), array.shape, str(array.dtype)
        if key not in self._constants:
            self._constants[key] = name = f"w{len(self._constants)}"
            half = array.astype(np.float16) if array.dtype == np.float32 else array
            if array.dtype == np.float32 and array.size > 8 and np.array_equal(half, array):
                self._tensors.append(numpy_helper.from_array(half, f"{name}_half"))
                cast = helper.make_node("Cast", [f"{name}_half"], [name], to=TensorProto.FLOAT)
                self._widened.append(cast)
            else:
                self._tensors.append(numpy_helper.from_array(array, name))
        return self._constants[key]

    def floats(self, values: Any) -> str:  # noqa: ANN401
        """A constant of float32."""
        return self.constant(np.asarray(values, np.float32))

    def whole(self, *values: int) -> str:
        """A constant list of int64."""
        return self.constant(np.array(values, np.int64))

    def operand(self, number: int, rank: int) -> str:
        """A tensor that may be a constant, which is then turned to ONNX's order of axes."""
        array = self.graph.constant(number)
        if array is None:
            return self.tensor(number)
        array = array.astype(np.float32)
        if array.shape == (1, 4, 4):  # an affine map of the plane as 4 x 4
            return self.constant(array[0, :2][:, [0, 1, 3]])
        if rank == 4 and array.size > 1:
            array = np.moveaxis(array, -1, max(0, array.ndim - 3))
            array = array.reshape(-1, 1, 1) if array.ndim == 1 else array
        return self.constant(array)

    def model(self) -> onnx.ModelProto:
        """The finished model, checked, with outputs named as in the source."""
        sources = self.graph.inputs
        inputs = [self._info(self.tensor(number), number) for number in sources]
        outputs = []
        for number in self.graph.outputs:
            name = f"{self.graph.name(number)}_out"
            self.node("Identity", [self.tensor(number)], name)
            outputs.append(self._info(name, number))
        graph = helper.make_graph(
            self._widened + self.nodes, "mediapipe", inputs, outputs, self._tensors
        )
        opset = helper.make_opsetid("", OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=8)
        onnx.checker.check_model(model, full_check=True)
        return model

    def _info(self, name: str, number: int) -> onnx.ValueInfoProto:
        shape = self.graph.shape(number)
        if len(shape) == 4:
            shape = [shape[0], shape[3], shape[1], shape[2]]
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def halves(array: NDArray[Any] | None) -> NDArray[np.float32]:
    """Constant weights as float32. Raises ValueError for what is computed."""
    if array is None:
        raise ValueError("weights that are computed")
    return array.astype(np.float32)
