# shellcheck shell=bash disable=SC2034,SC2154
# Taking away what was installed; what belongs to the owner of the machine only when told to.

uninstall() {
  step 'Removing Hearth'
  [[ ! -e /usr/lib/hearthd/dist/main.js ]] ||
    die 'Hearth is installed as a Debian package here: "sudo apt remove hearthd", or "sudo apt purge hearthd".'
  remove_service
  remove_programs
  remove_account
  if [[ $purge == yes ]]; then
    remove_owned
  else
    say "$etc, $state and the secrets are kept; \"--uninstall --purge\" removes them."
  fi
  if [[ $changes -eq 0 ]]; then say 'There was nothing to remove.'; else say 'Hearth is removed.'; fi
}

remove_service() {
  if [[ -e $unit ]]; then
    if [[ -d /run/systemd/system ]]; then run timeout 60 systemctl stop hearthd || true; fi
    run systemctl --quiet disable hearthd
    run rm -f -- "$unit"
  fi
  remove_drop_ins
  if [[ $changes -gt 0 && -d /run/systemd/system ]]; then run systemctl daemon-reload; fi
  if [[ -f $udev_rule ]]; then run rm -f -- "$udev_rule"; fi
  if [[ -f $wrapper ]] && grep -q "$opt/current" "$wrapper"; then run rm -f -- "$wrapper"; fi
}

# Those of the program; what the owner wrote stays, unless all is to go. So do those that name a kept secret.
remove_drop_ins() {
  local file
  [[ -d $unit.d ]] || return 0
  for file in "$unit.d"/*.conf; do
    [[ -f $file ]] || continue
    if [[ $purge == yes || -f $source_tree/systemd/hearthd.service.d/${file##*/} ]]; then run rm -f -- "$file"; fi
  done
  if [[ -z $(ls -A "$unit.d") ]]; then run rmdir -- "$unit.d"; fi
}

remove_programs() {
  local folder
  while read -r folder; do
    run rm -rf -- "$folder"
  done < <(installed_programs)
  for folder in "$opt"/{.staging-*,current,previous,.current.new,.previous.new}; do
    if [[ -L $folder || -d $folder ]]; then run rm -rf -- "$folder"; fi
  done
  if [[ -d $opt && -z $(ls -A "$opt") ]]; then run rmdir -- "$opt"; fi
}

# After the account, which needs to know what was made here.
remove_owned() {
  local id file
  for file in "$etc" "$state" /run/hearthd; do
    if [[ -e $file || -L $file ]]; then run rm -rf -- "$file"; fi
  done
  for id in $credentials; do
    file=$(encrypted_file "$id")
    if [[ -e $file ]]; then run rm -f -- "$file"; fi
  done
  if [[ -d $encrypted && -z $(ls -A "$encrypted") ]]; then run rmdir -- "$encrypted"; fi
}
