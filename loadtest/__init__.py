"""How much the service takes, and where one photo's CPU time goes. Nothing here is served."""

import service  # noqa: F401 - first: it stops onnxruntime from reporting home
