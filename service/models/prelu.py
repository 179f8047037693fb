"""PRelu in words that ONNX Runtime runs fast.

Its own PRelu leaves the blocked layout of its convolutions. Sums, and products with a constant,
stay in it: slope x + relu((1 - slope) x) is the same but for rounding.
"""

import onnx
from onnx import helper, numpy_helper


def without_prelu(model: bytes) -> bytes:
    """An ONNX model whose PRelus behind convolutions are written as Mul, Relu and Add."""
    loaded = onnx.load_model_from_string(model)
    graph = loaded.graph
    slopes = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        slope = slopes.get(node.input[1]) if node.op_type == "PRelu" else None
        if slope is None or slope.ndim < 3:  # behind a matrix product there is no such layout
            nodes.append(node)
            continue
        rest = numpy_helper.from_array(1 - slope, f"{node.output[0]}_rest")
        graph.initializer.append(rest)
        nodes += _bent(node, rest.name, relu_last=bool(slope.max() <= 1))
    del graph.node[:]
    graph.node.extend(nodes)
    return bytes(loaded.SerializeToString())


def _bent(prelu: onnx.NodeProto, rest: str, *, relu_last: bool) -> list[onnx.NodeProto]:
    """Nodes for a PRelu. Relu goes first where a slope is above 1, else it costs nothing last."""
    (x, slope), (y,) = prelu.input, prelu.output
    line, part, bend = (f"{y}_{name}" for name in ("line", "part", "bend"))
    steps: list[tuple[str, list[str]]] = [("Mul", [rest]), ("Relu", [])]
    (first, with_first), (last, with_last) = steps if relu_last else reversed(steps)
    return [
        helper.make_node("Mul", [x, slope], [line]),
        helper.make_node(first, [x, *with_first], [part]),
        helper.make_node(last, [part, *with_last], [bend]),
        helper.make_node("Add", [line, bend], [y]),
    ]
