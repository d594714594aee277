# shellcheck shell=bash disable=SC2034,SC2154
# The user that the service runs as.

# Says what this installer made, so that removing takes away nothing else.
readonly made_here=$etc/.made-by-installer

make_account() {
  local before=absent group
  getent passwd "$account" > /dev/null && before=there
  if [[ $before == absent ]]; then
    step "User $account"
    remember_made
    if [[ -f $source_tree/systemd/hearthd.sysusers ]]; then
      run systemd-sysusers "$source_tree/systemd/hearthd.sysusers"
    else
      run useradd --system --user-group --home-dir "$state" --no-create-home --shell /usr/sbin/nologin "$account"
    fi
  fi
  for group in audio gpio input spi; do
    getent group "$group" > /dev/null || continue
    in_group "$group" || run usermod --append --groups "$group" "$account"
  done
}

in_group() { [[ " $(id -nG "$account" 2>/dev/null) " == *" $1 "* ]]; }

remember_made() { put "$made_here" 644 < <(made_soon); }

made_soon() {
  local group
  say "user $account"
  # hearthd.sysusers may make these.
  for group in "$account" gpio input spi; do
    getent group "$group" > /dev/null || say "group $group"
  done
}

# Takes the user away, if it was made here and nothing is left that belongs to it.
remove_account() {
  getent passwd "$account" > /dev/null || return 0
  grep -qx "user $account" "$made_here" 2>/dev/null || { say "The user $account was here before; it is kept."; return 0; }
  if [[ $purge == no && -e $state ]]; then
    say "The user $account is kept, because $state belongs to it; --purge takes both."
    return 0
  fi
  if pgrep -u "$account" > /dev/null; then
    warn "The user $account is kept: programs of it are running (\"ps -u $account\")."
    return 0
  fi
  run userdel "$account"
  remove_made_groups
}

# Without members, and only those that were made here.
remove_made_groups() {
  local kind group
  while read -r kind group; do
    [[ $kind == group ]] || continue
    if [[ $(getent group "$group" | cut -d: -f4) == '' ]] && getent group "$group" > /dev/null; then run groupdel "$group"; fi
  done < "$made_here"
}
