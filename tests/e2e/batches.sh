#!/usr/bin/env bash
# Stacks: a separator sheet begins a new batch, a batch is set aside whole, and its sheets can be scanned again.
# Usage: batches.sh PROGRAM
set -euo pipefail
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$1"; exit 1; }
people() { local status=0; "$@" || status=$?; [ "$status" -le 1 ] || fail "$* gave $status"; }

"$program" new "$work/case" --conference samples/tinh-uy-song-van/conference.toml 2>/dev/null
"$program" ballots "$work/case" --style A --count 4 -o "$work/a.pdf" 2>/dev/null
"$program" forms "$work/case" --kind separator -o "$work/separators.pdf"
mkdir "$work/scans"  # a ballot of style A is two sheets
pdftoppm -r 200 -gray -png "$work/a.pdf" "$work/a"
pdftoppm -r 200 -gray -png -l 1 "$work/separators.pdf" "$work/s"
sheets=("$work"/a-*.png)
n=0
lay() { n=$((n + 1)); cp "$1" "$(printf '%s/scans/%03d.png' "$work" "$n")"; }
separator=("$work"/s-*.png)
for sheet in "${sheets[@]:0:4}"; do lay "$sheet"; done
lay "${separator[0]}"
for sheet in "${sheets[@]:4}"; do lay "$sheet"; done

# One sheet of a ballot of two: the other is listed as missing, until it comes.
people "$program" scan "$work/case" "${sheets[0]}" 2>/dev/null
"$program" --lang en status "$work/case" >"$work/status" || true
[ "$(grep -c 'sheet missing: missing:.*:2$' "$work/status")" -eq 1 ] || { cat "$work/status"; fail "the missing sheet is not listed"; }

people "$program" --json scan "$work/case" --batch "bàn 1" --from "folder:$work/scans" >"$work/out" 2>/dev/null
people "$program" --json batch "$work/case" list >"$work/list"
batches() { tr '{' '\n' <"$1" | grep -c '"batch":'; }
[ "$(batches "$work/list")" -eq 3 ] || fail "a file and two stacks gave $(batches "$work/list") batches"
"$program" --lang en status "$work/case" >"$work/status" || true
! grep -q 'sheet missing' "$work/status" || fail "a sheet is said to be missing that has come"
grep -q '"name":"bàn 1"' "$work/list" || fail "the batch lost its name"

# The second batch is set aside, with a reason and by somebody of the committee only.
second=$(tr '{' '\n' <"$work/list" | sed -n 's/.*"batch":\([0-9]*\).*/\1/p' | sort -n | tail -n 1)
head=$(awk '/^\[\[committee\]\]/{c=1} c&&/name/{sub(/^[^"]*"/,"");sub(/".*/,"");print;exit}' samples/tinh-uy-song-van/conference.toml)
status=0; "$program" batch "$work/case" set-aside "$second" --as "Ai Đó" --why "thử" 2>/dev/null || status=$?
[ "$status" -eq 2 ] || fail "a stranger set a batch aside ($status)"
people "$program" batch "$work/case" set-aside "$second" --as "$head" --why "nghi kéo hai tờ" 2>/dev/null
"$program" --json batch "$work/case" list | grep -q '"set_aside":true' || fail "the batch is not set aside"
"$program" --json tally "$work/case" >"$work/t1" || true
grep -q '"scanned":2,' "$work/t1" || fail "set-aside sheets still count: $(grep -o '"scanned":[0-9]*' "$work/t1" | head -1)"

# The same files again: what was set aside comes in anew, the rest is known.
people "$program" --json scan "$work/case" --from "folder:$work/scans" >"$work/out" 2>/dev/null
"$program" --json tally "$work/case" >"$work/t2" || true
grep -q '"scanned":4,' "$work/t2" || fail "the sheets did not come back"
people "$program" verify "$work/case" 2>"$work/err" || { cat "$work/err"; exit 1; }

# The package shows what was set aside, and holds.
people "$program" export "$work/case" -o "$work/package.zip" 2>/dev/null
people "$program" verify "$work/package.zip" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
