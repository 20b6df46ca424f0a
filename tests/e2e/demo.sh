#!/usr/bin/env bash
# A whole conference from outside: the demo agrees with the truth, its record holds, and scanning its stack again changes nothing.
# Usage: demo.sh PROGRAM
set -euo pipefail
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$1"; exit 1; }

"$program" demo "$work/demo" --voters 10 --seed 7 >"$work/out" 2>"$work/err" || { cat "$work/err"; fail "the demo failed"; }
[ ! -s "$work/out" ] || fail "the demo's messages for people went to stdout"
case=$work/demo/case

"$program" verify "$case" || fail "the record does not hold"
"$program" --json tally "$case" >"$work/tally.json" || fail "tally says that people are needed"
grep -q '"final":true' "$work/tally.json" || fail "the count is not final"

for style in A B C; do
  pages=$(pdfinfo "$work/demo/minutes/bao-cao-$style.pdf" | sed -n 's/^Pages: *//p')
  [ "$pages" -ge 1 ] || fail "no report of style $style"
done

# Confirmed figures are frozen: nothing new is taken in, and the same stack again is nothing new.
"$program" scan "$case" --from "folder:$work/demo/scans" >/dev/null 2>"$work/err" || { cat "$work/err"; fail "scanning the stack again failed"; }
"$program" --json tally "$case" | cmp - "$work/tally.json" || fail "scanning the stack again changed the figures"

# One changed byte in an image is found.
image=$(find "$case/images" -type f | sort | head -n 1)
chmod u+w "$image"
printf 'x' | dd of="$image" bs=1 seek=200 conv=notrunc status=none
status=0
"$program" verify "$case" >/dev/null 2>&1 || status=$?
[ "$status" -eq 4 ] || fail "verify of an altered image gave $status; expected 4"
