#!/bin/bash
# Runs inside the guest of the device lab, on a Debian 13 of its own, with systemd as PID 1: installs the program itself
# and prints what it sees as lines of NAME=VALUE.
# usage: install-real.sh FOLDER     FOLDER: a release folder
set -u
install=$1/systemd/install.sh
key=AIzaSyThisIsNoKeyButLooksLikeOne_123456

fact() { printf '%s=%s\n' "$1" "$(tr '\n' ' ' <<< "$2")"; }
journal() { journalctl -u hearthd -o cat --no-pager; }

# A package that the root may lack, and that no network could bring: only its name is asked for.
stand_in_package() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" = installed ] && return
  mkdir -p "/run/$1/DEBIAN"
  printf 'Package: %s\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@localhost>\nDescription: none\n' "$1" > "/run/$1/DEBIAN/control"
  dpkg-deb --build "/run/$1" "/run/$1.deb" > /dev/null && dpkg --install "/run/$1.deb" > /dev/null
}

mount --make-rshared /
stand_in_package libasound2-plugins
printf '%s\n' "$key" > /run/key
"$install" --yes --api-key-file /run/key --microphone plughw:CARD=Mic,DEV=1 --speaker plughw:CARD=Speaker,DEV=0 > /run/out 2>&1
fact install "$? $(systemctl is-active hearthd) $(readlink /opt/hearthd/current)"
cat /run/out >&2
fact node "$(readlink "/proc/$(systemctl show -P MainPID hearthd)/exe")"
fact encrypted "$(stat -c '%U %a' /etc/credstore.encrypted/hearthd.gemini-api-key)"
fact doctor_has_key "$(grep -ci 'API key is missing' /run/out)"
fact service_has_key "$(journal | grep -ci 'API key is missing')"
fact restart_steps "$(systemctl show -P RestartSteps hearthd)"
fact drop_ins "$(systemctl show -P DropInPaths hearthd | tr ' ' '\n' | sed 's,.*/,,' | sort)"
fact key_told "$(grep -c "$key" /run/out) $(journalctl --no-pager | grep -c "$key")"
"$install" --yes > /run/out 2>&1
fact again "$? $(grep -c 'Nothing was to be changed' /run/out)"
fact end reached
