"""How good the service's photos are, measured on test photos that are not part of this project.

One package for each subject, run by the make target beside it: cutout (`make eval`), checks,
geometry and formats; and two commands for all photos, contact_sheets (`make sheets`) and
crash_sweep. The folder of photos is named by IDPHOTO_TEST_PHOTOS.
"""

import os
import sys

# rembg's matting methods come from pymatting, whose kernels are unusable without numba's compiler.
# The service switches that off when it is imported, so it is switched on before. Tests import the
# service first; they measure none of those methods, and do without the minute of compiling.
if "service" not in sys.modules:
    os.environ["NUMBA_DISABLE_JIT"] = "0"
# One thread: pymatting aborts under numba's workqueue layer on several, and CPU time compares.
for variable in ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import service  # noqa: E402, F401 - it stops onnxruntime from reporting home
