#!/bin/sh
# Builds the image of the Dockerfile without a container engine, and runs it as one would with
# --read-only --cap-drop ALL: no capability, no network but loopback, nothing writable but /dev/shm.
#   apt-get install buildah bubblewrap debootstrap
#   deploy/image-check.sh portrait.jpg [--build-arg IDPHOTO_MATTING=portrait ...]
# Run as root. What would come from a registry is made of Debian's packages instead: its Python 3.13.
set -eu
photo=$(realpath "$1")
shift
cd "$(dirname "$0")/.."
work=$(mktemp -d)
base=localhost/idphoto-base image=localhost/idphoto-check
export BUILDAH_ISOLATION=chroot
container=
trap '[ -z "$container" ] || buildah rm "$container" >/dev/null; rm -rf "$work"' EXIT

if ! buildah inspect --type image "$base" >/dev/null 2>&1; then
  debootstrap --variant=minbase --include=python3,python3-venv,python3-pip,ca-certificates \
    trixie "$work/root" http://deb.debian.org/debian >/dev/null
  ln -s python3 "$work/root/usr/bin/python" # as in the official image, whose pip is free to install
  rm -f "$work/root"/usr/lib/python3*/EXTERNALLY-MANAGED
  container=$(buildah from scratch)
  cp -a "$work/root/." "$(buildah mount "$container")/"
  buildah commit --rm "$container" "$base" >/dev/null
  container=
fi
buildah bud --layers --format docker --volume /etc/ssl/certs:/etc/ssl/certs:ro \
  --build-arg PYTHON_IMAGE="$base" "$@" -t "$image" . >&2

container=$(buildah from "$image")
root=$(buildah mount "$container")
cp "$photo" "$root/opt/photo"
echo "size: $(du -xsm "$root" | cut -f1) MB"
echo "writable to the service's user:"
find "$root" -xdev \( -uid 10001 -o -gid 10001 -o -perm -0002 \) ! -type l ! -path "$root/dev/*" |
  sed "s#^$root#  #"
buildah inspect --type image "$image" | python3 -c '
import json, sys
config = json.load(sys.stdin)["Docker"]["config"]
print("user:", config["User"], "\nhealth check:", config["Healthcheck"]["Test"])
out = sys.argv[1]
open(out + "/env", "w").write("".join(f"--setenv\n{k}\n{v}\n" for k, _, v in (one.partition("=") for one in config["Env"])))
open(out + "/health", "w").write(" ".join(config["Healthcheck"]["Test"][1:]))
' "$work"
cp "$work/health" "$root/opt/health"
cat >"$work/inside" <<'EOF'
cd /app
gunicorn >/dev/shm/log 2>&1 &
service=$! seconds=0
until sh /opt/health >/dev/null 2>&1; do
  seconds=$((seconds + 1))
  [ $seconds -lt 60 ] || { cat /dev/shm/log; exit 1; }
  sleep 1
done
echo "healthy after $seconds s"
python -c '
import urllib.request
ask = urllib.request.Request(
    "http://127.0.0.1:8000/v1/idphoto?spec=cn-1inch&background=blue",
    open("/opt/photo", "rb").read(), {"Content-Type": "image/jpeg"},
)
with urllib.request.urlopen(ask, timeout=60) as answer:
    print("a photo:", answer.status, answer.headers["IDPhoto-Matting"], len(answer.read()), "bytes")
'
for place in /app /models /opt /tmp /var/tmp; do
  ! touch "$place/x" 2>/dev/null || { echo "$place is writable"; exit 1; }
done
grep CapEff /proc/self/status
kill $service
wait $service
echo "ended with $?"
EOF
xargs -d '\n' -a "$work/env" sh -c 'exec bwrap --ro-bind "$0" / --dev /dev --tmpfs /dev/shm --proc /proc \
  --unshare-all --uid 10001 --gid 10001 --cap-drop ALL --die-with-parent --clearenv "$@" sh' \
  "$root" <"$work/inside"
