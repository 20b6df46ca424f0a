#!/usr/bin/env bash
# A count without a scanner, from outside: papers keyed in twice by two people, a difference settled, confirmed, verified.
# Usage: hand_count.sh PROGRAM
set -euo pipefail
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$1"; exit 1; }
# expect CODE COMMAND...: runs quietly, keeps stderr, and wants that exit code.
expect() {
  local wanted=$1 status=0
  shift
  "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" -eq "$wanted" ] || { cat "$work/err"; fail "$* gave $status; expected $wanted"; }
}

cat >"$work/conference.toml" <<'END'
organisation = "Tỉnh ủy Thử"
place = "Thử"
date = 2023-12-15
session = "Hội nghị thử"
kind = "party"
[[style]]
id = "A"
voters = "ủy viên"
positions = "chức danh"
members = 3
summoned = 3
present = 3
absent_at_start = 0
present_at_vote = 3
[[style.candidate]]
name = "Nguyễn Văn An"
position = "Bí thư"
[[style.candidate]]
name = "Trần Thị Bình"
position = "Phó bí thư"
[[committee]]
name = "Trưởng"
role = "head"
[[committee]]
name = "Thư"
role = "secretary"
[[committee]]
name = "Viên"
role = "member"
END
case=$work/case
expect 0 "$program" new "$case" --conference "$work/conference.toml"
expect 0 "$program" ballots "$case" --count 2 -o "$work/ballots.pdf"
mapfile -t codes < <(pdftotext -raw "$work/ballots.pdf" - | grep -E '^[0-9A-Z]{15,16}$' | paste -d- - -)
[ "${#codes[@]}" -eq 2 ] || fail "${#codes[@]} printed codes; expected 2"

expect 0 "$program" declare "$case" --style A --issued 3 --collected 3
expect 2 "$program" enter "$case" "${codes[0]}" --rows 13 --as Ai
expect 2 "$program" enter "$case" "${codes[0]}" --rows 1 --as Viên
expect 2 "$program" enter "$case" "${codes[0]:0:30}3" --rows 13 --as Viên
expect 1 "$program" enter "$case" "${codes[0]}" --rows 13 --as Viên
expect 1 "$program" enter "$case" "${codes[1]}" --rows 2D --as Viên
expect 1 "$program" enter "$case" stray:A:1 --not-issued --as Viên
expect 1 "$program" enter "$case" stray:A:1 --not-issued --as Thư
expect 1 "$program" enter "$case" "${codes[0]}" --rows 13 --as Thư
expect 1 "$program" enter "$case" "${codes[1]}" --rows 20 --as Thư
grep -q "1 khác nhau\|1 differ" "$work/err" || fail "the difference is not told"
expect 1 "$program" --json review "$case" list
grep -q '"differing_rows":\[2\]' "$work/out" || { cat "$work/out"; fail "the differing row is not told"; }
expect 0 "$program" enter "$case" "${codes[1]}" --rows 2D --as Thư
grep -q "0 khác nhau\|0 differ" "$work/err" || fail "the difference is not settled"
expect 0 "$program" confirm "$case" --as Trưởng
expect 0 "$program" confirm "$case" --as Thư
expect 0 "$program" --json tally "$case"
grep -q '"final":true' "$work/out" || fail "the count is not final"
grep -q '"invalid_ballots":1' "$work/out" || fail "the stray paper is not counted as invalid"
expect 0 "$program" verify "$case"
