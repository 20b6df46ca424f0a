#!/usr/bin/env bash
# Calibration from outside: the sheet printed, rendered as a scanner would see it, measured; what is refused; a count that uses the profile.
# Usage: calibrate.sh PROGRAM
set -euo pipefail
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$1"; cat "$work/err"; exit 1; }
# run EXPECTED-EXIT ARGUMENTS...
run() {
  local expected=$1 status=0
  shift
  "$program" --lang en "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" -eq "$expected" ] || fail "$*: exit $status, expected $expected"
}

run 0 new "$work/case" --conference samples/tinh-uy-song-van/conference.toml
run 2 calibrate "$work/case"
grep -q "never calibrated" "$work/err" || fail "no word of how to begin"
run 0 forms "$work/case" --kind calibration -o "$work/sheet.pdf"
pdftoppm -r 200 -gray -jpeg "$work/sheet.pdf" "$work/upright"
qpdf "$work/sheet.pdf" --rotate=180 "$work/turned.pdf"
pdftoppm -r 200 -gray -jpeg "$work/turned.pdf" "$work/turned"

# Rendered paper is pure white, and no pen was tried: usable, with two things to see to.
run 1 calibrate "$work/case" "$work"/upright-*.jpg "$work"/turned-*.jpg --scanner "máy thử" -o "$work/p.toml" --report "$work/r.pdf" --json
grep -q '"fitness":"with_care"' "$work/out" || fail "fitness: $(head -c 300 "$work/out")"
grep -q '"dpi_x":{"middle":\(199\.9\|200\.0\)' "$work/out" || fail "dpi: $(grep -o '"dpi_x":{[^}]*}' "$work/out")"
grep -q "No pen was tried" "$work/err" || fail "pens are not spoken of"
grep -q '"limit":{"risk":0.00001,\|"limit":{"risk":1e-05,' "$work/out" || fail "the fitted limit: $(grep -o '"limit":{[^}]*}' "$work/out")"
grep -q "no more than once in 100,000 rows" "$work/err" || fail "the risk is not told"
grep -q '^risk = 1e-05' "$work/p.toml" || fail "the profile does not name the risk"
[ "$(pdfinfo "$work/r.pdf" | sed -n 's/^Pages: *//p')" -eq 1 ] || fail "the report is not one page"
pdftotext "$work/r.pdf" - | grep -q "KẾT QUẢ HIỆU CHUẨN" || fail "the report has no title"
pdftotext "$work/r.pdf" - | grep -q "100.000 dòng" || fail "the report does not name the risk"
run 0 calibrate "$work/case"
cmp -s "$work/p.toml" "$work"/case/calibration/*.toml || fail "the case's copy differs"

run 2 calibrate "$work/case" "$work"/upright-*.jpg --risk 0.5
cp -r "$work/case" "$work/careful"
run 1 calibrate "$work/careful" "$work"/upright-*.jpg --risk 1e-9
grep -q "1,000,000,000 rows" "$work/err" || fail "another risk is not told"

# Other things are refused in one line: a ballot, no image, another case's sheet.
run 0 ballots "$work/case" --style C --count 2 -o "$work/c.pdf"
pdftoppm -r 200 -gray -jpeg "$work/c.pdf" "$work/c"
run 2 calibrate "$work/case" "$work"/c-1.jpg
grep -q "no calibration sheet" "$work/err" || fail "a ballot is not refused by name"
run 2 calibrate "$work/case" "$work/p.toml"
run 0 new "$work/other" --conference samples/tinh-uy-song-van/conference.toml
run 2 calibrate "$work/other" "$work"/upright-*.jpg
grep -q "another case" "$work/err" || fail "another case's sheet is not refused by name"

# The sheet in a stack is no ballot: two sides are counted, the third is blank and waits for nobody.
run 1 scan "$work/case" "$work"/c-1.jpg "$work"/upright-*.jpg "$work"/c-2.jpg --json
grep -q '"read":2,"blank":1,"unreadable":0' "$work/out" || fail "the stack: $(cat "$work/out")"
run 1 status "$work/case"
run 1 tally "$work/case" --json
grep -q '"style":"C"[^[]*"scanned":2' "$work/out" || fail "the tally: $(head -c 400 "$work/out")"
run 0 verify "$work/case"

# A profile by hand: used, or refused with its field; one in the case that was changed is no evidence.
"$program" layout "$work/case" --style C -o "$work/c.json"
run 1 read --layout "$work/c.json" --calibration "$work/p.toml" "$work"/c-1.jpg
sed 's/^sharpen_amount = .*/sharpen_amount = 99.0/' "$work/p.toml" >"$work/bad.toml"
run 2 read --layout "$work/c.json" --calibration "$work/bad.toml" "$work"/c-1.jpg
grep -q "reading.sharpen_amount" "$work/err" || fail "the field is not named"
profile=$(ls "$work"/case/calibration/*.toml)
cp "$work/bad.toml" "$profile"
run 4 scan "$work/case" "$work"/c-2.jpg
echo "calibration: ok"
