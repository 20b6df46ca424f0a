#!/usr/bin/env bash
# A watched folder with real writers: a PDF with turned pages, a sheet written in pieces, a sheet renamed into place.
# Usage: hot_folder.sh PROGRAM
set -euo pipefail
program=$1
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
fail() { echo "$1"; cat "$work/err"; exit 1; }

"$program" new "$work/case" --conference samples/tinh-uy-song-van/conference.toml 2>/dev/null
"$program" ballots "$work/case" --style B --count 6 -o "$work/b.pdf" 2>/dev/null
pages=$(pdfinfo "$work/b.pdf" | sed -n 's/^Pages: *//p')
mkdir "$work/in"
pdftoppm -r 200 -gray -jpeg "$work/b.pdf" "$work/b"
scans=("$work"/b-*.jpg)

# The first two pages come as a PDF, one turned by a quarter and one upside down.
qpdf "$work/b.pdf" --pages . 1-2 -- --rotate=+90:1 --rotate=+180:2 "$work/in/stack.pdf"
# The third in pieces, the rest renamed into place; the watch begins while they are written.
(
  size=$(stat -c %s "${scans[2]}")
  for part in 0 1 2 3; do
    dd if="${scans[2]}" bs=1 skip=$((part * size / 4)) count=$(((part + 1) * size / 4 - part * size / 4)) status=none >>"$work/in/slow.jpg"
    sleep 0.2
  done
) &
for scan in "${scans[@]:3}"; do
  cp "$scan" "$work/in/.$(basename "$scan")"
  mv "$work/in/.$(basename "$scan")" "$work/in/$(basename "$scan")"
done
: >"$work/in/empty.part"

status=0
"$program" --json scan "$work/case" --from "folder:$work/in" --watch --settle 0.5 --idle 3 >"$work/out" 2>"$work/err" || status=$?
[ "$status" -le 1 ] || fail "the watch ended with $status"
grep -q "\"accepted\":$pages,.*\"read\":$pages," "$work/out" || fail "not all $pages pages were read: $(cat "$work/out")"
[ "$(find "$work/in" -maxdepth 1 -type f | wc -l)" -eq 1 ] || fail "something is left in the folder"
[ "$(find "$work/in/taken" -type f | wc -l)" -eq $((pages - 1)) ] || fail "the taken files are not in taken/"
[ ! -e "$work/in/rejected" ] || fail "something was set aside: $(ls "$work/in/rejected")"
cmp -s "$work/in/taken/slow.jpg" "${scans[2]}" || fail "the slowly written sheet is another file"
