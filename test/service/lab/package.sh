#!/bin/bash
# Run in the guest with systemd, in a root of Debian 13: installs, upgrades, removes and purges the packages in a folder.
# usage: package.sh FOLDER OLDER NEWER KEY      Prints facts as name=value.
set -uo pipefail

folder=$1
older=$folder/hearthd_$2_amd64.deb
newer=$folder/hearthd_$3_amd64.deb
key=$4
export DEBIAN_FRONTEND=noninteractive

fact() { printf '%s=%s\n' "$1" "${*:2}" | tr '\n' ' '; printf '\n'; }
install() { dpkg -i --force-unsafe-io "$1" > /tmp/dpkg.log 2>&1; echo "$?"; }
dpkg_state() { dpkg-query -W -f '${db:Status-Status} ${Version}' hearthd 2> /dev/null || echo absent; }
service() { systemctl show hearthd -p "$1" --value; }
present() { if [ -e "$1" ]; then echo yes; else echo no; fi; }
mode() { stat -c '%U %a' "$1"; }

# As the service itself sees it: its credentials may be mounted for it alone.
key_of_service() { grep -c "^$key\$" "/proc/$(service MainPID)/root/run/credentials/hearthd.service/gemini-api-key"; }

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
  printf 'hearthd hearthd/gemini-api-key password %s\n' "$key" | debconf-set-selections
  fact seeded "$(grep -c "$key" /var/cache/debconf/passwords.dat)"
  fact install "$(install "$older")" "$(dpkg_state)"
  cat /tmp/dpkg.log >&2
  fact started "$(becomes active)" "$(service NRestarts)"
  fact enabled "$(systemctl is-enabled hearthd)"
  fact groups "$(id -nG hearthd)"
  fact config "$(mode /etc/hearthd/config.json)"
  fact key_in_files "$(grep -rls "$key" /var/cache/debconf /etc /var/lib/dpkg /var/log)"
  fact key_encrypted "$(mode /etc/credstore.encrypted/hearthd.gemini-api-key)"
  fact key_given "$(key_of_service)"
  fact key_in_journal "$(journalctl | grep -c "$key")"
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
beside_another
fact end reached
