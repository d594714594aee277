#!/bin/bash
# Started in place of the daemon, in its sandbox: what can be done there, as lines of NAME=VALUE.
set -u
try() { local name=$1; shift; if "$@" > /dev/null 2>&1; then echo "$name=yes"; else echo "$name=no"; fi; }
writes() { : 2> /dev/null >> "$1"; }

echo "user=$(id -un)"
echo "capabilities=$(sed -n 's/^CapEff:\s*//p' /proc/self/status)"
echo "devices=$(for file in /dev/*; do if [ -c "$file" ] || [ -b "$file" ]; then basename "$file"; fi; done | tr '\n' ' ')"
try record arecord -q -D plughw:CARD=Mic,DEV=1 -d 1 -f S16_LE -r 16000 -t raw /dev/null
try list_lines gpioinfo
try write_state writes "$STATE_DIRECTORY/probe"
try write_run writes "$RUNTIME_DIRECTORY/probe"
try write_tmp writes /tmp/probe
try read_key grep -q . "$CREDENTIALS_DIRECTORY/gemini-api-key"
try read_key_file cat /etc/hearthd/gemini-api-key
try write_config writes /etc/hearthd/config.json
try write_program writes /opt/hearthd/current/dist/main.js
try write_usr writes /usr/probe
try read_home ls /root
try read_kernel_log dmesg
try other_processes kill -0 1
try see_other_processes test -d /proc/1
try mount mount -t tmpfs none /tmp
try namespace unshare --net true
try set_time date -s @0
try real_time chrt -f 1 true
for folder in "$STATE_DIRECTORY" "$RUNTIME_DIRECTORY" /tmp /var/tmp /dev/shm; do
  cp /bin/true "$folder/true" && chmod 700 "$folder/true"
  try "run_own_program_in_${folder//\//_}" "$folder/true"
done
try network_interfaces node -e "require('node:os').networkInterfaces()"
