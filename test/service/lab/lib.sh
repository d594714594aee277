# shellcheck shell=bash
# shellcheck disable=SC2034 # What is set here is for those that read it.
# What the scripts of this folder have in common. They run inside the guest of the device lab, with systemd as
# PID 1, and print what they see as lines of NAME=VALUE.

# As board() finds them.
chip='' sim=''

fact() { printf '%s=%s\n' "$1" "$2"; }
show() { systemctl show -P "$1" hearthd; }
journal() { journalctl -u hearthd -o cat --no-pager; }
# Waits until a command succeeds; its limit only bounds a broken test.
await() { for _ in $(seq 400); do "$@" && return 0; sleep 0.1; done; return 1; }
count() { journal | grep -c -- "$1" || true; }
journal_has() { [ "$(count "$1")" -ge "${2:-1}" ]; }
state_is() { [ "$(show ActiveState)" = "$1" ]; }
status_has() { show StatusText | grep -q -- "$1"; }
retained() { timeout 5 mosquitto_sub -C 1 -W 4 -t "$1" 2> /dev/null || true; }
now_ms() { date +%s%3N; }
press() { echo pull-down > "$sim/sim_gpio17/pull"; }
release() { echo pull-up > "$sim/sim_gpio17/pull"; }
lamp() { cat "$sim/sim_gpio27/value"; }
is_back() { state_is active && [ "$(show MainPID)" != "$1" ] && [ "$(show MainPID)" != 0 ]; }
# Of the service's own processes, in its own group.
processes() { cat /sys/fs/cgroup/system.slice/hearthd.service/cgroup.procs 2> /dev/null || true; }

# A board: a GPIO chip with a button and a lamp, sound cards, the groups and rights that Debian's udev gives them.
board() {
  mount --make-rshared /
  eval "$("$LAB_DIR/gpio-chip" pinctrl-bcm2711 32 17=BUTTON 27=LED)"
  release
  for group in audio gpio input spi; do groupadd --force --system "$group"; done
  chgrp gpio "$chip"
  chmod 660 "$chip"
  chgrp -R audio /dev/snd
}

# As Raspberry Pi OS does by udev, for lines that will be exported too.
sysfs_rights() {
  local folder
  for folder in "/sys/class/gpio/" /sys/class/gpio/gpio[0-9]*/; do
    [ -d "$folder" ] || continue
    chgrp gpio "$folder"* 2> /dev/null
    chmod g+rw "$folder"* 2> /dev/null
  done
  return 0
}

# Program, unit and user, as the installer puts them into place. `unix-dgram` is what it is on this machine.
install_program() {
  local repository=$1
  mkdir -p /opt/hearthd/lab /etc/hearthd /etc/systemd/system/hearthd.service.d
  mount --bind "$repository" /opt/hearthd/lab
  mount -o remount,bind,ro /opt/hearthd/lab
  ln -sfn lab /opt/hearthd/current
  cp "$repository/systemd/hearthd.service" /etc/systemd/system/
  if [ "$(systemd_version)" -ge 254 ]; then
    cp "$repository"/systemd/hearthd.service.d/*.conf /etc/systemd/system/hearthd.service.d/
  fi
  mkdir -p /etc/sysusers.d
  cp "$repository/systemd/hearthd.sysusers" /etc/sysusers.d/hearthd.conf
  systemd-sysusers /etc/sysusers.d/hearthd.conf
  systemctl daemon-reload
}

systemd_version() { systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p'; }

# $1: where the Live service is.
configure() {
  cat > /etc/hearthd/config.json << JSON
{
  "id": "lab",
  "button": { "type": "gpio", "pin": 17 },
  "lamp": { "type": "gpio", "pin": 27 },
  "microphone": { "device": "plughw:CARD=Mic,DEV=1" },
  "speaker": { "device": "plughw:CARD=Speaker,DEV=0", "volume": 100 },
  "live": { "baseUrl": "$1" },
  "mqtt": { "username": "hearthd" },
  "commands": [{
    "name": "kitchen_light",
    "description": "Switches the ceiling light of the kitchen.",
    "parameters": {
      "type": "object",
      "properties": { "state": { "type": "string", "enum": ["ON", "OFF"] } },
      "required": ["state"]
    },
    "topic": "home/kitchen/light/set",
    "payload": "{{ state }}"
  }]
}
JSON
  printf 'a-very-secret-key\n' > /etc/hearthd/gemini-api-key
  printf 'a-very-secret-word\n' > /etc/hearthd/mqtt-password
  chmod 600 /etc/hearthd/gemini-api-key /etc/hearthd/mqtt-password
}

# A drop-in of the test; its text comes from standard input.
drop_in() {
  cat > "/etc/systemd/system/hearthd.service.d/$1.conf"
  systemctl daemon-reload
}

start_broker() {
  mosquitto -p 1883 > /dev/null 2>&1 &
  broker=$!
  await mosquitto_pub -t lab/up -n 2> /dev/null
}

# The Live service; sets $live to its address. It says what it was asked in the file $said.
start_live() {
  said=/run/live-said
  rm -f /run/live-url "$said"
  node "$1/test/service/lab/live.mjs" "$1" /run/live-url "$said" 2> /run/live-errors &
  await test -s /run/live-url || cat /run/live-errors >&2
  live=$(cat /run/live-url)
}

# Somebody presses, speaks, and lets go.
ask() {
  press
  await journal_has '"to":"\(pressed\|listening\)"'
  aplay -q -D plughw:CARD=Mic,DEV=0 "$repository/dist/demo/speech/ask-light.wav"
  release
}
