#!/bin/bash
# Builds the program from the files under version control, with what it needs at run time, into the new folder TREE.
# usage: tree.sh REPOSITORY TREE
# Pure JavaScript: no npm package with a native part is in it, so that it runs on every architecture.
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
repository=$1
tree=$2
sources=$tree.sources

listed() { git -C "$repository" ls-files -z "$@" | LC_ALL=C sort -zu; }

# Not what lies in the working tree by chance: a key, a configuration, notes.
copy_sources() {
  mkdir -p "$sources"
  LC_ALL=C comm -z -23 <(listed) <(listed --deleted) |
    tar -C "$repository" --null -T - -cf - |
    tar -C "$sources" --no-same-owner -xf -
}

# Install scripts build native parts, which nobody needs here.
install_packages() {
  (cd "$sources" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error "$@" >&2)
}

build() {
  install_packages
  (cd "$sources" && npm run --silent build >&2)
}

# What a person or systemd/install.sh needs besides the program; the lock file is for installing native parts.
collect() {
  local entry
  mkdir -p "$tree"
  for entry in dist node_modules systemd docs scripts package.json package-lock.json config.example.json \
    README.md CHANGELOG.md LICENSE SECURITY.md; do
    [ ! -e "$sources/$entry" ] || mv "$sources/$entry" "$tree/$entry"
  done
  rm -rf "$tree/scripts/package"
}

# Modes come from version control and npm, and both from the umask of whoever runs them.
set_modes() {
  find "$tree" -type d -exec chmod 755 {} +
  find "$tree" -type f -perm -u+x -exec chmod 755 {} +
  find "$tree" -type f ! -perm -u+x -exec chmod 644 {} +
}

main() {
  [ ! -e "$tree" ] || { printf '%s exists already.\n' "$tree" >&2; exit 1; }
  copy_sources
  build
  install_packages --omit=dev --omit=optional
  collect
  bash "$here/trim.sh" "$tree/node_modules"
  set_modes
  rm -rf "$sources"
}

main
