#!/usr/bin/env bash
# ID photos by curl: ./idphoto.sh photo portrait.jpg photo.jpg (see ../README.md)
set -euo pipefail
service=${IDPHOTO_URL:-http://localhost:8000}
answer=$(mktemp) head=$(mktemp)
trap 'rm -f "$answer" "$head"' EXIT

# post PATH FIELD...: the answer is then in $answer. A busy service is asked again.
post() {
  local path=$1 field arguments=() status seconds
  for field in "${@:2}"; do arguments+=(-F "$field"); done
  for _ in 1 2 3 4 5; do
    status=$(curl -sS -o "$answer" -D "$head" -w '%{http_code}' "$service$path" "${arguments[@]}" \
      -H "X-API-Key: ${IDPHOTO_API_KEY:-}" -H "Request-Timeout: ${IDPHOTO_TIMEOUT:-30}")
    case $status in
      200) return ;;
      429 | 503) seconds=$(sed -n 's/^retry-after: *\([0-9]*\).*/\1/Ip' "$head"); sleep "${seconds:-2}" ;;
      422) echo "Send another photo, or other fields:" >&2; break ;;
      504) echo "It took longer than ${IDPHOTO_TIMEOUT:-30} s:" >&2; break ;;
      *) break ;;
    esac
  done
  cat "$answer" >&2 # a problem document: its type, and in detail what would be right
  return 1
}

case ${1:-} in
  photo)
    post /v1/idphoto "image=@$2" spec=cn-1inch background=blue
    cp "$answer" "$3"
    ;;
  check)
    post /v1/check "image=@$2" spec=cn-1inch
    cat "$answer"
    ;;
  variants)
    post /v1/idphoto "image=@$2" answer=zip \
      'variants=[{"spec": "cn-1inch"}, {"spec": "us-visa", "allow_editing": true}, {"spec": "no-such"}]'
    mkdir -p "$3" && unzip -qo "$answer" -d "$3" # manifest.json tells what became of each
    ;;
  batch)
    post /v1/batch "photos=@$2" spec=cn-1inch
    cp "$answer" "$3"
    ;;
  *)
    echo "usage: $0 photo|check|variants|batch FILE [RESULT]" >&2
    exit 2
    ;;
esac
