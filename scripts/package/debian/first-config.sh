#!/bin/bash
# Prints a first configuration for this machine, made from answers; what has none is detected, as systemd/install.sh
# does it. Beside it lie detect.sh and first-config.mjs of the installer.
# usage: first-config.sh [NAME=VALUE...]     Names as the options of systemd/install.sh.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
declare -A answers=()
for answer in "$@"; do answers["${answer%%=*}"]=${answer#*=}; done

has() { command -v "$1" > /dev/null; }
# shellcheck source=systemd/install/detect.sh
. "$here/detect.sh"

if holds_login "${answers[broker]:-}"; then
  echo 'hearthd: the URL of the broker holds a user or a password, and everybody may read it; both are asked for by themselves.' >&2
  exit 64
fi
for name in name id microphone speaker button-pin lamp-pin broker; do
  [[ -n ${answers[$name]:-} ]] || answers["$name"]=$(detected "$name")
done

given=()
for name in "${!answers[@]}"; do given+=("$name=${answers[$name]}"); done
exec node "$here/first-config.mjs" "${given[@]}"
