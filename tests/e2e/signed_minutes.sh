#!/usr/bin/env bash
# The reports of a count signed where people sign them, by four people with four kinds of key: at their places, in the record, in the package.
# Usage: signed_minutes.sh PROGRAM
set -euo pipefail
program=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fail() { echo "$1"; exit 1; }
expect() {
  local wanted=$1 status=0
  shift
  "$@" >out 2>err || status=$?
  [ "$status" -eq "$wanted" ] || { cat out err; fail "$* gave $status; expected $wanted"; }
}
# shellcheck source=tests/e2e/keys.sh
. "$here/keys.sh"

"$program" demo demo --voters 8 --seed 5 >/dev/null 2>&1 || fail "the demo failed"
case=$work/demo/case
name() { awk -F'"' -v role="$1" -v nth="$2" '/^name/ { n = $2 } $0 ~ "role *= *\"" role "\"" { if (++i == nth) print n }' "$case/conference.toml"; }
head=$(name head 1) secretary=$(name secretary 1) member1=$(name member 1) member2=$(name member 2)
[ -n "$head" ] && [ -n "$secretary" ] && [ -n "$member2" ] || fail "the committee is not known"
make_authority
issue head rsa "$head" "$person" 50
issue secretary ec "$secretary" "$person" 50
issue member1 rsa "$member1" "$person" 50
issue member2 ec "$member2" "$person" 50
issue stranger ec "Người Ngoài" "$person" 50
make_token token-rsa head
make_token token-ec secretary

# What people told the minutes is printed, and what they did not stays a line to fill.
expect 2 "$program" note "$case" closed 25:00 --as "$secretary"
expect 2 "$program" note "$case" seal "x" --as "Người Ngoài"
expect 0 "$program" note "$case" opened 08:05 --as "$secretary"
expect 0 "$program" note "$case" seal "Thùng phiếu: NP-0012345" --as "$secretary"
expect 0 "$program" note "$case" complaint "Đại biểu đề nghị đếm lại số phiếu" --as "$head"
expect 0 "$program" note "$case" complaint "Đại biểu đề nghị đếm lại số phiếu" --settled "đã đếm lại, khớp" --entry 1 --as "$head"
expect 0 "$program" --json note "$case" list
[ "$(wc -l <out)" -eq 3 ] || { cat out; fail "not three notes in force"; }

refused() { expect 2 "$program" minutes "$case" -o papers --pins-from-stdin --chain ca.pem "${@:2}"; grep -q "$1" err || { cat err; fail "the reason is not told: $1"; }; }
refused "nobody of the committee" --sign p12:stranger.p12 <<<secret1
refused "signs at \"member-1\"" --sign head=p12:member1.p12 <<<secret1
refused "is no place on" --sign mayor=p12:stranger.p12 </dev/null
refused "is no document" --sign p12:member1.p12 --sign-document bao-cao-Z.pdf <<<secret1
expect 0 "$program" verify "$case"
[ ! -e "$case/minutes/bao-cao-A.pdf" ] || fail "a refusal left a file"

# Two sign every report together, two more later those reports whose page has room; then the papers come out signed whoever asks for them.
printf '2468\n2468\n' >pins
expect 0 "$program" minutes "$case" -o papers --chain ca.pem --pins-from-stdin --sign "$(token token-rsa)" --sign "$(token token-ec)" <pins
cp papers/bao-cao-A.pdf two.pdf
printf 'secret1\nsecret1\n' >pins
expect 0 "$program" minutes "$case" -o papers --chain ca.pem --pins-from-stdin --sign p12:member1.p12 --sign member-2=p12:member2.p12 \
  --sign-document bao-cao-A.pdf --sign-document bao-cao-B.pdf <pins
refused "has signed this document already" --sign p12:member1.p12 --sign-document bao-cao-A.pdf <<<secret1
expect 0 "$program" minutes "$case" -o again
for style in A B C; do
  signers=$([ $style = C ] && echo 2 || echo 4)
  report=papers/bao-cao-$style.pdf
  cmp "$report" "again/bao-cao-$style.pdf" || fail "another copy is not the signed one"
  cmp "$report" "$case/minutes/bao-cao-$style.pdf" || fail "the case does not keep the signed one"
  expect 0 qpdf --check "$report"
  expect 0 pdfsig -nocert "$report"
  [ "$(grep -c 'Signature is Valid' out)" -eq "$signers" ] || { cat out; fail "pdfsig does not find $signers valid signatures"; }
  expect 0 "$program" --json verify-signature "$report" --trust ca.pem
  [ "$(grep -o '"issuer_trusted":true' out | wc -l)" -eq "$signers" ] || fail "not $signers trusted signers"
  check_with_openssl "$report" "$signers"
done
head -c "$(stat -c %s two.pdf)" papers/bao-cao-A.pdf | cmp - two.pdf || fail "later signatures changed what was there"
expect 4 "$program" verify-signature papers/bien-ban-A-1.pdf # nobody asked for it
pdftotext -layout papers/bao-cao-A.pdf report.txt
grep -q "từ 08 giờ 05 phút" report.txt || fail "the report does not begin when it was noted"
[ "$(grep -c "Đã ký số" report.txt)" -ge 1 ] || fail "the paper does not show that it is signed"
pdftotext -layout papers/bien-ban-A-1.pdf minutes.txt
for words in "NP-0012345" "đề nghị đếm lại số phiếu\." "Giải quyết: đã đếm lại, khớp\." "bắt đầu lúc 08 giờ 05 phút"; do
  grep -q "$words" minutes.txt || { cat minutes.txt; fail "the minutes do not say: $words"; }
done

# The counting minutes are signed digitally only when somebody asks for it by name.
expect 0 "$program" minutes "$case" -o papers --chain ca.pem --pins-from-stdin --sign p12:member1.p12 --sign-document bien-ban-A-3.pdf <<<secret1
expect 0 "$program" verify-signature papers/bien-ban-A-3.pdf --trust ca.pem

# The case and its package know of every signature.
expect 0 "$program" --json verify "$case" --trust ca.pem
grep -q '"signatures":11' out || { cat out; fail "verify does not find 11 signatures"; }
expect 0 "$program" export "$case" -o package.zip
expect 0 "$program" --json verify package.zip --trust ca.pem -o check.pdf
[ "$(grep -o '"in_record":true' out | wc -l)" -eq 11 ] || { cat out; fail "not every signature is in the record"; }
pdftotext check.pdf - | tr '\n' ' ' | grep -q "$head" || fail "the report of the check does not name who signed"
grep -q "$head" out || fail "the signers are not told"

# A note after signing makes another document: what is signed is never written over.
expect 0 "$program" note "$case" closed 17:45 --as "$secretary"
refused "is signed, and the count or its notes have changed" --sign p12:member1.p12 <<<secret1

# Altered or stripped documents in the case.
cp "$case/minutes/bao-cao-A.pdf" whole.pdf
cp two.pdf "$case/minutes/bao-cao-A.pdf"
expect 4 "$program" verify "$case"
grep -q "lacks a signature" err || { cat err; fail "a signature taken off is not told"; }
(cat whole.pdf; echo "% more") >"$case/minutes/bao-cao-A.pdf"
expect 4 "$program" verify "$case"
perl -pe 'BEGIN { binmode STDIN; binmode STDOUT; undef $/ } substr($_, 3000, 1) ^= "\x01"' <whole.pdf >"$case/minutes/bao-cao-A.pdf"
expect 4 "$program" verify "$case"
