#!/bin/bash
# Makes what is released: build/hearthd-VERSION.tar.gz and build/hearthd_VERSION_{amd64,arm64,armhf}.deb.
# usage: package.sh [--out DIR]
# Needs git, npm and, for the packages, dpkg-deb; no root. The same commit gives the same bytes again.
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
repository=$(cd "$here/../.." && pwd -P)
out=$repository/build
work=

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "package: $*"
  exit 1
}

arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --out)
        [ $# -ge 2 ] || fail '--out needs a folder.'
        out=$2
        shift 2
        ;;
      *) fail "\"$1\" is not known; usage: package.sh [--out DIR]" ;;
    esac
  done
}

needed() {
  local tool
  for tool in git node npm tar gzip dpkg-deb; do
    command -v "$tool" > /dev/null || fail "$tool is missing; on Debian: apt install git nodejs npm dpkg"
  done
  git -C "$repository" rev-parse --git-dir > /dev/null 2>&1 ||
    fail "$repository is not a git checkout; what is not under version control is not packaged."
}

# Every file gets this time; without it the time of the last commit.
release_time() {
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$repository" log -1 --format=%ct)}
  export SOURCE_DATE_EPOCH
  [ -z "$(git -C "$repository" status --porcelain --untracked-files=no)" ] ||
    say 'package: the checkout has changes that are not committed; they are packaged too.'
}

main() {
  arguments "$@"
  needed
  release_time
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  umask 022
  bash "$here/tree.sh" "$repository" "$work/tree"
  mkdir -p "$out"
  bash "$here/archive.sh" "$work/tree" "$out"
  local architecture
  for architecture in amd64 arm64 armhf; do
    bash "$here/deb.sh" "$work/tree" "$architecture" "$out"
  done
}

main "$@"
