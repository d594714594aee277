#!/bin/bash
# What goes wrong around the service: network, broker, kill, key, configuration; and GPIO by way of sysfs.
# usage: faults.sh REPOSITORY
set -uo pipefail
repository=$1
# shellcheck source=test/service/lab/lib.sh
source "$repository/test/service/lab/lib.sh"

children_of() { processes | grep -vx "$1"; }
still_running() { for pid in $1; do [ -d "/proc/$pid" ] && echo "$pid"; done; }

board
install_program "$repository"
configure http://127.0.0.1:9

# No network at all, and no broker.
ip link set lo down
systemctl start hearthd
fact start_without_network "$? $(show ActiveState)"
await status_has 'broker'
fact status_without_network "$(show StatusText)"
ip link set lo up
start_broker
from=$(now_ms)
await journal_has '"by":"MQTT 5","message":"broker works"'
fact broker_back_ms "$(($(now_ms) - from))"
await status_has 'waiting for a press'
fact status_with_network "$(show StatusText)"
fact availability "$(retained hearthd/lab/availability)"

# The broker ends and comes back.
kill "$broker"
await status_has 'broker'
fact status_without_broker "$(show ActiveState) $(show StatusText)"
start_broker
await journal_has '"by":"MQTT 5","message":"broker works"' 2
fact broker_again "$(retained hearthd/lab/availability)"

# kill -9
first=$(show MainPID)
children=$(children_of "$first")
fact had_children "$(wc -w <<< "$children")"
from=$(now_ms)
kill -9 "$first"
await is_back "$first"
fact after_kill "$(show ActiveState) $(show NRestarts)"
fact after_kill_ms "$(($(now_ms) - from))"
fact orphans "$(still_running "$children" | wc -w)"
fact lock_left "$(count 'in use by another program')"

# GPIO by sysfs, as where onoff and its native part are there.
second=$(show MainPID)
while sleep 0.05; do sysfs_rights; done 2> /dev/null &
rights=$!
sysfs_rights
systemctl restart hearthd
fact restart "$? $(show ActiveState) $([ "$(show MainPID)" != "$second" ] && echo anew)"
await journal_has '"message":"button works"' 3
fact button_by "$(journal | grep -o '"by":"[^"]*","message":"button works"' | tail -1)"
press
await journal_has '"event":"press"'
fact pressed "$(journal | grep -c '"event":"press"')"
release
systemctl stop hearthd
kill "$rights"
fact lines_exported "$(find /sys/class/gpio -name 'gpio[0-9]*' | wc -l)"

rm /etc/hearthd/gemini-api-key
systemctl start hearthd
fact start_without_key "$? $(show ActiveState)"
fact says_key_missing "$(count 'API key is missing')"
systemctl stop hearthd

echo '{ "butto": {} }' > /etc/hearthd/config.json
systemctl start hearthd 2> /dev/null
await state_is failed
sleep 7
fact wrong_configuration "$(show ActiveState) $(show ExecMainStatus) $(show NRestarts)"
fact wrong_key_named "$(count 'butto')"
fact secret_in_journal "$(journal | grep -c 'a-very-secret-')"
journal > "${LAB_JOURNAL:-/dev/null}"
fact end reached
