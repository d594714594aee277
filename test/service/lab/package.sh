#!/bin/bash
# Run in the guest with systemd, in a root of Debian 13: installs, upgrades, removes and purges the packages in a folder.
# usage: package.sh FOLDER OLDER NEWER KEY PASSWORD      Prints facts as name=value.
set -uo pipefail

folder=$1
older=$folder/hearthd_$2_amd64.deb
newer=$folder/hearthd_$3_amd64.deb
key=$4
password=$5
export DEBIAN_FRONTEND=noninteractive

fact() { printf '%s=%s\n' "$1" "${*:2}" | tr '\n' ' '; printf '\n'; }
install() { dpkg -i --force-unsafe-io "$1" > /tmp/dpkg.log 2>&1; echo "$?"; }
dpkg_state() { dpkg-query -W -f '${db:Status-Status} ${Version}' hearthd 2> /dev/null || echo absent; }
service() { systemctl show hearthd -p "$1" --value; }
present() { if [ -e "$1" ]; then echo yes; else echo no; fi; }
mode() { stat -c '%U %a' "$1"; }

answer() { printf 'hearthd hearthd/%s\n' "$*" | debconf-set-selections; }
configured() { node -p "const c = $(< /etc/hearthd/config.json); [$1].join()"; }

# As the service itself sees it: its credentials may be mounted for it alone.
given() { grep -c "^$2\$" "/proc/$(service MainPID)/root/run/credentials/hearthd.service/$1"; }
key_of_service() { given gemini-api-key "$key"; }

# Waits for what the service says of itself: at most a minute.
becomes() {
  local n=0
  until [ "$(service ActiveState)" = "$1" ] || [ $n -ge 120 ]; do
    n=$((n + 1))
    sleep 0.5
  done
  service ActiveState
}

# What has to do with us: what a file system walk finds; what dpkg, the journal and the accounts keep is not ours.
ours() {
  {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run/log -o -path /var/log -o -path "$folder" -o -path /tmp \) -prune \
      -o -iname '*hearth*' -print
    grep -rls hearthd /etc /var/lib/dpkg/status /var/cache/debconf/*.dat |
      grep -Ev '^/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$'
  } | sort
}

first_install() {
  answer gemini-api-key password "$key"
  answer mqtt-password password "$password"
  answer broker string mqtt://broker.home:1883
  answer broker-user string voice
  answer room string 'Living room'
  fact seeded "$(grep -c -e "$key" -e "$password" /var/cache/debconf/passwords.dat)"
  fact install "$(install "$older")" "$(dpkg_state)"
  cat /tmp/dpkg.log >&2
  fact started "$(becomes active)" "$(service NRestarts)"
  fact enabled "$(systemctl is-enabled hearthd)"
  fact groups "$(id -nG hearthd)"
  fact config "$(mode /etc/hearthd/config.json)"
  fact answered "$(configured 'c.name, c.room, c.mqtt.url, c.mqtt.username')"
  fact detected "$(configured 'c.microphone.device, c.speaker.device, c.button, c.id')"
  fact doctor "$(grep -c 'shown to the service was found: /run/credentials/' /tmp/dpkg.log)" "$(grep -c 'it is installed; what is still' /tmp/dpkg.log)"
  fact secrets_in_files "$(grep -rls -e "$key" -e "$password" /var/cache/debconf /etc /var/lib/dpkg /var/log)"
  fact password_given "$(given mqtt-password "$password")"
  fact key_encrypted "$(mode /etc/credstore.encrypted/hearthd.gemini-api-key)"
  fact key_given "$(key_of_service)"
  fact secrets_in_journal "$(journalctl | grep -c -e "$key" -e "$password")"
  fact drop_in "$(readlink /etc/systemd/system/hearthd.service.d/restart-delay.conf)"
  fact version "$(hearthd --version)"
  fact manual "$(zcat /usr/share/man/man1/hearthd.1.gz | grep -c check)"
}

upgrade() {
  local before
  before=$(service MainPID)
  printf '{ "name": "Kept" }\n' > /etc/hearthd/config.json
  fact upgrade "$(install "$newer")" "$(dpkg_state)"
  cat /tmp/dpkg.log >&2
  fact upgraded "$(becomes active)" "$(hearthd --version)"
  fact new_process "$([ "$(service MainPID)" != "$before" ] && echo yes)"
  fact config_kept "$(grep -c Kept /etc/hearthd/config.json)"
  fact key_kept "$(key_of_service)"
}

wrong_configuration() {
  printf '{ "nmae": "Typed wrong" }\n' > /etc/hearthd/config.json
  fact wrong_install "$(install "$newer")" "$(dpkg_state)"
  fact wrong_told "$(grep -c 'journalctl -u hearthd' /tmp/dpkg.log)"
  fact wrong_state "$(becomes failed)" "$(service ExecMainStatus)"
  printf '{}\n' > /etc/hearthd/config.json
  dpkg-reconfigure hearthd > /dev/null 2>&1
  fact mended "$(becomes active)"
}

downgrade() {
  fact downgrade "$(install "$older")" "$(dpkg_state)" "$(becomes active)"
}

removal() {
  dpkg -r hearthd > /dev/null 2>&1
  fact removed "$?" "$(dpkg_state)" "$(service ActiveState)"
  fact program_after_remove "$(present /usr/lib/hearthd)" "$(present /usr/bin/hearthd)"
  fact kept "$(present /etc/hearthd/config.json)" "$(present /etc/credstore.encrypted/hearthd.gemini-api-key)" "$(present /var/lib/hearthd)"
  dpkg -P hearthd > /dev/null 2>&1
  fact purged "$?" "$(dpkg_state)"
  fact left "$(comm -13 /run/ours-before <(ours))"
  fact user "$(getent passwd hearthd | cut -d: -f7)"
}

wrong_answers() {
  answer button-pin string seventeen
  fact wrong_answer "$(install "$newer")" "$(dpkg_state)" "$(becomes active)"
  fact wrong_answer_told "$(grep -c 'make no configuration that works' /tmp/dpkg.log)"
  fact wrong_answer_config "$(< /etc/hearthd/config.json)"
  fact no_key_told "$(grep -c 'give it with: dpkg-reconfigure' /tmp/dpkg.log)"
  rm /etc/hearthd/config.json
  answer button-pin string none
  answer broker string "mqtt://voice:$password@broker.home"
  dpkg-reconfigure hearthd > /tmp/dpkg.log 2>&1
  fact password_in_url "$(< /etc/hearthd/config.json)" "$(grep -c 'asked for by themselves' /tmp/dpkg.log)" \
    "$(grep -c "$password" /var/cache/debconf/config.dat)"
  rm /etc/hearthd/config.json
  answer broker string mqtt://broker.home
  dpkg-reconfigure hearthd > /tmp/dpkg.log 2>&1
  fact answered_again "$(configured 'c.mqtt.url')"
  dpkg -P hearthd > /dev/null 2>&1
}

beside_another() {
  printf '[Service]\nExecStart=/bin/true\n' > /etc/systemd/system/hearthd.service
  fact refused "$(install "$newer")" "$(dpkg_state)"
  fact refused_told "$(grep -c -e --uninstall /tmp/dpkg.log)"
}

# A root made by debootstrap may forbid services to start.
rm -f /usr/sbin/policy-rc.d
ours > /run/ours-before
first_install
upgrade
wrong_configuration
downgrade
removal
wrong_answers
beside_another
fact end reached
