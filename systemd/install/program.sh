# shellcheck shell=bash disable=SC2034,SC2154
# The program: made in a folder of its own beside the others, tried there, and only then given its name.

# What belongs to the program. Nothing else of the tree is copied: no local files, no history.
readonly always_parts='systemd docs package.json README.md LICENSE CHANGELOG.md config.example.json'
readonly built_parts='dist node_modules'
readonly unbuilt_parts='src scripts package-lock.json tsconfig.json tsconfig.build.json'
# For the development packages of a checkout, while it is built.
readonly build_kib=$((600 * 1024))

staging=
# Folder of the program that is to become `current`, and whether it is to be made.
target=
target_state=to-make
fingerprint=

# `checkout` has sources, `archive` is built.
tree_kind() {
  if [[ -d $source_tree/src && -f $source_tree/tsconfig.build.json ]]; then
    say checkout
  elif [[ -f $source_tree/dist/main.js && -d $source_tree/node_modules ]]; then
    say archive
  else
    say neither
  fi
}

# Sets `target`: the folder that holds this very program already, or the first name that is free.
plan_program() {
  local version name number=0
  version=$(sed -n 's/^  "version": "\([^"]*\)".*/\1/p' "$source_tree/package.json" 2>/dev/null | head -n 1)
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.-]*$ && $(tree_kind) != neither ]] ||
    die "$source_tree is neither a checkout of Hearth nor its unpacked release archive. Run systemd/install.sh where it lies in one of them."
  step "Program $version"
  fingerprint=$(fingerprint_of_tree)
  name=$version
  while [[ -e $opt/$name ]]; do
    if [[ $(cat "$opt/$name/.source" 2>/dev/null) == "$fingerprint" ]] && works "$opt/$name"; then
      target=$opt/$name target_state=there
      say "$target is there already."
      return 0
    fi
    number=$((number + 1))
    name=$version+$number
  done
  target=$opt/$name
  require_room
}

# A change of Node's binary interface makes other native packages.
fingerprint_of_tree() {
  local part
  local -a parts=()
  # Run from the installed program itself, as for a new key.
  if [[ $source_tree == "$opt"/* && -f $source_tree/.source ]]; then
    cat "$source_tree/.source"
    return 0
  fi
  for part in $(parts_of_tree); do
    if [[ -e $source_tree/$part ]]; then parts+=("$part"); fi
  done
  {
    say "native=$native"
    [[ $native == no ]] || "$node" -p process.versions.modules
    cd "$source_tree" || exit
    find "${parts[@]}" -type f -print0 | sort -z | xargs -0 sha256sum
    find "${parts[@]}" -type l -printf '%p %l\n' | sort
  } | sha256sum | cut -d' ' -f1
}

parts_of_tree() {
  if [[ $(tree_kind) == archive ]]; then
    say "$always_parts $built_parts scripts package-lock.json"
  else
    say "$always_parts $unbuilt_parts"
  fi
}

works() { timeout 60 "$node" "$1/dist/main.js" --version > /dev/null 2>&1; }

require_room() {
  local part needed=0 free folder=$opt
  for part in $(parts_of_tree); do
    [[ ! -e $source_tree/$part ]] || needed=$((needed + $(du -sk "$source_tree/$part" | cut -f1)))
  done
  needed=$((needed * 2))
  [[ $(tree_kind) == archive ]] || needed=$((needed + build_kib))
  while [[ ! -d $folder ]]; do folder=$(dirname "$folder"); done
  free=$(df -k --output=avail "$folder" | tail -n 1)
  [[ $free -ge $needed ]] ||
    die "There is too little room in $folder: $((free / 1024)) MiB are free, $((needed / 1024 + 1)) MiB are needed. Make room (\"sudo apt clean\", \"sudo journalctl --vacuum-size=50M\"), then run the installer again."
}

# What an installer that was stopped has left is taken away first.
stage_program() {
  local left
  for left in "$opt"/.staging-*; do
    if [[ -d $left ]]; then run rm -rf -- "$left"; fi
  done
  [[ $target_state == to-make ]] || return 0
  if [[ $dry_run == yes ]]; then
    would "make: $target from the $(tree_kind) $source_tree$([[ $(tree_kind) == archive ]] || printf ' (npm ci, npm run build, npm prune)')"
    return 0
  fi
  run mkdir -p "$opt"
  staging=$(mktemp -d "$opt/.staging-XXXXXX") || die "$opt cannot be written. Is the disk full, or read-only? Nothing was changed."
  if ! make_program; then
    die "The program could not be made in $opt; the reason is above (a full disk? $(df -h --output=avail "$opt" | tail -n 1 | tr -d ' ') are free; no network?). What ran before runs on. Put it right and run the installer again."
  fi
}

# Called where `set -e` does not count: each step says for itself that it failed.
make_program() {
  copy_parts || return
  if [[ $(tree_kind) == checkout ]]; then
    build_checkout || return
  elif [[ $native == yes ]]; then
    build_native || return
  fi
  rm -rf -- "$staging/npm" || return
  say "$fingerprint" > "$staging/program/.source" || return
  chown -R root:root "$staging/program" && chmod -R u+rwX,go=rX "$staging/program" || return
  works "$staging/program" || { warn 'What was made does not run.'; return 1; }
  # Its name must not be on the disk before its content is.
  sync -f "$staging/program"
}

copy_parts() {
  local part
  mkdir "$staging/program" || return
  for part in $(parts_of_tree); do
    [[ -e $source_tree/$part ]] || continue
    cp -R --preserve=mode,timestamps,links -- "$source_tree/$part" "$staging/program/" || return
  done
}

build_checkout() {
  local scripts=--ignore-scripts
  if [[ $native == yes ]]; then scripts=--no-ignore-scripts; fi
  say 'Building (some minutes on a small board)…'
  npm_here ci "$scripts" || return
  npm_here run build || return
  npm_here prune --omit=dev --ignore-scripts || return
  rm -rf -- "$staging/program/src" "$staging/program/"tsconfig*.json
}

build_native() {
  say 'Building the native packages (some minutes on a small board)…'
  npm_here ci --omit=dev --no-ignore-scripts || return
}

# Nothing is kept in root's home folder. Node comes first in PATH for what npm starts.
npm_here() {
  (cd "$staging/program" && PATH=$(dirname "$node"):$PATH npm_config_cache=$staging/npm npm_config_update_notifier=no \
    npm "$@" --no-audit --no-fund --loglevel=error < /dev/null)
}
