#!/bin/bash
# The watchdog, with a shorter time: a reply that lasts longer does not set it off, a hung event loop does.
# usage: watchdog.sh REPOSITORY
set -uo pipefail
repository=$1
# shellcheck source=test/service/lab/lib.sh
source "$repository/test/service/lab/lib.sh"

is_reply_over() { grep -q '"end":"reply"' "$said"; }
has_failed_by_watchdog() { journal_has "Failed with result 'watchdog'"; }

board
install_program "$repository"
start_broker
start_live "$repository"
configure "$live"
echo 30000 > "$said.ms"
drop_in 90-lab << UNIT
[Service]
WatchdogSec=10
RestartSec=1
Environment=NODE_OPTIONS=--import=$repository/test/service/lab/hang.mjs
UNIT
# What the daemon may run lies below /opt/hearthd, and there alone.
sed -i "s|=$repository/|=/opt/hearthd/current/|" /etc/systemd/system/hearthd.service.d/90-lab.conf
systemctl daemon-reload

systemctl start hearthd
fact start "$? $(show ActiveState)"
fact watchdog_us "$(show WatchdogUSec)"
await status_has 'waiting for a press'
from=$(now_ms)
ask
await journal_has '"to":"speaking"'
await is_reply_over
await journal_has '"from":"speaking","to":"idle"'
fact reply_ms "$(($(now_ms) - from))"
fact after_reply "$(show ActiveState) $(show NRestarts)"
sleep 12
fact after_rest "$(show ActiveState) $(show NRestarts)"

hung=$(show MainPID)
kill -USR2 "$hung"
from=$(now_ms)
await has_failed_by_watchdog
fact ended_ms "$(($(now_ms) - from))"
fact killed_by "$(journal | grep -o 'code=[a-z]*, status=[0-9]*/[A-Z]*' | head -1)"
await is_back "$hung"
fact back_ms "$(($(now_ms) - from))"
fact after_hang "$(show ActiveState) $(show NRestarts)"
fact cores "$(find /var/lib/hearthd /var/lib/systemd/coredump -type f -name 'core*' 2> /dev/null | wc -l)"
systemctl stop hearthd
journal > "${LAB_JOURNAL:-/dev/null}"
fact end reached
