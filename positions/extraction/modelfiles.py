"""Stage extraction: opens the files of small neural models (ONNX). The only file that imports their runtime.

In: a path. Out: a session. Only extraction calls it.
"""

from pathlib import Path
from typing import Any

import onnxruntime


def open_model(path: Path) -> Any:
    """A model on one thread: a worker has a core of its own."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # which keeps 16 MB for next time and gains no time
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
