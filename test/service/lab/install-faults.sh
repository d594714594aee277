#!/bin/bash
# Runs inside the guest of the device lab, with systemd as PID 1: gives the installer what can go wrong, and prints what
# it says as lines of NAME=VALUE, and whether a second call puts it right.
# usage: install-faults.sh FOLDER          FOLDER/1.0.0 and FOLDER/2.0.0: release folders
set -u
old=$1/1.0.0/systemd/install.sh
new=$1/2.0.0/systemd/install.sh
key=AIzaSyThisIsNoKeyButLooksLikeOne_123456

# fact NAME VALUE: what is told may have several lines.
fact() { printf '%s=%s\n' "$1" "$(tr '\n' ' ' <<< "$2")"; }
linked() { readlink "/opt/hearthd/$1"; }
# told NAME COMMAND…: its exit code and its last sentence.
told() {
  local name=$1 output code
  shift
  output=$("$@" 2>&1 < /dev/null)
  code=$?
  fact "$name" "$code $(grep '^install.sh:' <<< "$output" | tail -n 1)"
}
nothing_in_opt() { if [ -e /opt/hearthd ]; then find /opt/hearthd; else printf nothing; fi; }
names() { find /opt/hearthd -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | tr '\n' ' '; }
fake() { printf '#!/bin/sh\n%s\n' "$2" > "$1" && chmod 755 "$1"; }

mount --make-rshared /
printf '%s\n' "$key" > /run/key
mkdir /run/fake

told no_root setpriv --reuid=65534 --regid=65534 --clear-groups "$old" --yes
told unknown_option "$old" --yes --colour
told key_as_argument "$old" --yes "--api-key=$key"
printf 'NAME=x\nPATH=/tmp\n' > /run/answers
told unknown_answer "$old" --answers /run/answers
told wrong_pin "$old" --yes --button-pin 77

printf 'ID=fedora\nPRETTY_NAME="Fedora Linux 43"\nVERSION_ID=43\n' > /run/os-release
mount --bind /run/os-release /etc/os-release
told wrong_os "$old" --yes
printf 'ID=debian\nPRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\nVERSION_ID="11"\n' > /run/os-release
told old_os "$old" --yes
umount /etc/os-release

# Debian 12: its own Node is installed, and apt has no other.
fake /run/fake/node 'echo 18.20.4'
fake /run/fake/apt-cache 'echo "  Candidate: 18.20.4+dfsg-1~deb12u1"'
# shellcheck disable=SC2016 # for the fake itself
fake /run/fake/dpkg-query '[ "$4" != nodejs ] || exit 1; exec /usr/bin/dpkg-query "$@"'
mount --bind /run/fake/node /usr/bin/node
told node_18 env PATH="/run/fake:$PATH" "$old" --yes
umount /usr/bin/node
fact after_refusals "$(nothing_in_opt) $(getent passwd hearthd)"

dpkg --no-triggers --purge gpiod > /run/out 2>&1
apt-get clean
told no_network "$old" --yes
fact after_no_network "$(nothing_in_opt)"
# As apt would bring it.
fake /usr/local/bin/gpiomon 'exit 0'

# A first one that works, not started to be quick; everything after it must leave it in use.
printf '# a comment\r\nNAME=Hall voice\r\nAPI_KEY_FILE=/run/key\nBUTTON_PIN=none\nSTART=no\n' > /run/answers
told with_answers "$old" --answers /run/answers
fact with_answers_name "$(jq -r .name /etc/hearthd/config.json) $(linked current)"

# Another installer holds the lock.
exec 8< /etc/systemd/system
flock 8
told two_at_a_time "$old" --yes
flock -u 8

# The disk takes the files of the program up to some number.
free=$(find /opt/hearthd | wc -l)
mkdir /run/opt && mount -t tmpfs -o size=200m,nr_inodes=$((free + 20)) small /run/opt
cp -a /opt/hearthd /run/opt/ && mount --bind /run/opt /opt
told disk_full "$new" --yes --no-start
fact disk_full_left "$(linked current) $(names)"
fact disk_full_config "$(jq -c .version /etc/hearthd/config.json)"
mount -o remount,nr_inodes=10000 /run/opt
mkdir /opt/hearthd/.staging-lost
told disk_repaired "$new" --yes --no-start
fact disk_repaired_left "$(linked current) $(linked previous) $(names)"

# Too small from the start.
mount -o remount,size=1m /run/opt 2> /dev/null
head -c 800000 /dev/zero > /run/opt/filler 2> /dev/null
printf ' ' >> "$1/1.0.0/README.md"
told no_room "$old" --yes --no-start
umount /opt

# A configuration that no longer fits.
cp /etc/hearthd/config.json /run/good.json
echo '{ "version": 3 }' > /etc/hearthd/config.json
told wrong_configuration "$new" --yes --no-start
fact wrong_configuration_left "$(jq -c .version /etc/hearthd/config.json) $(linked current)"
cp /run/good.json /etc/hearthd/config.json

# Typed on a terminal: a wrong key, another, then a right one.
rm -f /etc/hearthd/gemini-api-key
typed() {
  local line asked=0
  mkfifo /run/keys
  script -qec "$new --no-start" /dev/null < /run/keys > /run/screen 2>&1 &
  exec 7> /run/keys
  for line in "$@"; do
    asked=$((asked + 1))
    for _ in $(seq 600); do
      [ "$(grep -o 'not shown' /run/screen | wc -l)" -ge "$asked" ] && break
      sleep 0.2
    done
    sleep 1 # the terminal's echo goes off with the question
    printf '%s\n' "$line" >&7
  done
  wait "$!"
  exec 7>&-
  tr -d '\r' < /run/screen
}
typed 'a key with spaces and much more of it' short "$key" > /run/out
fact key_refused "$(grep -c 'That cannot be it' /run/out)"
fact key_refused_why "$(grep 'That cannot be it' /run/out | tail -n 1)"
fact key_shown "$(grep -cF "$key" /run/out)"
fact key_stored "$(stat -c '%U %a' /etc/hearthd/gemini-api-key) $(grep -cxF "$key" /etc/hearthd/gemini-api-key)"

"$new" --uninstall --purge > /run/out 2>&1

# What was there before: a user, a command and a unit of somebody else.
useradd --system --shell /bin/sh hearthd
printf '#!/bin/sh\necho mine\n' > /usr/local/bin/hearthd
chmod 755 /usr/local/bin/hearthd
printf '[Service]\nExecStart=/bin/true\n' > /etc/systemd/system/hearthd.service
mkdir -p /etc/hearthd && printf '{}' > /etc/hearthd/config.json && printf '%s\n' "$key" > /etc/hearthd/gemini-api-key
told existing "$old" --yes
fact existing_kept "$(/usr/local/bin/hearthd) $(getent passwd hearthd | cut -d: -f7) $(cat /etc/hearthd/config.json) $(grep -c ExecStart=/bin/true /etc/hearthd/hearthd.service.before)"
fact existing_key "$(stat -c '%U %a' /etc/hearthd/gemini-api-key)"
fact existing_runs "$(systemctl is-active hearthd)"
"$old" --uninstall --purge > /run/out 2>&1
fact existing_user "$(getent passwd hearthd | cut -d: -f1) $(/usr/local/bin/hearthd)"
fact end reached
