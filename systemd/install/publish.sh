# shellcheck shell=bash disable=SC2034,SC2154
# Which of the programs is `current`, which was so before, and which are no longer needed.

# Nothing that is half done ever gets a name: the folder is whole before it is renamed.
publish_program() {
  if [[ $target_state == to-make ]]; then
    run mv -T -- "$staging/program" "$target"
    if [[ $dry_run == no ]]; then
      rm -rf -- "$staging"
      staging=
    fi
  fi
  local old
  old=$(linked current)
  if [[ $old == "$target" ]]; then
    configuration_is_in_use
    return 0
  fi
  [[ -z $old ]] || link_to "$old" previous
  link_to "$target" current
  configuration_is_in_use
}

# linked NAME: the folder that the link leads to, if it is there.
linked() {
  local folder
  folder=$(readlink -f "$opt/$1" 2>/dev/null) || return 0
  if [[ -f $folder/dist/main.js ]]; then printf %s "$folder"; fi
}

# link_to FOLDER NAME: in one step, so that there is always one.
link_to() {
  [[ $(linked "$2") != "$1" ]] || return 0
  run ln -sfn -- "${1##*/}" "$opt/.$2.new"
  run mv -fT -- "$opt/.$2.new" "$opt/$2"
}

drop_old_programs() {
  local folder current previous
  current=$(linked current) previous=$(linked previous)
  if [[ $dry_run == yes && $current != "$target" ]]; then previous=$current; fi
  while read -r folder; do
    if [[ $folder != "$current" && $folder != "$previous" && $folder != "$target" ]]; then run rm -rf -- "$folder"; fi
  done < <(installed_programs)
}

# Only what this installer made: its folders have a `.source`.
installed_programs() {
  local folder
  for folder in "$opt"/*/; do
    if [[ ! -L ${folder%/} && -f $folder/.source ]]; then say "${folder%/}"; fi
  done
}
