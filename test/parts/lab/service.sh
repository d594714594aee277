#!/bin/bash
# Runs inside the guest of the device lab, with systemd as PID 1: installs the service as the README says,
# starts, restarts, breaks and stops it, and prints what it sees as lines of NAME=VALUE.
# usage: service.sh REPOSITORY
set -u
repository=$1

fact() { printf '%s=%s\n' "$1" "$2"; }
show() { systemctl show -P "$1" hearthd; }
journal() { journalctl -u hearthd -o cat --no-pager; }
# Waits until a command succeeds; its limit only bounds a broken test.
await() { for _ in $(seq 300); do "$@" && return 0; sleep 0.1; done; return 1; }
journal_has() { journal | grep -q -- "$1"; }
state_is() { [ "$(show ActiveState)" = "$1" ]; }
retained() { timeout 5 mosquitto_sub -C 1 -W 4 -t "$1" 2>/dev/null; }

# As on any machine that booted by itself; credentials are handed over through a shared mount.
mount --make-rshared /
eval "$("$LAB_DIR/gpio-chip" pinctrl-bcm2711 32 17=BUTTON 27=LED)"
groupadd --force --system gpio
useradd --system --home-dir /nonexistent --shell /usr/sbin/nologin hearthd
chgrp gpio "$chip" && chmod 660 "$chip"

mkdir -p /opt/hearthd /etc/hearthd
mount --bind "$repository" /opt/hearthd
cat > /etc/hearthd/config.json <<'JSON'
{
  "id": "lab",
  "button": { "type": "gpio", "pin": 17 },
  "lamp": { "type": "gpio", "pin": 27 },
  "microphone": { "device": "plughw:CARD=Loopback,DEV=1" },
  "speaker": { "device": "plughw:CARD=Loopback,DEV=0" },
  "live": { "baseUrl": "http://127.0.0.1:9" }
}
JSON
printf 'a-very-secret-key\n' > /etc/hearthd/gemini-api-key
chmod 600 /etc/hearthd/gemini-api-key
/usr/sbin/mosquitto -d -p 1883 > /dev/null 2>&1
cp "$repository/systemd/hearthd.service" /etc/systemd/system/
fact verify "$(systemd-analyze verify /etc/systemd/system/hearthd.service 2>&1 | tr '\n' ' ')"
systemctl daemon-reload

systemctl start hearthd
fact start "$? $(show ActiveState)"
fact type "$(show Type)"
first=$(show MainPID)
fact user "$(stat -c %U "/proc/$first")"
# Of the daemon and all its children, each once.
fact nice "$(for pid in $(cat /sys/fs/cgroup/system.slice/hearthd.service/cgroup.procs); do ps -o ni= -p "$pid"; done | tr -d " " | sort -u | tr "\n" " ")"
fact state_dir "$(stat -c '%U %a' /var/lib/hearthd)"
await journal_has '"part":"broker"\|broker works'
fact status "$(show StatusText)"
fact microphone "$(journal | grep -c 'microphone works')"
fact speaker "$(journal | grep -c 'speaker works')"
fact button "$(journal | grep -o '"by":"[^"]*","message":"button works"')"
fact key_missing "$(journal | grep -c 'API key is missing')"
fact availability "$(retained hearthd/lab/availability)"
echo pull-down > "$sim/sim_gpio17/pull"
await journal_has '"to":"pressed"'
fact pressed "$?"
echo pull-up > "$sim/sim_gpio17/pull"
fact priorities "$(journalctl -u hearthd -o json --no-pager | grep -c '"PRIORITY":"6"' | sed 's/^[1-9][0-9]*$/some/')"

systemctl restart hearthd
fact restart "$? $(show ActiveState)"
second=$(show MainPID)
fact new_process "$([ "$first" != "$second" ] && echo yes)"
kill -9 "$second"
back() { state_is active && [ "$(show MainPID)" != "$second" ] && [ "$(show MainPID)" != 0 ]; }
await back
fact after_kill "$(show ActiveState)"

systemctl stop hearthd
fact stop "$? $(show ActiveState) $(show Result)"
fact left_running "$(pgrep -u hearthd | wc -l)"
fact last_word "$(retained hearthd/lab/availability)"
fact lines_free "$(gpioinfo "$(basename "$chip")" | grep -E 'line +(17|27):' | grep -c '\[used')"

rm /etc/hearthd/gemini-api-key
systemctl start hearthd
fact start_without_key "$? $(show ActiveState)"
fact says_key_missing "$(journal | grep -c 'API key is missing')"
systemctl stop hearthd

echo '{ "butto": {} }' > /etc/hearthd/config.json
systemctl start hearthd 2> /dev/null
await state_is failed
fact wrong_configuration "$(show ActiveState) $(show ExecMainStatus) $(show NRestarts)"
fact wrong_key_named "$(journal | grep -c 'butto')"
fact secret_in_journal "$(journal | grep -c 'a-very-secret-key')"
