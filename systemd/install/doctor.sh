# shellcheck shell=bash disable=SC2034,SC2154
# The last look, by the program itself, as the user and with the secrets of the service.

readonly doctor_limit_seconds=180

examine_service() {
  systemd_runs && [[ $dry_run == no ]] || return 0
  step 'hearthd doctor'
  local way=--pipe
  local -a as_service=()
  collect_surroundings
  if [[ -t 0 && -t 1 && $unattended == no ]]; then way=--pty; fi
  timeout --foreground "$doctor_limit_seconds" systemd-run --quiet --wait --collect "$way" "${as_service[@]}" \
    "$node" "$opt/current/dist/main.js" doctor --config "$config" ||
    warn 'The service is installed; doctor found something, or did not come to its end. What is to be done stands above.'
}

collect_surroundings() {
  local id
  as_service=(-p User="$account" -p Group="$account" -p WorkingDirectory=/ -p StateDirectory=hearthd
    -p StateDirectoryMode=0700 -p RuntimeMaxSec="$doctor_limit_seconds" -p UMask=0077)
  for id in $credentials; do
    if [[ -s $(encrypted_file "$id") && -f $(drop_in "$id") ]]; then
      as_service+=(-p LoadCredentialEncrypted="$id:$(encrypted_file "$id")")
    elif [[ -s $(plain_file "$id") ]]; then
      as_service+=(-p LoadCredential="$id:$(plain_file "$id")")
    fi
  done
}

tell_what_next() {
  [[ $dry_run == no ]] || return 0
  step 'What next'
  has_secret gemini-api-key || say "There is no key for the Gemini API yet:  sudo $here/install.sh --api-key-file FILE"
  cat <<TEXT
What it does:            journalctl -u hearthd -f
What went wrong today:   journalctl -u hearthd -p warning --since today
Change its settings:     sudoedit $config && hearthd check-config $config && sudo systemctl restart hearthd
Back to the one before:  sudo $opt/current/systemd/install.sh --rollback
TEXT
}
