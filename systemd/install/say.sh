# shellcheck shell=bash disable=SC2034,SC2154
# What is told, and the one way in which anything is changed.

dry_run=no
changes=0
# Set by `die`: the reason has been told.
told=no

say() { printf '%s\n' "$*"; }
step() { printf '== %s\n' "$*"; }
warn() { printf 'install.sh: %s\n' "$*" >&2; }

# die SENTENCE [EXIT CODE]
die() {
  warn "$1"
  told=yes
  exit "${2:-1}"
}

# run COMMAND…: the only way to change anything. Nothing secret may be among the arguments.
run() {
  changes=$((changes + 1))
  if [[ $dry_run == yes ]]; then
    printf 'would run: %s\n' "${*@Q}"
  else
    "$@"
  fi
}

# would WORDS…: in place of `run`, in a dry run, for what is no command of its own.
would() {
  changes=$((changes + 1))
  say "would $*"
}

# put FILE MODE: writes standard input there in one step, unless it says the same already. Not in a pipe: it counts.
put() {
  local file=$1 mode=$2 text
  text=$(cat && printf .) # the dot keeps the line ends at the end
  if [[ -f $file && ! -L $file && $(stat -c %a "$file") == "$mode" ]] && cmp -s -- "$file" <(printf %s "${text%.}"); then
    return 0
  fi
  if [[ $dry_run == yes ]]; then
    would "write: $file (mode $mode)"
    return 0
  fi
  changes=$((changes + 1))
  write_file "$file" "$mode" "${text%.}" ||
    die "$file cannot be written (is the disk full, or read-only?). Make room and run the installer again."
}

# write_file FILE MODE TEXT: whole or not at all, also when the power goes. TEXT is no argument of a process.
write_file() {
  local file=$1 mode=$2 text=$3 new
  mkdir -p -- "$(dirname "$file")" || return
  new=$(mktemp -- "$file.XXXXXX") || return
  if printf %s "$text" > "$new" && chmod "$mode" "$new" && sync "$new" && mv -fT -- "$new" "$file"; then
    return 0
  fi
  rm -f -- "$new"
  return 1
}

# One installer at a time. The lock is on a folder that is always there, so that nothing is left behind.
take_lock() {
  exec {lock}< /etc/systemd/system
  flock --nonblock "$lock" ||
    die "Another installer is at work. Wait until it has ended, then run this one again."
}

# At every end, also after an interruption: what was half done is taken away or put back.
clean_up() {
  local status=$?
  trap - EXIT
  set +e
  put_configuration_back
  [[ -z $staging ]] || rm -rf -- "$staging"
  if [[ $status -ne 0 && $told == no ]]; then
    warn "This stopped before its end; what ran before is still in place. Run it again: it goes on from here."
  fi
  exit "$status"
}
