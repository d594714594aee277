# shellcheck shell=bash disable=SC2034,SC2154
# The configuration: a first one from the answers; one that is there is kept, and brought to the new program's form.

# Copy of the configuration as it was, until the program that needs the new one is in use.
configuration_before=

configure() {
  step "Configuration $config"
  if [[ -e $config ]]; then
    keep_configuration
  else
    write_first_configuration
  fi
}

# The program that will read it.
new_program() {
  if [[ $target_state == to-make ]]; then printf %s "$staging/program"; else printf %s "$target"; fi
}

write_first_configuration() {
  if [[ $dry_run == yes ]]; then
    would "write: $config, of ${config_answers[*]@Q}"
    return 0
  fi
  local text draft
  text=$("$node" "$here/install/first-config.mjs" "${config_answers[@]}") || die 'The configuration could not be made.'
  # Checked where nobody reads it yet.
  draft=$(mktemp -d)
  printf '%s\n' "$text" > "$draft/config.json"
  if ! "$node" "$(new_program)/dist/main.js" check-config "$draft/config.json"; then
    rm -rf -- "$draft"
    die 'The answers make no configuration that works; what is wrong is said above. Nothing was written: run the installer again with other answers.' 78
  fi
  rm -rf -- "$draft"
  put "$config" 644 <<< "$text"
}

keep_configuration() {
  local name
  for name in "${!answers[@]}"; do
    case $name in
      api-key-file | broker-password-file) ;;
      *) warn "--$name is not used: $config is there and is kept. Change it there, then \"sudo systemctl reload hearthd\"." ;;
    esac
  done
  if [[ $dry_run == yes ]]; then
    say "would run: hearthd migrate-config $config, which changes a file of an older form only"
    return 0
  fi
  local program
  program=$(new_program)
  if "$node" "$program/dist/main.js" --help | grep -q migrate-config; then migrate_configuration "$program"; fi
  "$node" "$program/dist/main.js" check-config "$config" ||
    die "The new program cannot use $config; what is wrong is said above. It was left as it was, and so was the program that runs. Correct it and run the installer again." 78
}

# needs_no_migration PROGRAM: tried on a copy elsewhere.
needs_no_migration() {
  local draft same=no
  draft=$(mktemp -d)
  if cp -- "$config" "$draft/config.json" &&
    "$node" "$1/dist/main.js" migrate-config "$draft/config.json" > /dev/null 2>&1 &&
    cmp -s -- "$config" "$draft/config.json"; then
    same=yes
  fi
  rm -rf -- "$draft"
  [[ $same == yes ]]
}

# migrate_configuration PROGRAM
migrate_configuration() {
  local copy
  if needs_no_migration "$1"; then return 0; fi
  if ! { copy=$(mktemp "$etc/.config.before.XXXXXX") && cp --preserve=all -- "$config" "$copy"; }; then
    die "$etc cannot be written (is the disk full, or read-only?). Nothing was changed."
  fi
  configuration_before=$copy
  "$node" "$1/dist/main.js" migrate-config "$config" ||
    die "$config could not be brought to the form of the new program; the reason is above. What ran before runs on, with its configuration." 78
  if cmp -s -- "$copy" "$config"; then
    rm -f -- "$copy"
    configuration_before=
  else
    changes=$((changes + 1))
  fi
}

# An end before the switch: the old program must find what it knows.
put_configuration_back() {
  if [[ -n $configuration_before && -e $configuration_before ]]; then
    if cmp -s -- "$configuration_before" "$config"; then
      rm -f -- "$configuration_before"
    else
      mv -fT -- "$configuration_before" "$config"
    fi
  fi
  configuration_before=
}

# After the switch: what it was stays beside it. `migrate-config` keeps a copy by its own name, one is enough.
configuration_is_in_use() {
  [[ -n $configuration_before ]] || return 0
  local kept
  for kept in "$config".version-*; do
    if cmp -s -- "$kept" "$configuration_before"; then
      rm -f -- "$configuration_before"
      configuration_before=
      return 0
    fi
  done
  mv -fT -- "$configuration_before" "$config.before-${target##*/}"
  configuration_before=
}

# restore_configuration_for PROGRAM PROGRAM_NOW: only if PROGRAM cannot read what there is; the newest that it can.
restore_configuration_for() {
  local kept now_kept=$config.of-${2##*/}
  [[ -e $config ]] && ! accepts "$1" "$config" || return 0
  while read -r kept; do
    accepts "$1" "$kept" || continue
    say "${1##*/} cannot read the configuration of ${2##*/}: $kept takes its place, which is kept as $now_kept."
    run cp --preserve=all -- "$config" "$now_kept"
    run cp --preserve=all -- "$kept" "$etc/.config.restored"
    run mv -fT -- "$etc/.config.restored" "$config"
    return 0
  done < <(find "$etc" -maxdepth 1 -type f -name 'config.json.*' -printf '%T@ %p\n' | sort -rn | cut -d' ' -f2-)
  die "${1##*/} cannot use $config, and there is no older one beside it that it can use. What runs now is left as it is. \"$node $1/dist/main.js check-config $config\" says what is wrong."
}

# accepts PROGRAM FILE
accepts() { timeout 60 "$node" "$1/dist/main.js" check-config "$2" > /dev/null 2>&1 < /dev/null; }
