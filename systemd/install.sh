#!/bin/bash
# Installs, upgrades, rolls back and removes Hearth on Debian 12 or later, Raspberry Pi OS and what is made from them.
# Runs from a checkout or an unpacked release archive; "install.sh --help" tells the options, docs/install.md the rest.
set -euo pipefail
set +x # a trace would show what is secret
umask 022
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
source_tree=${here%/*}

# Where everything lies.
readonly opt=/opt/hearthd etc=/etc/hearthd state=/var/lib/hearthd
readonly config=$etc/config.json
readonly unit=/etc/systemd/system/hearthd.service
readonly wrapper=/usr/local/bin/hearthd
readonly udev_rule=/etc/udev/rules.d/60-hearthd.rules
readonly encrypted=/etc/credstore.encrypted
readonly account=hearthd

# The pieces share their variables: each alone is checked without SC2034 and SC2154, all together with them.
# shellcheck source=systemd/install/say.sh
source "$here/install/say.sh"
# shellcheck source=systemd/install/options.sh
source "$here/install/options.sh"
# shellcheck source=systemd/install/machine.sh
source "$here/install/machine.sh"
# shellcheck source=systemd/install/node.sh
source "$here/install/node.sh"
# shellcheck source=systemd/install/packages.sh
source "$here/install/packages.sh"
# shellcheck source=systemd/install/account.sh
source "$here/install/account.sh"
# shellcheck source=systemd/install/program.sh
source "$here/install/program.sh"
# shellcheck source=systemd/install/publish.sh
source "$here/install/publish.sh"
# shellcheck source=systemd/install/rollback.sh
source "$here/install/rollback.sh"
# shellcheck source=systemd/install/detect.sh
source "$here/install/detect.sh"
# shellcheck source=systemd/install/answers.sh
source "$here/install/answers.sh"
# shellcheck source=systemd/install/config.sh
source "$here/install/config.sh"
# shellcheck source=systemd/install/secrets.sh
source "$here/install/secrets.sh"
# shellcheck source=systemd/install/secret-store.sh
source "$here/install/secret-store.sh"
# shellcheck source=systemd/install/unit.sh
source "$here/install/unit.sh"
# shellcheck source=systemd/install/doctor.sh
source "$here/install/doctor.sh"
# shellcheck source=systemd/install/remove.sh
source "$here/install/remove.sh"

install_all() {
  check_machine
  find_node
  install_packages
  require_node
  answer_all
  plan_program
  make_account
  stage_program
  configure
  keep_secrets
  publish_program
  install_unit
  install_wrapper
  install_rule
  drop_old_programs
  start_service
  sum_up
  examine_service
  tell_what_next
}

main() {
  parse_options "$@"
  require_root "$@"
  take_lock
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  case $task in
    install) install_all ;;
    rollback) roll_back ;;
    uninstall) uninstall ;;
  esac
}

# Braces: the file may be replaced while it runs.
{
  main "$@"
  exit
}
