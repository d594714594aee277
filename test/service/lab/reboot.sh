#!/bin/bash
# Three boots of a machine on which the service is enabled. Nobody starts it here. The first ends in order, the
# second by a power cut while the state is being written.
# usage: reboot.sh REPOSITORY
set -uo pipefail
repository=$1
# shellcheck source=test/service/lab/lib.sh
source "$repository/test/service/lab/lib.sh"

files() { for file in /var/lib/hearthd/*; do stat -c '%n' "$file"; done | xargs -n1 basename | tr '\n' ' '; }
broken_files() {
  local file
  for file in /var/lib/hearthd/*.json; do
    node -e 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))' "$file" 2> /dev/null || basename "$file"
  done
}
say() { mosquitto_pub -q 1 -t "hearthd/lab/$1/set" -m "$2"; }
volume_is() { [ "$(retained hearthd/lab/volume)" = "$1" ]; }

boot=$LAB_BOOT
await state_is active
fact "boot_$boot" "$(show ActiveState) $(systemctl is-enabled hearthd) $(show NRestarts)"
fact "boot_${boot}_files" "$(files)"
fact "boot_${boot}_broken" "$(broken_files | tr '\n' ' ')"
fact "boot_${boot}_complaints" "$(journal | grep -c '"level":"\(warn\|error\)".*/var/lib/hearthd')"
start_broker
await journal_has 'broker works'
await test -n "$(retained hearthd/lab/volume)"
fact "boot_${boot}_volume" "$(retained hearthd/lab/volume)"

case $boot in
  1)
    say volume 37
    await volume_is 37
    systemctl reboot
    sleep 60
    ;;
  2)
    # Each is written at once, one after the other, until the power is gone.
    while say mute ON && say mute OFF; do :; done 2> /dev/null &
    for step in $(seq 41 60); do say volume "$step"; done
    echo b > /proc/sysrq-trigger
    sleep 60
    ;;
esac
systemctl stop hearthd
journal > "${LAB_JOURNAL:-/dev/null}"
fact end reached
