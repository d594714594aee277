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

# default NAME VALUE
default() { [[ -n ${answers[$1]:-} ]] || answers["$1"]=$2; }

if [[ ${answers[broker]:-} =~ ://[^/]*@ ]]; then
  echo 'hearthd: the URL of the broker holds a user or a password, and everybody may read it; both are asked for by themselves.' >&2
  exit 64
fi
default name "$(detect_name)"
default id "$(detect_id)"
if [[ -z ${answers[preset]:-} || ${answers[preset]} == usb ]]; then
  default microphone "$(detect_card arecord)"
  default speaker "$(detect_card aplay)"
fi
default button-pin "$(detect_pin 17 "$boards_with_button")"
default lamp-pin "$(detect_pin 27 "$boards_with_lamp")"
default broker "$(detect_broker)"

given=()
for name in "${!answers[@]}"; do given+=("$name=${answers[$name]}"); done
exec node "$here/first-config.mjs" "${given[@]}"
