#!/bin/bash
# Runs inside the guest of the device lab, with systemd as PID 1: the built program as a small service of its own, told
# of by datagrams and by systemd-notify, reloaded and stopped. Prints what it sees as lines of NAME=VALUE.
# usage: notify.sh REPOSITORY
set -euo pipefail
repository=$1
config=/run/notify/config.json
# Each way has a service of its own, so that its journal is its own.
service=

fact() { printf '%s=%s\n' "$1" "$2"; }
show() { systemctl show -P "$1" "$service"; }
journal() { journalctl -u "$service" -o cat --no-pager; }
# Waits until a command succeeds; its limit only bounds a broken test.
await() { for _ in $(seq 300); do "$@" && return 0; sleep 0.1; done; return 1; }
journal_has() { journal | grep -q -- "$1"; }
status_has() { show StatusText | grep -q -- "$1"; }
beats_after() { [ "$(show WatchdogTimestampMonotonic)" -gt "$1" ]; }
said() { if "$@"; then echo yes; else echo no; fi; }

write_config() {
  cat > "$config" << JSON
{ "id": "lab", "room": "$1", "stateDir": "/run/notify/state", "button": { "type": "none" },
  "microphone": { "device": "plughw:CARD=Mic,DEV=1" },
  "speaker": { "device": "plughw:CARD=Speaker,DEV=0" },
  "live": { "baseUrl": "http://127.0.0.1:9" } }
JSON
}

# The program and its packages, but for one that is named; a link for each would take minutes in a busy guest.
lay_out() {
  local folder=$1 without=$2
  mkdir -p "$folder/node_modules"
  cp -r "$repository/dist" "$repository/package.json" "$folder/"
  ln -s "$repository"/node_modules/* "$folder/node_modules/"
  rm -f "$folder/node_modules/$without"
}

write_unit() {
  cat > "/run/systemd/system/$service.service" << UNIT
[Service]
Type=notify
NotifyAccess=$2
Environment=GEMINI_API_KEY=a-key-for-the-lab
ExecStart=$(command -v node) $1/dist/main.js run --config $config
ExecReload=/bin/kill -HUP \$MAINPID
WatchdogSec=12
TimeoutStartSec=60
TimeoutStopSec=10
KillMode=mixed
UNIT
  systemctl daemon-reload
}

# The whole life of the service; NAME is put before each fact.
# usage: live NAME FOLDER ACCESS
live() {
  local name=$1 pid beat
  service=notify-$name
  write_config hall
  write_unit "$2" "$3"
  fact "${name}_start" "$(said systemctl start "$service") $(show ActiveState)"
  pid=$(show MainPID)
  fact "${name}_by" "$(journal | grep -o '"notify":"[^"]*"' | tail -1)"
  fact "${name}_status" "$(said await status_has 'waiting for a press')"
  beat=$(show WatchdogTimestampMonotonic)
  fact "${name}_watchdog" "$(said await beats_after "$beat")"
  fact "${name}_variables" "$(tr '\0' '\n' < "/proc/$(pgrep -P "$pid" | head -1)/environ" | grep -cE '^(NOTIFY_SOCKET|WATCHDOG)' || true)"

  systemctl reload "$service"
  fact "${name}_same" "$(said await journal_has 'says what it said before') $(show ActiveState)"
  echo '{ "butto": 1 }' > "$config"
  systemctl reload "$service"
  fact "${name}_wrong" "$(said await status_has 'new configuration is wrong, the old one is in use:.*butto') $(show ActiveState)"
  write_config kitchen
  systemctl reload "$service"
  fact "${name}_changed" "$(said await journal_has 'the new configuration is in use') $(show ActiveState)"
  fact "${name}_after" "$(said await status_has '^waiting for a press')"
  fact "${name}_same_process" "$(said [ "$(show MainPID)" = "$pid" ]) $(show NRestarts)"
  beat=$(show WatchdogTimestampMonotonic)
  fact "${name}_still_watched" "$(said await beats_after "$beat")"

  fact "${name}_stop" "$(said systemctl stop "$service") $(show Result)"
  fact "${name}_failures" "$(journal | grep -o 'could not be told[^"]*' || true)"
}

mkdir -p /run/notify
lay_out /run/notify/with none
lay_out /run/notify/without unix-dgram

live datagrams /run/notify/with main
live program /run/notify/without all
fact end reached
