#!/bin/bash
# Runs inside the guest of the device lab, with systemd as PID 1: installs, upgrades, goes back and removes, and prints
# what it sees as lines of NAME=VALUE. The programs are stand-ins of two versions.
# usage: install.sh FOLDER          FOLDER/1.0.0 and FOLDER/2.0.0: release folders
set -u
old=$1/1.0.0/systemd/install.sh
new=$1/2.0.0/systemd/install.sh
key=AIzaSyThisIsNoKeyButLooksLikeOne_123456

fact() { printf '%s=%s\n' "$1" "$2"; }
status_text() { systemctl show -P StatusText hearthd; }
linked() { readlink "/opt/hearthd/$1"; }
one_line() { tr '\n' ' '; }
count() { grep -c -- "$1" "$2"; }

# Whatever an installer could have touched, with times: all but what runs by itself, and what other programs note.
listing() {
  find /etc /opt /usr/local/bin /usr/local/lib/systemd /var/lib -maxdepth 6 -xdev \( -path /var/lib/systemd -o -path /var/lib/apt -o -path /var/lib/dpkg \) -prune \
    -o -name '*-' -prune -o -printf "%p %y %m %u %s $1\n" 2>/dev/null | sort
}

# Of folders and of the lists of users the size tells nothing here.
without_sizes() { cut -d' ' -f1-4 "$1"; }

# As on any machine that booted by itself; credentials are handed over through a shared mount.
mount --make-rshared /
printf '%s\n' "$key" > /tmp/hearth-key

listing '' > /run/start
"$old" --dry-run --api-key-file /tmp/hearth-key > /run/out 2>&1
fact dry_run "$? $(count 'would' /run/out | sed 's/^[1-9][0-9]*$/some/')"
listing '' > /run/after
fact dry_run_changed "$(diff /run/start /run/after | one_line)"

# shellcheck disable=SC2016 # nobody is to run it
"$old" --yes --api-key-file /tmp/hearth-key --name 'Küche "1" $(id)' --button-pin 17 > /run/out 2>&1
fact install "$? $(systemctl is-active hearthd) $(systemctl is-enabled hearthd)"
fact install_says "$(count 'Hearth 1.0.0 is installed' /run/out)"
fact doctor "$(count 'doctor of 1.0.0' /run/out)"
fact install_current "$(linked current)"
fact status "$(status_text)"
fact user "$(stat -c %U "/proc/$(systemctl show -P MainPID hearthd)")"
fact groups "$(id -nG hearthd | tr ' ' '\n' | sort | one_line)"
fact name "$(jq -r .name /etc/hearthd/config.json)"
fact pin "$(jq -c .button /etc/hearthd/config.json)"
fact command "$(hearthd --version)"
fact key_for_service "$(nsenter -t "$(systemctl show -P MainPID hearthd)" -m cat /run/credentials/hearthd.service/gemini-api-key)"
fact key_on_disk "$(grep -rlsF "$key" /etc /opt /var/lib/hearthd | one_line)"
fact encrypted "$(stat -c '%U %a' /etc/credstore.encrypted/hearthd.gemini-api-key)"
fact key_told "$(count "$key" /run/out) $(journalctl --no-pager | grep -c "$key")"

listing '%T@' > /run/before
since=$(systemctl show -P ActiveEnterTimestampMonotonic hearthd)
"$old" --yes --api-key-file /tmp/hearth-key > /run/out 2>&1
fact again "$? $(count 'Nothing was to be changed' /run/out)"
listing '%T@' > /run/after
fact again_changed "$(diff /run/before /run/after | one_line)"
fact again_restarted "$([ "$since" = "$(systemctl show -P ActiveEnterTimestampMonotonic hearthd)" ] || echo yes)"

cp /etc/hearthd/config.json /run/first-config.json
"$new" --yes > /run/out 2>&1
fact upgrade "$? $(linked current) $(linked previous) $(status_text)"
fact upgrade_form "$(jq -r .version /etc/hearthd/config.json) $(jq -r .name /etc/hearthd/config.json)"
fact upgrade_backup "$(cmp /run/first-config.json /etc/hearthd/config.json.version-1 && echo same)"

/opt/hearthd/current/systemd/install.sh --rollback > /run/out 2>&1
fact rollback "$? $(linked current) $(linked previous) $(status_text)"
fact rollback_configuration "$(cmp /run/first-config.json /etc/hearthd/config.json && echo same)"

/opt/hearthd/current/systemd/install.sh --uninstall > /run/out 2>&1
fact uninstall "$? $(systemctl is-active hearthd)"
fact uninstall_left "$(find /etc /opt /usr/local /usr/lib/systemd /usr/lib/sysusers.d /var/lib /run/hearthd -xdev -path "*hearthd*" -print 2>/dev/null |
  sort | one_line)"
"$old" --uninstall --purge > /run/out 2>&1
fact purge "$? $(getent passwd hearthd)"
rm -f /tmp/hearth-key
"$old" --uninstall --purge > /run/out 2>&1
fact purge_again "$? $(count 'nothing to remove' /run/out)"
listing '' > /run/after
fact purge_left "$(diff <(without_sizes /run/start) <(without_sizes /run/after) | one_line)"
fact end reached
