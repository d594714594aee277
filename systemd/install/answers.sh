# shellcheck shell=bash disable=SC2034,SC2154
# What is asked, with a default that was found; or taken from the options without a question.

# For first-config.mjs.
config_answers=()

answer_all() {
  check_secret_file api-key-file
  check_secret_file broker-password-file
  if [[ ! -e $config ]]; then
    step 'Questions (Enter takes what stands in brackets)'
    [[ $unattended == no ]] || say 'Nothing is asked: what is not given is detected or left at its default.'
    answer_device
    answer_broker
  fi
  answer_secrets
}

answer_device() {
  ask name 'What is it called?' "$(detected name)" '^.{1,64}$' 'a name has at most 64 characters'
  ask room 'Which room does it stand in? (may be empty)' '' '^.{0,64}$' 'a room has at most 64 characters'
  ask id 'Its name on the broker' "$(detected id)" '^[a-z0-9_-]{1,32}$' 'it has 1 to 32 of the characters a-z 0-9 _ -'
  ask preset 'Sound board, if it is one of docs/boards.md (may be empty)' '' '^[a-z0-9-]{0,32}$' 'names of boards are in docs/boards.md'
  if ! is_board; then
    ask microphone 'Microphone' "$(detected microphone)" '^[^[:space:]]{0,256}$' 'it is a name as "arecord -L" lists it, without spaces'
    ask speaker 'Loudspeaker' "$(detected speaker)" '^[^[:space:]]{0,256}$' 'it is a name as "aplay -L" lists it, without spaces'
  fi
  local -r pin='^(none|preset|[0-9]|[1-4][0-9]|5[0-3])$' pin_rule='it is the BCM number of a line, 0 to 53, or "none"'
  ask button-pin 'GPIO line of the button, or "none"' "$(detected button-pin)" "$pin" "$pin_rule"
  ask lamp-pin 'GPIO line of the lamp, or "none"' "$(detected lamp-pin)" "$pin" "$pin_rule"
}

answer_broker() {
  ask broker 'MQTT broker (may be empty: mqtt://127.0.0.1:1883)' "$(detected broker)" '^((mqtt|mqtts|ws|wss)://[^[:space:]]+)?$' \
    'it begins with mqtt://, mqtts://, ws:// or wss://'
  ! holds_login "${answers[broker]:-}" ||
    die 'The URL of the broker holds a user or a password, and everybody may read the configuration. Give --broker-user and --broker-password-file instead.' 64
  ask broker-user 'User name on the broker (may be empty)' '' '^.{0,128}$' 'it has at most 128 characters'
}

# ask NAME QUESTION DEFAULT PATTERN RULE: checks what was given as well; asks at most three times.
ask() {
  local name=$1 question=$2 default=$3 pattern=$4 rule=$5 tries=3 answer
  if [[ -n ${answers[$name]:-} ]]; then
    [[ ${answers[$name]} =~ $pattern && ! ${answers[$name]} =~ [[:cntrl:]] ]] || die "--$name ${answers[$name]@Q} does not do: $rule." 64
  elif [[ $unattended == yes ]]; then
    answers["$name"]=$default
  else
    while true; do
      IFS= read -r -p "$question${default:+ [$default]}: " answer || die 'The questions were not answered. Nothing was written.'
      answer=${answer:-$default}
      if [[ $answer =~ $pattern && ! $answer =~ [[:cntrl:]] ]]; then break; fi
      tries=$((tries - 1))
      [[ $tries -gt 0 ]] || die "That does not do either: $rule. Nothing was written; run the installer again." 64
      warn "That does not do: $rule."
    done
    answers["$name"]=$answer
  fi
  config_answers+=("$name=${answers[$name]}")
}
