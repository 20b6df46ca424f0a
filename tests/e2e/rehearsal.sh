#!/usr/bin/env bash
# A rehearsal: the deck is printed, scanned and compared; what is not as printed is found; no count ever has a part of it.
# Usage: rehearsal.sh PROGRAM ESCL_EMULATOR
set -euo pipefail
program=$1
emulator=$2
work=$(mktemp -d)
device=
trap '[ -z "$device" ] || kill "$device"; rm -rf "$work"' EXIT
fail() { echo "$1"; exit 1; }
gives() { local wanted=$1 status=0; shift; "$@" || status=$?; [ "$status" -eq "$wanted" ] || fail "$* gave $status, not $wanted"; }
sample=samples/tinh-uy-song-van/conference.toml

"$program" new "$work/case" --conference "$sample" 2>/dev/null
gives 2 "$program" forms "$work/case" --kind test-deck -o "$work/deck.pdf" 2>/dev/null  # of which style?
gives 2 "$program" forms "$work/case" --kind test-deck --style Z -o "$work/deck.pdf" 2>/dev/null
"$program" forms "$work/case" --kind test-deck --style C -o "$work/deck.pdf" 2>/dev/null
for file in deck.pdf deck.json deck-ket-qua.pdf; do [ -s "$work/$file" ] || fail "no $file"; done
mkdir "$work/scans"
pdftoppm -r 200 -gray -jpeg "$work/deck.pdf" "$work/scans/s"

gives 0 "$program" --json rehearse "$work/case" "$work/scans" -o "$work/report.pdf" >"$work/out" 2>/dev/null
grep -q '"passed":true' "$work/out" || { cat "$work/out"; fail "the deck did not pass"; }
pdftotext "$work/report.pdf" "$work/report.txt"
grep -q 'ĐẠT' "$work/report.txt" || fail "the report does not say so"

# A sheet is missing.
mv "$work/scans" "$work/all"; mkdir "$work/scans"; cp "$work"/all/* "$work/scans/"
rm "$(ls "$work"/scans/* | head -n 1)"
gives 1 "$program" --json rehearse "$work/case" "$work/scans" >"$work/out" 2>/dev/null
grep -q '"found":"missing"' "$work/out" || fail "the missing sheet is not told"

# The same deck out of a scanner's feeder; a jam ends it without a word in the record.
[ -s "$work/case/rehearsal/ket-qua/001.json" ] || fail "the result is not kept"
mkfifo "$work/hold"
exec 9<>"$work/hold"  # the emulator lives until its stdin is closed
scan_deck() { # WANTED-CODE OPTION...
    local wanted=$1; shift
    : >"$work/port"
    "$emulator" --folder "$work/all" "$@" <"$work/hold" >"$work/port" & device=$!
    until [ -s "$work/port" ]; do kill -0 "$device" || fail "no emulator"; sleep 0.1; done
    gives "$wanted" "$program" --json rehearse "$work/case" --from "escl:127.0.0.1:$(cat "$work/port")" >"$work/out" 2>"$work/err"
    kill "$device"; wait "$device" || true; device=
}
before=$("$program" --json status "$work/case" | md5sum || true)
scan_deck 3 --fault jam@3
[ "$before" = "$("$program" --json status "$work/case" | md5sum || true)" ] || fail "a jam left something in the record"
scan_deck 0
grep -q '"passed":true' "$work/out" || { cat "$work/out" "$work/err"; fail "the deck did not pass from the feeder"; }

# Nothing of a deck is counted, and no official ballot is rehearsed with.
status=0; "$program" scan "$work/case" "$work"/all/* 2>/dev/null || status=$?
[ "$status" -le 1 ] || fail "scan gave $status"
status=0; "$program" --json tally "$work/case" >"$work/tally" || status=$?
! grep -q '"collected":[1-9]' "$work/tally" || { cat "$work/tally"; fail "a test ballot was counted"; }
"$program" ballots "$work/case" --style C --count 2 -o "$work/official.pdf" 2>/dev/null
pdftoppm -r 200 -gray -jpeg "$work/official.pdf" "$work/official"
gives 2 "$program" rehearse "$work/case" "$work"/official*.jpg 2>/dev/null
gives 1 "$program" --json rehearse "$work/case" "$work/all" "$work"/official*.jpg >"$work/out" 2>/dev/null
grep -q '"found":"official"' "$work/out" || fail "an official ballot went through a rehearsal"

# Bad input.
gives 2 "$program" rehearse "$work/case" "$work/none.jpg" 2>/dev/null
gives 2 "$program" rehearse "$work/case" "$work/all" --as "Ai Đó" 2>/dev/null
status=0; "$program" verify "$work/case" >/dev/null 2>"$work/err" || status=$?
[ "$status" -le 1 ] || { cat "$work/err"; fail "the record does not hold"; }

# Where the policy asks for it, no count is opened without a rehearsal, unless the head says so.
cp -r "$(dirname "$sample")" "$work/strict"
if grep -q '^\[policy\]' "$work/strict/conference.toml"; then
    sed -i '/^\[policy\]/a rehearsal = "require"' "$work/strict/conference.toml"
else
    printf '\n[policy]\nrehearsal = "require"\n' >>"$work/strict/conference.toml"
fi
"$program" new "$work/strict-case" --conference "$work/strict/conference.toml" 2>/dev/null
"$program" ballots "$work/strict-case" --style C --count 2 -o "$work/strict.pdf" 2>/dev/null
pdftoppm -r 200 -gray -jpeg "$work/strict.pdf" "$work/strict-page"
gives 2 "$program" scan "$work/strict-case" "$work"/strict-page*.jpg 2>"$work/err"
grep -q 'rehearsal' "$work/err" || fail "the refusal does not say why"
name_of() { awk -v role="$1" '/^\[\[committee\]\]/{n=""} /^name/{n=$0} /^role/&&index($0,role){sub(/^[^"]*"/,"",n);sub(/".*/,"",n);print n;exit}' "$sample"; }
gives 2 "$program" rehearse "$work/strict-case" --waive --as "$(name_of secretary)" --why "gấp" 2>/dev/null
gives 2 "$program" rehearse "$work/strict-case" --waive --as "$(name_of head)" 2>/dev/null
cp -r "$work/strict-case" "$work/strict-passed"
gives 0 "$program" rehearse "$work/strict-case" --waive --as "$(name_of head)" --why "máy in hỏng" 2>/dev/null
status=0; "$program" scan "$work/strict-case" "$work"/strict-page*.jpg 2>/dev/null || status=$?
[ "$status" -le 1 ] || fail "scan after the waiver gave $status"
grep -raq "máy in hỏng" "$work/strict-case" || fail "the waiver is not in the record"

# So does a rehearsal that passed.
"$program" forms "$work/strict-passed" --kind test-deck --style C -o "$work/strict-deck.pdf" 2>/dev/null
mkdir "$work/strict-scans"
pdftoppm -r 200 -gray -jpeg "$work/strict-deck.pdf" "$work/strict-scans/s"
gives 0 "$program" rehearse "$work/strict-passed" "$work/strict-scans" >/dev/null 2>&1
status=0; "$program" scan "$work/strict-passed" "$work"/strict-page*.jpg 2>"$work/err" || status=$?
[ "$status" -le 1 ] || { cat "$work/err"; fail "scan after a passed rehearsal gave $status"; }

# What differs is told in the language asked for.
rm "$(ls "$work"/strict-scans/* | head -n 1)"
gives 1 "$program" --lang vi rehearse "$work/strict-passed" "$work/strict-scans" >"$work/out" 2>/dev/null
grep -q '^phiếu 1, phải là trang 1, ra thiếu$' "$work/out" || { cat "$work/out"; fail "no word in Vietnamese"; }
gives 1 "$program" --lang en rehearse "$work/strict-passed" "$work/strict-scans" >"$work/out" 2>/dev/null
grep -q '^ballot 1, must be page 1, is missing$' "$work/out" || { cat "$work/out"; fail "no word in English"; }
