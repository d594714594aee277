#!/bin/bash
# The machine itself, before any service: its board, the program, and a disk that survives (ext4 on /dev/ubda).
# usage: machine.sh REPOSITORY
set -euo pipefail
repository=$1
# shellcheck source=test/service/lab/lib.sh
source "$repository/test/service/lab/lib.sh"

board
mkdir -p /opt/hearthd/lab /var/lib/hearthd
mount --bind "$repository" /opt/hearthd/lab
ln -sfn lab /opt/hearthd/current
[ -b /dev/ubda ] || mknod /dev/ubda b 98 0
mount -t ext4 /dev/ubda /var/lib/hearthd
