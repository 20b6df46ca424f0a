#!/usr/bin/env bash
# An evidence package from outside: made, encrypted, checked on a machine that has nothing else, reported, and refused once altered.
# Usage: evidence.sh PROGRAM
set -euo pipefail
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$1"; exit 1; }
expect() {
  local wanted=$1 status=0
  shift
  "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" -eq "$wanted" ] || { cat "$work/err"; fail "$* gave $status; expected $wanted"; }
}

expect 0 "$program" demo "$work/demo" --voters 8 --seed 5
case=$work/demo/case
cp "$work"/demo/minutes/bao-cao-*.pdf "$case/minutes/"
echo "một mật khẩu dài" >"$work/passphrase"
echo "mật khẩu khác" >"$work/other"
expect 0 "$program" export "$case" -o "$work/plain.zip"
expect 0 "$program" export "$case" -o "$work/sealed" --passphrase-file "$work/passphrase"
expect 0 "$program" verify "$case"
rm -rf "$work/demo"

expect 0 "$program" --json verify "$work/plain.zip"
grep -q '"holds":true' "$work/out" || fail "the package does not hold"
[ "$(grep -o '"outcome":"holds"' "$work/out" | wc -l)" -eq 10 ] || fail "not every link was checked"
expect 2 "$program" verify "$work/sealed"
expect 2 "$program" verify "$work/sealed" --passphrase-file "$work/other"
expect 0 "$program" verify "$work/sealed" --passphrase-file "$work/passphrase" -o "$work/report.pdf"
pdftotext "$work/report.pdf" "$work/report.txt"
grep -q "Gói đứng vững" "$work/report.txt" || fail "the report does not say that the package holds"
expect 2 "$program" verify "$work/nothing.zip"
expect 4 "$program" verify "$work/plain.zip" --fingerprint 0123456789abcdef
grep -q '"chain"' "$work/err" || fail "the broken link is not named"

printf 'x' | dd of="$work/plain.zip" bs=1 seek=5000 conv=notrunc status=none
expect 4 "$program" --json verify "$work/plain.zip" -o "$work/report.pdf"
grep -q '"holds":false' "$work/out" || fail "an altered package holds"
pdftotext "$work/report.pdf" "$work/report.txt"
grep -q "KHÔNG đứng vững" "$work/report.txt" || fail "the report does not say that the package is broken"
printf 'x' | dd of="$work/sealed" bs=1 seek=5000 conv=notrunc status=none
expect 4 "$program" verify "$work/sealed" --passphrase-file "$work/passphrase"
