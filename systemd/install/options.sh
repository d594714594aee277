# shellcheck shell=bash disable=SC2034,SC2154
# The command line and the file of answers.

task=install
unattended=no
start=yes
native=no
purge=no
# By name of the option, without its dashes.
declare -A answers=()

readonly value_options='api-key-file name room id microphone speaker preset button-pin lamp-pin broker broker-user broker-password-file'

usage() {
  cat <<'TEXT'
Usage: sudo systemd/install.sh [OPTION…]

Installs Hearth, or upgrades it to what lies beside this script.

What it would ask for:
  --api-key-file FILE          file whose only line is the key for the Gemini API
  --name NAME                  what the device is called, as "Kitchen voice"
  --room ROOM                  the room it stands in
  --id ID                      its name on the broker: small letters, digits, - and _
  --preset BOARD               the sound board, as "respeaker-2mic"; see docs/boards.md
  --microphone DEVICE          ALSA device, as plughw:CARD=Mic
  --speaker DEVICE             ALSA device, as plughw:CARD=Speaker
  --button-pin N, --lamp-pin N BCM number of the GPIO line, or "none"
  --broker URL                 as mqtt://localhost:1883
  --broker-user USER
  --broker-password-file FILE  file whose only line is the password

How:
  --answers FILE               the same as lines of KEY=VALUE: API_KEY_FILE=/root/key, BUTTON_PIN=17
  --yes                        ask nothing: what is not given is detected or left at its default
  --native                     build the native sound and button packages (needs a compiler, which it installs)
  --no-start                   do not start the service (for images, in a chroot)
  --dry-run                    print every step and change nothing

Instead:
  --rollback                   go back to the program that ran before, and to its configuration
  --uninstall                  remove the program and the service; keep /etc/hearthd and /var/lib/hearthd
  --uninstall --purge          remove those as well
  --help
TEXT
}

parse_options() {
  local answers_file='' option
  while [[ $# -gt 0 ]]; do
    option=$1
    shift
    case $option in
      --help | -h) usage; exit 0 ;;
      --yes | --unattended) unattended=yes ;;
      --native) native=yes ;;
      --no-start) start=no ;;
      --dry-run) dry_run=yes ;;
      --rollback) task=rollback ;;
      --uninstall) task=uninstall ;;
      --purge) purge=yes ;;
      --api-key | --api-key=*)
        die 'A key on the command line can be read by every program on this machine. Put it into a file and give --api-key-file FILE.' 64 ;;
      --*=*) set -- "${option%%=*}" "${option#*=}" "$@" ;;
      --answers) answers_file=$(value_of "$option" "$@"); shift ;;
      --*)
        is_value_option "${option#--}" || die "There is no option $option. \"install.sh --help\" lists them." 64
        answers[${option#--}]=$(value_of "$option" "$@")
        shift ;;
      *) die "\"$option\" is no option. \"install.sh --help\" lists them." 64 ;;
    esac
  done
  [[ $purge == no || $task == uninstall ]] || die '--purge goes with --uninstall.' 64
  [[ -z $answers_file ]] || read_answers "$answers_file"
  # Nobody is there to be asked.
  if [[ ! -t 0 || $dry_run == yes ]]; then unattended=yes; fi
}

value_of() {
  [[ $# -ge 2 && -n $2 && $2 != --* ]] || die "$1 needs a value." 64
  printf %s "$2"
}

is_value_option() { [[ " $value_options " == *" $1 "* ]]; }

# read_answers FILE: data, never commands. An option on the command line wins.
read_answers() {
  local file=$1 line number=0 name
  [[ -f $file && -r $file ]] || die "The file of answers $file is not there, or may not be read." 64
  [[ $(stat -Lc %s "$file") -le 65536 ]] || die "The file of answers $file is too big: at most 64 KiB are read." 64
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    line=${line%$'\r'}
    [[ -n $line && $line != '#'* ]] || continue
    [[ $line =~ ^([A-Z_]+)=(.*)$ ]] ||
      die "Line $number of $file is not KEY=VALUE; a line that begins with # is left out." 64
    name=${BASH_REMATCH[1],,}
    set_answer "${name//_/-}" "${BASH_REMATCH[2]}" "Line $number of $file"
  done < "$file"
}

# set_answer NAME VALUE WHERE
set_answer() {
  case $1=$2 in
    native=yes) native=yes ;;
    start=no) start=no ;;
    native=no | start=yes) ;;
    *)
      is_value_option "$1" || die "$3 has a key that is not known. Known are: $(answer_keys)." 64
      [[ -n $2 && ! $2 =~ [[:cntrl:]] ]] || die "$3 has no value that can be used." 64
      [[ -n ${answers[$1]:-} ]] || answers[$1]=$2 ;;
  esac
}

answer_keys() {
  local names="$value_options native start"
  names=${names^^}
  names=${names//-/_}
  printf %s "${names// /, }"
}
