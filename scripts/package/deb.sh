#!/bin/bash
# Makes the Debian package OUT/hearthd_VERSION_ARCHITECTURE.deb of a tree that tree.sh built, or of an unpacked
# release archive.
# usage: deb.sh TREE ARCHITECTURE OUT
# SOURCE_DATE_EPOCH: the time that every file gets; without it that of TREE/package.json.
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
tree=$1
architecture=$2
out=$3
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(stat -c %Y "$tree/package.json")}
# More than one would cut the data into blocks of another size.
export DPKG_DEB_THREADS_MAX=1
root=
version=

# Debian sorts 1.0.0~rc.1 before 1.0.0; a hyphen would begin a revision.
debian_version() {
  node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).version.replaceAll("-", "~")' \
    "$tree/package.json"
}

put_program() {
  install -d "$root/usr/lib/hearthd/systemd" "$root/usr/bin"
  cp -r "$tree/dist" "$tree/node_modules" "$tree/package.json" "$root/usr/lib/hearthd/"
  sed -i '1{/^#!/d}' "$root/usr/lib/hearthd/dist/main.js"
  install -m 755 "$here/debian/hearthd.sh" "$root/usr/bin/hearthd"
}

# What makes a first configuration, for postinst.
put_first_configuration() {
  local folder=$root/usr/lib/hearthd/install
  install -d "$folder"
  install -m 755 "$here/debian/first-config.sh" "$folder/"
  install -m 644 "$tree/systemd/install/detect.sh" "$tree/systemd/install/first-config.mjs" "$folder/"
}

# The same unit as everywhere else, but for where the program lies.
put_service() {
  local unit=$root/usr/lib/systemd/system/hearthd.service
  install -D -m 644 "$tree/systemd/hearthd.service" "$unit"
  sed -i -e 's,file:///opt/hearthd/current/,file:///usr/share/doc/hearthd/,' \
    -e 's,/opt/hearthd/current/,/usr/lib/hearthd/,g' -e '/^ExecPaths=/s, -\{0\,1\}/opt/hearthd,,' "$unit"
  if grep -q /opt/ "$unit"; then
    printf 'deb: systemd/hearthd.service names a place below /opt that the package has not.\n' >&2
    exit 1
  fi
  install -D -m 644 "$tree/systemd/hearthd.sysusers" "$root/usr/lib/sysusers.d/hearthd.conf"
  install -D -m 644 "$tree/systemd/hearthd.udev" "$root/usr/lib/udev/rules.d/60-hearthd.rules"
  cp -r "$tree/systemd/hearthd.service.d" "$root/usr/lib/hearthd/systemd/"
}

put_documents() {
  local documents=$root/usr/share/doc/hearthd entry
  install -d "$documents/examples" "$root/usr/share/man/man1"
  install -m 644 "$tree/README.md" "$documents/"
  [ ! -d "$tree/docs" ] || cp -r "$tree/docs" "$documents/"
  install -m 644 "$tree/config.example.json" "$documents/examples/"
  for entry in "$tree"/systemd/mosquitto*; do
    [ ! -e "$entry" ] || cp -r "$entry" "$documents/examples/"
  done
  node "$here/copyright.mjs" "$tree" > "$documents/copyright"
  node "$here/changelog.mjs" "$tree" "$version" "$SOURCE_DATE_EPOCH" | gzip -9n > "$documents/changelog.gz"
  node "$tree/dist/main.js" --help |
    node "$here/man-page.mjs" "$version" "$SOURCE_DATE_EPOCH" | gzip -9n > "$root/usr/share/man/man1/hearthd.1.gz"
}

# As dpkg-gencontrol(1) counts: files in whole KiB, anything else as one.
installed_kib() {
  find "$root" -mindepth 1 \( -type f -printf '%s\n' -o -printf '1\n' \) |
    awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }'
}

put_control() {
  local script
  install -d "$root/DEBIAN"
  (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
  sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" \
    -e "s/@INSTALLED_SIZE@/$size/" "$here/debian/control" > "$root/DEBIAN/control"
  install -m 644 "$here/debian/templates" "$root/DEBIAN/templates"
  for script in config preinst postinst prerm postrm; do
    [ ! -e "$here/debian/$script" ] || install -m 755 "$here/debian/$script" "$root/DEBIAN/$script"
  done
}

main() {
  local name part size
  version=$(debian_version)
  name=hearthd_${version}_$architecture.deb
  part=$out/$name.part
  umask 022
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  chmod 755 "$root"
  put_program
  put_first_configuration
  put_service
  put_documents
  size=$(installed_kib)
  put_control
  find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb --root-owner-group -Zxz --build "$root" "$part" > /dev/null
  mv "$part" "$out/$name"
  printf '%s\n' "$out/$name"
}

main
