# shellcheck shell=bash disable=SC2034,SC2154
# What is missing from Debian.

install_packages() {
  local -a missing=()
  collect_missing
  [[ ${#missing[@]} -gt 0 ]] || return 0
  step "Debian packages: ${missing[*]}"
  # A source of packages that is broken matters only if what is needed does not come.
  run apt_get update || warn 'The lists of packages could not be renewed; those that are here are used.'
  run apt_get install --no-install-recommends "${missing[@]}" ||
    die "Debian's packages ${missing[*]} could not be installed; apt says why above. Is the network up? Then run the installer again, or install them yourself first: \"sudo apt install ${missing[*]}\"."
}

# Nothing is asked for that is there, whoever put it there.
collect_missing() {
  if [[ -z $node ]]; then
    # Before anything is changed: no package would help.
    if new_enough "$(installed_node)" || ! { apt_node_does || apt_node_does_after_update; }; then die "$(node_sentence)"; fi
    missing+=(nodejs)
  fi
  has arecord && has aplay || missing+=(alsa-utils)
  has gpiomon || missing+=(gpiod)
  has_package libasound2-plugins || missing+=(libasound2-plugins)
  if [[ $(tree_kind) == checkout || $native == yes ]]; then has npm || missing+=(npm); fi
  [[ $native == yes ]] || return 0
  has g++ && has make || missing+=(build-essential)
  has python3 || missing+=(python3)
  [[ -e /usr/include/alsa/asoundlib.h ]] || missing+=(libasound2-dev)
}

has() { type -P "$1" > /dev/null; }
has_package() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# Version of Debian's package, if it is installed, without epoch and revision.
installed_node() {
  local version
  has_package nodejs || return 0
  version=$(dpkg-query -W -f '${Version}' nodejs)
  version=${version#*:}
  printf %s "${version%%[-+~]*}"
}

# A fresh image has no lists yet.
apt_node_does_after_update() {
  [[ -z $(apt-cache policy nodejs 2>/dev/null) ]] || return 1
  run apt_get update || return 1
  [[ $dry_run == yes ]] || apt_node_does
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=1 -o Acquire::http::Timeout=20 \
    -o Acquire::https::Timeout=20 -o DPkg::Lock::Timeout=120 "$@" < /dev/null
}
