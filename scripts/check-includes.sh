#!/usr/bin/env bash
# Checks who includes whom: rooms only downward, no circle between files, vendor headers out of our headers and in their places.
# docs/architecture.md says why. Usage: scripts/check-includes.sh [ROOT]   Exit 1 lists what is wrong.
set -euo pipefail
cd "${1:-$(dirname "$0")/..}"
export LC_ALL=C.UTF-8
failures=0
fail() { echo "$1"; failures=$((failures + 1)); }

rooms="base forms scanner omr calibration station"
declare -A may=(
  [base]="base"
  [forms]="base forms"
  [scanner]="base scanner"
  [omr]="base forms omr"
  [calibration]="base forms omr calibration"
  [station]="base forms scanner omr calibration station"
)
# The demo is the one place above the rooms: it votes and scans with the simulator of tests/.
demo='^station/cli/demo[a-z_]*\.cpp$'

# Every include, as "file line header": ours in quotes, others in angle brackets.
mapfile -t folders < <(for f in $rooms tests; do [ -d "$f" ] && echo "$f"; done)
includes=$(find "${folders[@]}" -type f \( -name '*.cpp' -o -name '*.hpp' \) -print0 | sort -z |
  xargs -0 -r grep -nHoE '^[[:space:]]*#[[:space:]]*include[[:space:]]*("[^"]+"|<[^>]+>)' |
  sed -E 's/^([^:]+):([0-9]+):[^"<]*/\1 \2 /' || true)

while read -r file line header; do
  [ -n "$file" ] || continue
  room=${file%%/*}
  name=${header:1:-1}
  where="$file:$line"
  case "$header" in
    '"'*)
      target=${name%%/*}
      if [ "$room" != tests ]; then
        if [ "$target" = tests ] && [[ $file =~ $demo ]]; then
          :
        elif [ "$target" = "$name" ] || [[ " ${may[$room]} " != *" $target "* ]]; then
          fail "$where: $room may include ${may[$room]} only, not $header"
        fi
      fi
      [ -f "$name" ] || fail "$where: $header is no file of the project (our includes start at the root)"
      ;;
    '<'*)
      # What a room's tests share lies in its testing/ and may name GoogleTest. Standard headers have neither a folder nor a suffix; <tl/expected.hpp> is what base::Expected is made of.
      if [ "$room" != tests ] && [[ $file == *.hpp ]] && [[ $file != */testing/* ]] && [[ ! $name =~ ^[a-z_0-9]+$ ]] &&
        [ "$file $name" != "base/expected.hpp tl/expected.hpp" ]; then
        fail "$where: $header in a header of ours; vendor headers belong in .cpp files"
      fi
      [ "$room" = tests ] && continue
      case "$name" in
        opencv2/*) place='^(omr|calibration)/' ;;
        ZXing/*) place='^omr/qr_reader.cpp' ;;
        tesseract/* | leptonica/*) place='^omr/ocr_reader.cpp' ;;
        hpdf*.h) place='^forms/print/' ;;
        SQLiteCpp/* | sqlite3.h | pqxx/*) place='^station/(store|rollup)/' ;;
        toml++/*) place='^(forms/|calibration/profile.cpp)' ;;
        CLI/*) place='^station/cli/' ;;
        xlsxwriter.h) place='^station/(minutes|rollup)/' ;;
        zip.h) place='^forms/workbook.cpp' ;;
        Poco/*) place='^station/(server|signing/testing)/' ;;
        lcms2.h) place='^forms/print/' ;;
        *) continue ;;
      esac
      [[ $file =~ $place ]] || [[ $file == *_test.cpp ]] || fail "$where: $header is confined to $place"
      ;;
  esac
done <<<"$includes"

# A circle between files. tsort names the files of each loop.
circle=$(awk '$3 ~ /^"/ { gsub(/"/, "", $3); print $1, $3 }' <<<"$includes" | tsort 2>&1 >/dev/null || true)
[ -z "$circle" ] || fail "files include each other in a circle:
$circle"

# The same rule for what CMake links: a room's target may not link a room above it.
for room in $rooms; do
  [ -f "$room/CMakeLists.txt" ] || continue
  linked=$(awk -v room="$room" '
    { sub(/#.*/, "") }
    $0 ~ "target_link_libraries\\([[:space:]]*" room "([[:space:])]|$)" { inside = 1; sub(/.*target_link_libraries\([[:space:]]*[a-z]+/, "") }
    inside { print } inside && /\)/ { inside = 0 }' "$room/CMakeLists.txt" | tr -c 'a-z_A-Z:' '\n' | grep -xE "${rooms// /|}" || true)
  for target in $linked; do
    [[ " ${may[$room]} " == *" $target "* ]] || fail "$room/CMakeLists.txt: $room links $target, which stands above it"
  done
done

[ "$failures" -eq 0 ] || { echo "$failures wrong includes or links"; exit 1; }
