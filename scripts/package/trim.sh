#!/bin/bash
# Takes out of node_modules what is not needed at run time. What was published as a licence stays.
# usage: trim.sh NODE_MODULES
set -euo pipefail

modules=$1

# npm's own notes, and links to programs of packages: the daemon starts none of them.
remove_notes() {
  rm -rf "$modules/.bin" "$modules/.package-lock.json" "$modules/@types"
  find "$modules" -type d -name .bin -prune -exec rm -rf {} +
}

# The licence of a package that has no file for it stands in its README.
keep_only_licences() {
  local manifest folder
  find "$modules" -name package.json -print0 |
    while IFS= read -r -d '' manifest; do
      folder=${manifest%/*}
      if [ -z "$(find "$folder" -maxdepth 1 -type f \( -iname 'licen[cs]e*' -o -iname 'copying*' \))" ]; then
        find "$folder" -maxdepth 1 -type f -iname 'readme.md' -exec mv {} "$folder/LICENSE.README" \;
      fi
    done
}

remove_folders() {
  find "$modules" -mindepth 2 -type d \( -name test -o -name tests -o -name __tests__ -o -name '.*' \) \
    -prune -exec rm -rf {} +
  # Only beside a package.json: deeper down a folder of such a name may hold the program.
  find "$modules" -mindepth 2 -type d \
    \( -name benchmarks -o -name bench -o -name benchmark -o -name example -o -name examples \
    -o -name doc -o -name docs -o -name coverage \) -print0 |
    while IFS= read -r -d '' folder; do
      [ ! -e "${folder%/*}/package.json" ] || rm -rf "$folder"
    done
}

remove_files() {
  find "$modules" -type f ! \( -name '*.js' -o -name '*.cjs' -o -name '*.mjs' -o -name '*.json' \
    -o -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' \) -delete
  find "$modules" -type f \( -name 'tsconfig*.json' -o -name '.*' -o -name '*.test.js' \) -delete
  find "$modules" -type d -empty -delete
}

# What begins with #! is to be started, not loaded.
remove_programs() {
  find "$modules" -type f -print0 |
    while IFS= read -r -d '' file; do
      if [ "$(head -c 2 "$file" | tr -d '\0')" = '#!' ]; then rm "$file"; fi
    done
  find "$modules" -type f -exec chmod a-x {} +
}

keep_only_licences
remove_notes
remove_folders
remove_programs
remove_files
