# shellcheck shell=bash disable=SC2034,SC2154
# The API key and the broker's password: read without echo or from a file, checked, and handed on through pipes only.
# They are never arguments, never in the environment of a program, never told.

# By id of the credential; not exported.
declare -A secrets=()

# check_secret_file OPTION: a wrong file is told before anything is done.
check_secret_file() {
  local file=${answers[$1]:-}
  [[ -n $file ]] || return 0
  [[ -f $file && -r $file ]] || die "--$1: $file is not there, or may not be read." 64
  [[ $(stat -Lc %s "$file") -le 8192 ]] || die "--$1: $file is too big for a secret: at most 8 KiB are read." 64
}

answer_secrets() {
  answer_secret gemini-api-key api-key-file 'Key for the Gemini API (https://aistudio.google.com/apikey), not shown; empty: later'
  if [[ -n ${answers[broker-user]:-} || -n ${answers[broker-password-file]:-} ]]; then
    answer_secret mqtt-password broker-password-file 'Password on the broker, not shown; empty: none'
  fi
}

# answer_secret ID OPTION QUESTION
answer_secret() {
  local id=$1 file=${answers[$2]:-} reason
  if [[ -n $file ]]; then
    secrets[$id]=$(tr -d '\000' < "$file")
    secrets[$id]=${secrets[$id]%$'\r'}
    reason=$(why_no_secret "$id" "${secrets[$id]}")
    [[ -z $reason ]] || die "What $file holds cannot be it: $reason Put it right and run the installer again." 64
  elif [[ $unattended == no ]] && ! has_secret "$id"; then
    ask_secret "$id" "$3"
  fi
}

# ask_secret ID QUESTION: at most three times.
ask_secret() {
  local id=$1 tries secret reason=''
  for tries in 3 2 1; do
    IFS= read -rs -p "$2: " secret || secret=''
    printf '\n'
    [[ -n $secret ]] || return 0
    reason=$(why_no_secret "$id" "$secret")
    if [[ -z $reason ]]; then
      secrets[$id]=$secret
      return 0
    fi
    warn "That cannot be it: $reason$([[ $tries -eq 1 ]] || printf ' Try again.')"
  done
  die 'Nothing was stored. Run the installer again when you have it; Enter alone leaves it for later.'
}

# why_no_secret ID SECRET: a sentence that does not hold it, or nothing. A function: no process sees it.
why_no_secret() {
  case $2 in
    '') printf 'it is empty.' ;;
    *[$'\n\r']*) printf 'it has more than one line.' ;;
    *) case $1 in
      gemini-api-key) why_no_key "$2" ;;
      *) if [[ $2 =~ [[:cntrl:]] ]]; then printf 'it holds control characters.'; fi ;;
    esac ;;
  esac
}

why_no_key() {
  if [[ $1 =~ [[:space:]] ]]; then
    printf 'a key has no spaces.'
  elif [[ ! $1 =~ ^[[:graph:]]+$ || $1 == *[!\ -~]* ]]; then
    printf 'a key has only letters, digits and signs of ASCII.'
  elif [[ ${#1} -lt 20 || ${#1} -gt 1024 ]]; then
    printf 'a key has about 40 characters, and this has %s.' "${#1}"
  fi
}
