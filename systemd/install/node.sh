# shellcheck shell=bash disable=SC2034,SC2154
# The Node that the service will run on.

readonly oldest_node=20.19.0
node=
# One that was found but does not do, for the sentence.
refused_node=

# Sets `node`, if there is one that does.
find_node() {
  local candidate version
  for candidate in "$(type -P node || true)" /usr/bin/node /usr/local/bin/node; do
    [[ -n $candidate && -x $candidate ]] || continue
    version=$(timeout 20 "$candidate" -p process.versions.node 2>/dev/null) || continue
    if ! new_enough "$version"; then
      refused_node=${refused_node:-"Node $version ($candidate) is too old"}
    elif in_a_home "$candidate"; then
      refused_node=${refused_node:-"Node $version ($candidate) lies in the home folder of a user, which the service may not see"}
    else
      node=$candidate
      say "Node $version ($node)"
      return 0
    fi
  done
}

new_enough() { [[ $1 =~ ^[0-9]+(\.[0-9]+)*$ ]] && dpkg --compare-versions "$1" ge "$oldest_node"; }

# nvm and its kin; the unit has ProtectHome=.
in_a_home() {
  local path
  for path in "$1" "$(readlink -f "$1")"; do
    [[ $path == /home/* || $path == /root/* || $path == /run/user/* ]] && return 0
  done
  return 1
}

# Whether apt could bring one that does.
apt_node_does() {
  local candidate
  candidate=$(apt-cache policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: //p')
  # An epoch and what Debian adds are no part of Node's own number.
  candidate=${candidate#*:}
  new_enough "${candidate%%[-+~]*}"
}

# Before packages: whether there will be a Node. After them: whether there is.
require_node() {
  [[ -z $node ]] || return 0
  [[ $dry_run == no ]] || { node=/usr/bin/node; return 0; }
  find_node
  [[ -n $node ]] || die "$(node_sentence)"
}

node_sentence() {
  printf '%s, and %s. ' "${refused_node:-There is no Node}" "${oldest_node%.0} or later is needed"
  if [[ -n $refused_node ]] && apt_node_does; then
    printf 'The package nodejs has a newer one: remove this one, or bring back the other with "sudo apt install --reinstall nodejs". '
  else
    printf 'Either use Debian 13 or Raspberry Pi OS "trixie", which bring Node 20, or install Node 22 or later from NodeSource (https://github.com/nodesource/distributions). '
  fi
  printf 'Then run the installer again.'
}
