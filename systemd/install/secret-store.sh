# shellcheck shell=bash disable=SC2034,SC2154
# Where secrets lie: encrypted for this machine where systemd can do that, else in files that only root may read.

readonly credentials='gemini-api-key mqtt-password token-service-secret gateway-token'

plain_file() { printf %s "$etc/$1"; }
encrypted_file() { printf %s "$encrypted/hearthd.$1"; }
drop_in() { printf %s "$unit.d/50-encrypted-$1.conf"; }
has_secret() { [[ -s $(plain_file "$1") || -s $(encrypted_file "$1") ]]; }

keep_secrets() {
  local id
  for id in "${!secrets[@]}"; do
    step "Secret $id"
    if same_secret "$id"; then
      say 'It is there already.'
    elif [[ $dry_run == yes ]]; then
      would "store: the secret $id"
    else
      changes=$((changes + 1))
      store_secret "$id"
    fi
  done
  repair_modes
}

# What is secret and readable by others, whoever wrote it.
repair_modes() {
  local id file
  for id in $credentials; do
    file=$(plain_file "$id")
    if [[ -f $file && $(stat -c '%U %a' "$file") != 'root 600' ]]; then
      run chown root:root "$file"
      run chmod 600 "$file"
    fi
  done
}

# Compared inside this shell.
same_secret() {
  local kept
  if [[ -s $(encrypted_file "$1") ]]; then
    kept=$(systemd-creds decrypt --name="$1" "$(encrypted_file "$1")" - 2>/dev/null) || return 1
    [[ -f $(drop_in "$1") ]] || return 1
  elif [[ -s $(plain_file "$1") ]]; then
    kept=$(< "$(plain_file "$1")")
  else
    return 1
  fi
  [[ $kept == "${secrets[$1]}" ]]
}

# store_secret ID: the other place is emptied only when this one holds it.
store_secret() {
  local id=$1
  if store_encrypted "$id"; then
    rm -f -- "$(plain_file "$id")"
    say "It is kept encrypted for this machine: $(encrypted_file "$id")."
  else
    write_file "$(plain_file "$id")" 600 "${secrets[$id]}"$'\n' ||
      die "$(plain_file "$id") cannot be written (is the disk full, or read-only?). Run the installer again."
    rm -f -- "$(encrypted_file "$id")" "$(drop_in "$id")"
    say "It is kept in $(plain_file "$id"), which only root may read (no encrypted credentials here)."
  fi
}

# An image's key would be the same on every machine that it is written to: not with --no-start.
store_encrypted() {
  local id=$1 file new key
  systemd_runs && has systemd-creds || return 1
  file=$(encrypted_file "$id") new=$(encrypted_file "$id").new
  install -d -m 700 "$encrypted" || return
  for key in auto host; do
    if (umask 077 && systemd-creds encrypt --with-key="$key" --name="$id" - "$new" 2>/dev/null < <(printf %s "${secrets[$id]}")) &&
      chmod 600 "$new" && loads "$id" "$new"; then
      mv -fT -- "$new" "$file" || return
      write_file "$(drop_in "$id")" 644 "[Service]"$'\n'"LoadCredentialEncrypted=$id:$file"$'\n'
      return
    fi
    rm -f -- "$new"
  done
  rmdir --ignore-fail-on-non-empty "$encrypted"
  return 1
}

# loads ID FILE: whether a service gets it, as ours will.
loads() {
  local kept
  kept=$(timeout 60 systemd-run --quiet --wait --pipe --collect -p User="$account" -p LoadCredentialEncrypted="$1:$2" \
    /bin/sh -c "cat \"\$CREDENTIALS_DIRECTORY/$1\"" 2>/dev/null < /dev/null) || return 1
  [[ $kept == "${secrets[$1]}" ]]
}
