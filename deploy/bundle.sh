#!/bin/sh
# Everything that a machine without networks needs, in one archive: the wheels of requirements.txt for
# this machine's Python and architecture, this project's own, and the weights of u2netp where they are
# (IDPHOTO_MODEL_HOME, or where `make models` has put them).
#   make bundle            writes out/idphoto-VERSION-PYTHON-ARCH.tar
# There:  tar -xf idphoto-*.tar && idphoto-bundle/install.sh /opt/idphoto
set -eu
cd "$(dirname "$0")/.."
python=$PWD/.venv/bin/python
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/idphoto-bundle
mkdir -p "$bundle/wheels" "$bundle/models" out

"$python" -m pip --disable-pip-version-check download --quiet --only-binary :all: --require-hashes \
  -r requirements.txt --dest "$bundle/wheels"
"$python" -m pip --disable-pip-version-check wheel --quiet --no-deps --wheel-dir "$bundle" .
cp requirements.txt LICENSE NOTICE "$bundle"
weights=$("$python" -m service.models 2>/dev/null | sed -n 's/: published file.*//p' || true)
if [ -n "$weights" ]; then
  cp "$weights" "$bundle/models/u2netp.onnx"
else
  echo "without the weights of u2netp: the service will use the portrait network" >&2
fi

cat >"$bundle/install.sh" <<'EOF'
#!/bin/sh
# install.sh FOLDER: an environment of its own there, from the files beside this one alone.
set -eu
to=${1:?name the folder to install into}
cd "$(dirname "$0")"
sha256sum --check --quiet SHA256SUMS
"${PYTHON:-python3}" -m venv "$to"
offline="--disable-pip-version-check install --quiet --no-index --no-cache-dir"
"$to/bin/python" -m pip $offline --find-links wheels --require-hashes -r requirements.txt
"$to/bin/python" -m pip $offline --no-deps ./*.whl
set -- "IDPHOTO_MATTING=portrait"
if [ -f models/u2netp.onnx ]; then
  mkdir -p "$to/models"
  cp models/u2netp.onnx "$to/models"
  set -- "IDPHOTO_MODEL_HOME=$to/models IDPHOTO_MATTING=portrait-u2netp"
fi
echo "start it with: $* IDPHOTO_MODEL_FETCH_SECONDS=0 $to/bin/idphoto serve"
EOF
chmod +x "$bundle/install.sh"
(cd "$bundle" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + >SHA256SUMS)
name=$("$python" -c 'import platform, service.version as v; print(
    f"idphoto-{v.current()}-py{platform.python_version_tuple()[0]}{platform.python_version_tuple()[1]}"
    f"-{platform.machine()}")')
tar -C "$work" -cf "out/$name.tar" idphoto-bundle
ls -lh "out/$name.tar"
