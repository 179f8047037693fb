"""How every ONNX session of this service is set up."""

import onnxruntime as ort


def session_options() -> ort.SessionOptions:
    """One thread, one operator after the other: the service runs photos side by side instead."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.enable_mem_pattern = False  # windows come in every shape; a plan for each adds up
    options.log_severity_level = 3
    return options
