# shellcheck shell=bash disable=SC2034,SC2154
# Back to the program that ran before.

roll_back() {
  local now before
  now=$(linked current) before=$(linked previous)
  [[ -n $before && $before != "$now" ]] ||
    die "There is no program to go back to: $opt/previous is not there. An upgrade makes it."
  check_init
  find_node
  [[ -n $node ]] || die "$(node_sentence)"
  works "$before" || die "$before does not run with Node $("$node" -p process.versions.node). What runs now is left as it is."
  step "Back from ${now##*/} to ${before##*/}"
  restore_configuration_for "$before" "$now"
  target=$before
  link_to "$before" current
  [[ -z $now ]] || link_to "$now" previous
  configuration_is_in_use
  install_unit
  start_service
  say "Hearth ${before##*/} is in use. \"--rollback\" once more leads to ${now##*/}."
}
