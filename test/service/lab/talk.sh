#!/bin/bash
# Sets the service up, starts it, presses and talks, looks at it from all sides, stops it.
# usage: talk.sh REPOSITORY
set -uo pipefail
repository=$1
# shellcheck source=test/service/lab/lib.sh
source "$repository/test/service/lab/lib.sh"

is_reply_over() { grep -q '"end":"reply"' "$said"; }

board
install_program "$repository"
start_broker
start_live "$repository"
configure "$live"
mosquitto_sub -v -t 'home/#' > /run/home &
fact systemd "$(systemd_version)"
fact node "$(node --version)"
fact verify "$(systemd-analyze verify /etc/systemd/system/hearthd.service 2>&1 | tr '\n' ' ')"
fact exposure "$(systemd-analyze security --no-pager hearthd | sed -n 's/.*: \([0-9.]*\) .*/\1/p' | tail -1)"
fact exposed "$(systemd-analyze security --no-pager hearthd | sed -n 's/^✗ \([^ ]*\).*/\1/p' | tr '\n' ' ')"

from=$(now_ms)
systemctl start hearthd
fact start "$? $(show ActiveState) $(show SubState)"
fact start_ms "$(($(now_ms) - from))"
fact type "$(show Type)"
daemon=$(show MainPID)
fact user "$(stat -c %U "/proc/$daemon")"
fact folders "$(stat -c '%U %a' /var/lib/hearthd /run/hearthd | tr '\n' ' ')"
fact nice "$(for pid in $(processes); do ps -o ni= -p "$pid"; done | tr -d ' ' | sort -u | tr '\n' ' ')"
fact cpu_weight "$(cat /sys/fs/cgroup/system.slice/hearthd.service/cpu.weight 2>&1)"
await journal_has 'broker works'
await status_has 'waiting for a press'
fact status "$(show StatusText)"
fact works "$(journal | grep -o '"message":"[a-z ]* works"' | sort -u | sed 's/.*:"\(.*\) works"/\1/' | tr '\n' ' ')"
fact button_by "$(journal | grep -o '"by":"[^"]*","message":"button works"')"
fact availability "$(retained hearthd/lab/availability)"

arecord -q -t raw -D plughw:CARD=Speaker,DEV=1 -f S16_LE -c 1 -r 24000 /run/heard.raw &
recorder=$!
sleep 0.3
ask
lit=$(lamp)
await is_reply_over
await journal_has '"to":"idle"'
await status_has 'waiting for a press'
fact lamp "$lit"
kill "$recorder"
wait "$recorder"
fact spoken "$(head -1 "$said")"
fact answered "$(sed -n 2p "$said")"
fact command "$(cat /run/home)"
fact heard_tone_ms "$(node "$repository/test/service/lab/heard-tone.mjs" /run/heard.raw)"
fact memory_mb "$(($(show MemoryCurrent) / 1048576))"
fact tasks "$(show TasksCurrent)"
fact rss_mb "$(for pid in $(processes); do ps -o rss= -p "$pid"; done | awk '{ sum += $1 } END { print int(sum / 1024) }')"

secrets='a-very-secret-\(key\|word\)'
fact secret_in_environ "$(for pid in $(processes); do tr '\0' '\n' < "/proc/$pid/environ"; done | grep -c "$secrets")"
fact secret_in_cmdline "$(for pid in $(processes); do tr '\0' '\n' < "/proc/$pid/cmdline"; done | grep -c "$secrets")"
fact secret_in_show "$(systemctl show hearthd | grep -c "$secrets")"
fact priorities "$(journalctl -u hearthd -o json --no-pager | grep -o '"PRIORITY":"[0-9]"' | sort -u | tr '\n' ' ')"

from=$(now_ms)
systemctl stop hearthd
fact stop "$? $(show ActiveState) $(show Result)"
fact stop_ms "$(($(now_ms) - from))"
fact left_running "$(pgrep -u hearthd | wc -l)"
fact stopped "$(count '"message":"stopped"')"
fact last_word "$(retained hearthd/lab/availability)"
fact lines_used "$(gpioinfo 2> /dev/null | grep -E 'line +(17|27):' | grep -c 'used\]\|consumer=')"
fact pcm_open "$(cat /proc/asound/card[01]/pcm*/sub*/status | grep -vc closed)"
fact secret_in_journal "$(journal | grep -c "$secrets")"
journal > "${LAB_JOURNAL:-/dev/null}"
fact end reached
