# shellcheck shell=bash disable=SC2034,SC2154
# The service: its unit, what newer versions of systemd can do besides, and its start.

readonly start_limit_seconds=90

# The unit that belongs to the program in use.
unit_source() {
  local now
  now=$(linked current)
  if [[ $dry_run == yes || -z $now ]]; then now=$source_tree; fi
  printf %s "$now/systemd"
}

install_unit() {
  step "Service $unit"
  local from file
  from=$(unit_source)
  # One that somebody wrote, or put there by hand.
  if [[ -f $unit ]] && ! grep -q "$opt/current/" "$unit"; then run cp -- "$unit" "$etc/hearthd.service.before"; fi
  put "$unit" 644 < <(fitted_unit "$from/hearthd.service")
  for file in "$from"/hearthd.service.d/*.conf; do
    [[ -f $file ]] || continue
    if [[ $systemd_version -ge $(needed_systemd "$file") ]]; then put "$unit.d/${file##*/}" 644 < "$file"; fi
  done
  # Enabling makes systemd read its units anew as well.
  if [[ $(systemctl is-enabled hearthd 2>/dev/null) != enabled ]]; then
    run systemctl --quiet enable hearthd
  elif systemd_runs && [[ $changes -gt 0 ]]; then
    run systemctl daemon-reload
  fi
}

# Node where it is; outside of /usr the unit must allow it to be started.
fitted_unit() {
  local real
  real=$(readlink -f "$node")
  if [[ $real == /usr/* ]]; then
    sed "s|^ExecStart=/usr/bin/node |ExecStart=$node |" "$1"
  else
    sed -e "s|^ExecStart=/usr/bin/node |ExecStart=$node |" -e "s|^ExecPaths=.*|& ${real%/*/*}|" "$1"
  fi
}

# needed_systemd FILE: the version that its first comment names.
needed_systemd() {
  local version
  version=$(sed -n 's/^#.*systemd \([0-9]\{3\}\).*/\1/p' "$1" | head -n 1)
  printf %s "${version:-$oldest_systemd}"
}

install_wrapper() {
  if [[ -e $wrapper || -L $wrapper ]] && ! grep -q "$opt/current/" "$wrapper"; then
    warn "$wrapper was put there by somebody else and is kept; the command is \"$node $opt/current/dist/main.js\"."
    return 0
  fi
  put "$wrapper" 755 <<SH
#!/bin/sh
exec $node $opt/current/dist/main.js "\$@"
SH
}

# The button and the lamp for the service's group.
install_rule() {
  local before=$changes from
  from=$(unit_source)/hearthd.udev
  # No udev, no rules: as in a container.
  [[ -f $from && -d ${udev_rule%/*} ]] || return 0
  put "$udev_rule" 644 < "$from"
  [[ $changes -eq $before ]] || apply_rules
}

apply_rules() {
  [[ -S /run/udev/control ]] || return 0
  run udevadm control --reload
  run udevadm trigger --subsystem-match=gpio
}

start_service() {
  systemd_runs || { say 'The service is not started; it starts with the machine.'; return 0; }
  if [[ $changes -eq 0 ]] && systemctl --quiet is-active hearthd; then return 0; fi
  step 'Start'
  run systemctl reset-failed hearthd 2> /dev/null || true
  if ! run timeout "$start_limit_seconds" systemctl restart hearthd || ! becomes_active; then
    journalctl -u hearthd -n 15 -o cat --no-pager >&2 || true
    die "The service does not start; its last words are above. \"journalctl -u hearthd\" has all of them.$([[ -z $(linked previous) ]] || printf ' "sudo %s/install.sh --rollback" goes back to the program before.' "$here")"
  fi
}

becomes_active() {
  local waited=0
  [[ $dry_run == no ]] || return 0
  until systemctl --quiet is-active hearthd; do
    waited=$((waited + 1))
    if [[ $waited -gt 60 ]] || systemctl --quiet is-failed hearthd; then return 1; fi
    sleep 0.5
  done
}

sum_up() {
  if [[ $dry_run == yes ]]; then
    say "A dry run: nothing was changed; $changes steps would be taken."
  elif [[ $changes -eq 0 ]]; then
    say "Nothing was to be changed: Hearth ${target##*/} is installed."
  else
    say "Hearth ${target##*/} is installed."
  fi
}
