# shellcheck shell=bash disable=SC2034,SC2154
# What the machine says about itself: the defaults of the questions. Also part of the Debian packages.

# detect_card arecord|aplay: the first card by its name, which stays when its number changes.
detect_card() {
  local card
  has "$1" || return 0
  # Sound that leads nowhere, or out by HDMI only, is not what somebody speaks to.
  card=$(LC_ALL=C timeout 10 "$1" -l 2>/dev/null |
    sed -n 's/^card [0-9]*: \([^ ]*\) \[.*/\1/p' | grep -viE '^(vc4hdmi|hdmi|dummy)' | head -n 1) || true
  [[ -z $card ]] || printf 'plughw:CARD=%s' "$card"
}

# Boards whose own button or lamp is on a GPIO line (src/boards/boards.ts).
readonly boards_with_button='respeaker-2mic-v1 respeaker-2mic-v2 aiy-voice-hat codec-zero'
readonly boards_with_lamp='aiy-voice-hat codec-zero'

# What is on a sound board is known by its name; of a USB card only that it is one.
is_board() { [[ -n ${answers[preset]:-} && ${answers[preset]} != usb ]]; }

# detect_pin USUAL_PIN BOARDS: "preset" leaves the number to the board.
detect_pin() {
  if is_board; then
    if [[ " $2 " == *" ${answers[preset]} "* ]]; then printf preset; else printf none; fi
  elif compgen -G '/dev/gpiochip*' > /dev/null; then
    printf %s "$1"
  else
    printf none
  fi
}

# A broker on this machine.
detect_broker() {
  if timeout 2 bash -c ': < /dev/tcp/127.0.0.1/1883' 2>/dev/null; then printf 'mqtt://localhost:1883'; fi
}

# As the program itself would make it of the host name.
detect_id() {
  local id
  id=$(uname -n)
  id=${id%%.*}
  id=${id,,}
  id=$(LC_ALL=C sed -E 's/[^a-z0-9_-]+/-/g' <<< "$id")
  while [[ $id == -* ]]; do id=${id#-}; done
  id=${id:0:32}
  while [[ $id == *- ]]; do id=${id%-}; done
  printf %s "${id:-hearth}"
}

detect_name() {
  if [[ -n ${answers[room]:-} ]]; then printf '%s voice' "${answers[room]}"; else printf Hearth; fi
}

# detected NAME: the default of that answer, nothing where there is none.
detected() {
  case $1 in
    name) detect_name ;;
    id) detect_id ;;
    microphone) is_board || detect_card arecord ;;
    speaker) is_board || detect_card aplay ;;
    button-pin) detect_pin 17 "$boards_with_button" ;;
    lamp-pin) detect_pin 27 "$boards_with_lamp" ;;
    broker) detect_broker ;;
  esac
}

# holds_login URL: a user or a password, where everybody may read them.
holds_login() { [[ $1 =~ ://[^/]*@ ]]; }
