#!/bin/bash
# Makes the release archive OUT/hearthd-VERSION.tar.gz of a tree that tree.sh built.
# usage: archive.sh TREE OUT        SOURCE_DATE_EPOCH: the time that every file gets
set -euo pipefail
shopt -s inherit_errexit

tree=$1
out=$2
version=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).version' "$tree/package.json")
archive=$out/hearthd-$version.tar.gz

# Order, times, owners and modes are fixed, so that the same commit gives the same bytes.
LC_ALL=C tar --create --format=ustar --sort=name --mtime="@$SOURCE_DATE_EPOCH" \
  --owner=0 --group=0 --numeric-owner --directory "$tree" \
  --transform "s,^\\.,hearthd-$version," . | gzip -9n > "$archive.part"
mv "$archive.part" "$archive"
printf '%s\n' "$archive"
