#!/bin/bash
# Runs probe.sh in the sandbox of the service.
# usage: sandbox.sh REPOSITORY
set -uo pipefail
repository=$1
# shellcheck source=test/service/lab/lib.sh
source "$repository/test/service/lab/lib.sh"

board
install_program "$repository"
configure http://127.0.0.1:9
drop_in 90-lab << UNIT
[Service]
Type=oneshot
Restart=no
WatchdogSec=0
ExecStart=
ExecStart=/bin/bash /opt/hearthd/current/test/service/lab/probe.sh
UNIT
systemctl start hearthd
journalctl -u hearthd -o cat --no-pager | grep '^[a-z_]*='

journalctl -u hearthd -o cat --no-pager > "${LAB_JOURNAL:-/dev/null}"
fact end reached
