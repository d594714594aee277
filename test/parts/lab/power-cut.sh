#!/bin/bash
# Runs inside the guest of the device lab: writes one file again and again on a disk that keeps a log of
# what reaches it and in which order (dm-log-writes), then looks at what each power cut would have left.
# usage: power-cut.sh durably|carelessly MOUNT-OPTIONS
set -eu
lab=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"

truncate -s 8M disk
truncate -s 256M log
mkfs.ext4 -q disk
cp disk before
disk=$(losetup -f --show disk)
log=$(losetup -f --show log)
dmsetup create recorded --noudevsync --table "0 $(blockdev --getsz "$disk") log-writes $disk $log"
dmsetup mknodes
mkdir mounted
mount -o "$2" /dev/mapper/recorded mounted
node "$lab/power-cut-write.mjs" "$1" mounted/state/hearthd/session.json recorded
umount mounted
dmsetup remove --noudevsync recorded
node "$lab/power-cut-look.mjs" before log state/hearthd/session.json "$2"
