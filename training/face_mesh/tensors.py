"""A TensorFlow Lite graph: its tensors, its constants, and its operators in their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import tflite
from flatbuffers import flexbuffers
from numpy.typing import NDArray

KINDS = {0: np.float32, 1: np.float16, 2: np.int32, 3: np.uint8, 4: np.int64, 6: np.bool_}
NAMES = {code: name for name, code in vars(tflite.BuiltinOperator).items() if type(code) is int}


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator: its name, the numbers of its tensors, and its options."""

    name: str
    inputs: list[int]
    outputs: list[int]
    version: int
    node: Any

    def options(self, kind: type) -> Any:  # noqa: ANN401 - flatbuffers makes these classes
        """The options of a built-in operator."""
        options, table = kind(), self.node.BuiltinOptions()
        options.Init(table.Bytes, table.Pos)
        return options

    def flexible(self) -> dict[str, Any]:
        """The options of an operator that is not built in."""
        return dict(flexbuffers.Loads(self.node.CustomOptionsAsNumpy().tobytes()))


class Graph:
    """The first subgraph of a model."""

    def __init__(self, data: bytes) -> None:
        self._model = tflite.Model.GetRootAs(data, 0)
        self._graph = self._model.Subgraphs(0)
        self._known: dict[int, NDArray[Any]] = {}

    @property
    def inputs(self) -> list[int]:
        """Numbers of the tensors that go in."""
        return [self._graph.Inputs(i) for i in range(self._graph.InputsLength())]

    @property
    def outputs(self) -> list[int]:
        """Numbers of the tensors that come out."""
        return [self._graph.Outputs(i) for i in range(self._graph.OutputsLength())]

    def operators(self) -> Iterator[Operator]:
        """In the order in which they run."""
        for index in range(self._graph.OperatorsLength()):
            node = self._graph.Operators(index)
            code = self._model.OperatorCodes(node.OpcodeIndex())
            name = NAMES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
            if name == "CUSTOM":
                name = code.CustomCode().decode()
            inputs = [node.Inputs(i) for i in range(node.InputsLength())]
            outputs = [node.Outputs(i) for i in range(node.OutputsLength())]
            yield Operator(name, inputs, outputs, code.Version(), node)

    def name(self, number: int) -> str:
        """The tensor's name in the file."""
        return str(self._graph.Tensors(number).Name().decode())

    def shape(self, number: int) -> list[int]:
        """Batch, height, width, channels, or fewer."""
        tensor = self._graph.Tensors(number)
        return [int(side) for side in tensor.ShapeAsNumpy()] if tensor.ShapeLength() else []

    def know(self, number: int, values: NDArray[Any]) -> None:
        """Make a tensor a constant."""
        self._known[number] = values

    def constant(self, number: int) -> NDArray[Any] | None:
        """A constant's values, or None of what is computed."""
        if number in self._known:
            return self._known[number]
        tensor = self._graph.Tensors(number)
        buffer = self._model.Buffers(tensor.Buffer())
        if buffer.DataLength() == 0:
            return None
        values: NDArray[Any] = np.frombuffer(buffer.DataAsNumpy().tobytes(), KINDS[tensor.Type()])
        if tensor.Sparsity() is None:
            return values.reshape(self.shape(number))
        return _dense(values, self.shape(number), tensor.Sparsity())


def _dense(values: NDArray[Any], shape: list[int], sparsity: Any) -> NDArray[Any]:  # noqa: ANN401
    """Weights of which only some are stored: of each row along the last axis, values and places."""
    rows = sparsity.DimMetadata(len(shape) - 1)
    starts, places = (
        _numbers(kind, table)
        for kind, table in (
            (rows.ArraySegmentsType(), rows.ArraySegments()),
            (rows.ArrayIndicesType(), rows.ArrayIndices()),
        )
    )
    if sparsity.BlockMapLength() or list(sparsity.TraversalOrderAsNumpy()) != [*range(len(shape))]:
        raise NotImplementedError("sparse weights in blocks or in another order")
    dense = np.zeros((len(starts) - 1, shape[-1]), values.dtype)
    dense[np.repeat(np.arange(len(dense)), np.diff(starts)), places] = values
    return dense.reshape(shape)


def _numbers(kind: int, table: Any) -> NDArray[np.int64]:  # noqa: ANN401
    """A vector of whole numbers of one of three widths."""
    vector = {1: tflite.Int32Vector, 2: tflite.Uint16Vector, 3: tflite.Uint8Vector}[kind]()
    vector.Init(table.Bytes, table.Pos)
    return np.asarray(vector.ValuesAsNumpy(), np.int64)
