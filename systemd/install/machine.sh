# shellcheck shell=bash disable=SC2034,SC2154
# Whether this machine can be what Hearth runs on.

readonly oldest_systemd=250

require_root() {
  [[ $EUID -ne 0 && $dry_run == no ]] || return 0
  die "The installer needs root: run it again as \"sudo $here/install.sh${*:+ ${*@Q}}\"."
}

check_machine() {
  step 'This machine'
  check_system
  check_architecture
  check_init
  [[ ! -e /usr/lib/hearthd/dist/main.js ]] ||
    die 'Hearth is installed as a Debian package here. Upgrade it with apt, or remove it first: "sudo apt remove hearthd" (this keeps /etc/hearthd).'
}

os_release() { sed -n "s/^$1=//p" /etc/os-release 2>/dev/null | head -n 1 | tr -d '"'"'" || true; }

check_system() {
  local id like version name
  id=$(os_release ID) like=$(os_release ID_LIKE) version=$(os_release VERSION_ID) name=$(os_release PRETTY_NAME)
  [[ " $id $like " == *' debian '* || $id == raspbian ]] ||
    die "This is ${name:-an unknown system}. The installer knows Debian 12 or later, Raspberry Pi OS and what is made from them; elsewhere follow \"By hand\" in docs/install.md."
  # Debian's testing has no number; what is only like Debian counts in its own way.
  if [[ $id == debian || $id == raspbian ]] && [[ $version =~ ^[0-9]+ && ${BASH_REMATCH[0]} -lt 12 ]]; then
    die "${name:-Debian $version} is too old: Debian 12 or Raspberry Pi OS \"bookworm\" is the oldest that works; \"trixie\" (13) is better, as it brings a new enough Node."
  fi
  say "${name:-$id}"
}

check_architecture() {
  local architecture
  architecture=$(dpkg --print-architecture 2>/dev/null || uname -m)
  case $architecture in
    amd64 | arm64) ;;
    armhf)
      [[ $(uname -m) != armv6* ]] ||
        die 'This board has an ARMv6 processor (Raspberry Pi 1, Zero, Zero W), for which there is no Node 20. A Zero 2 W or a Raspberry Pi 3 or later works.'
      say 'Note: a 32-bit system. It works; the 64-bit one starts sooner and gets newer versions of Node.' ;;
    *) die "There is nothing for the architecture $architecture: arm64, armhf and amd64 are supported." ;;
  esac
}

check_init() {
  local version
  version=$(systemctl --version 2>/dev/null | sed -n '1s/^systemd \([0-9]*\).*/\1/p' || true)
  [[ -n $version ]] || die 'systemd is not here, and Hearth runs as its service. Install it: "apt install systemd-sysv", then start the machine anew.'
  [[ $version -ge $oldest_systemd ]] ||
    die "systemd $version is too old: $oldest_systemd or later is needed, which Debian 12 and later have."
  systemd_version=$version
  [[ -d /run/systemd/system || $start == no ]] ||
    die 'systemd does not run this system (a container, a chroot, an image being built?). Give --no-start: everything is put into place, and the service starts when the machine does.'
}

# The service is known to a systemd that runs here.
systemd_runs() { [[ -d /run/systemd/system && $start == yes ]]; }
