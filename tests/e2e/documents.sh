#!/usr/bin/env bash
# The papers of a whole count from outside: all are there, hold together, say the same, and come out the same again.
# Usage: documents.sh PROGRAM
set -euo pipefail
program=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$1"; exit 1; }

"$program" demo "$work/demo" --voters 12 --seed 11 >/dev/null 2>"$work/err" || { cat "$work/err"; fail "the demo failed"; }
case=$work/demo/case
"$program" minutes "$case" -o "$work/again" >"$work/files" || fail "minutes failed"
diff -r "$work/demo/minutes" "$work/again" || fail "the same case gave other papers"

for style in A B C; do
  for name in "bao-cao-$style" "bien-ban-$style-1" "bien-ban-$style-2" "bien-ban-$style-3"; do
    grep -q "/$name.pdf\$" "$work/files" || fail "$name.pdf is not among the files told"
    qpdf --check "$work/again/$name.pdf" >/dev/null || fail "$name.pdf is no whole PDF"
    pdftotext -layout "$work/again/$name.pdf" "$work/$name.txt"
    ! grep -q "BẢN NHÁP" "$work/$name.txt" || fail "$name.pdf says that it is a draft"
    [ "$(pdffonts "$work/again/$name.pdf" | awk 'NR > 2 && $(NF-4) != "yes"' | wc -l)" -eq 0 ] || fail "$name.pdf has a font that is not embedded"
  done
done

python3 "$here/check_cvr.py" "$work/again/cvr.json" "$work/again/tally.json" || fail "the cast vote records are wrong"
