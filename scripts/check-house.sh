#!/usr/bin/env bash
# House rules that a machine can check: file length, UTF-8 in NFC, no machine's paths, no unfinished work.
# Usage: scripts/check-house.sh [ROOT]   Exit 1 lists what is wrong.
set -euo pipefail
cd "${1:-$(dirname "$0")/..}"
export LC_ALL=C.UTF-8
failures=0
fail() { echo "$1"; failures=$((failures + 1)); }

# The files of the project: what git knows, or in a copy without git everything but build output.
if git rev-parse --is-inside-work-tree >/dev/null 2>&1 && [ "$(git rev-parse --show-toplevel)" = "$PWD" ]; then
  mapfile -t files < <(git ls-files --cached --others --exclude-standard)
else
  mapfile -t files < <(find . -type d \( -name '.git' -o -name 'build*' -o -name node_modules -o -name demo-output \) -prune -o -type f -printf '%P\n' | sort)
fi
text=() sources=()
for file in "${files[@]}"; do
  [ -f "$file" ] || continue
  case "$file" in
    *.png | *.jpg | *.pdf | *.tif | *.tiff | *.xlsx | *.ttf | *.bin | tests/fuzz/corpus/*) continue ;;
    tests/*/bad-input/*) continue ;; # deliberately broken text
  esac
  text+=("$file")
  case "$file" in
    *.cpp | *.hpp | *.sh | *.cmake | CMakeLists.txt | */CMakeLists.txt | *.ts | *.tsx | *.sql) sources+=("$file") ;;
  esac
done

# A file over 400 lines does two things.
for file in "${sources[@]}"; do
  lines=$(wc -l <"$file")
  [ "$lines" -le 400 ] || fail "$file: $lines lines; 400 is the most"
done

# Names of people are compared and hashed, so text has one form: UTF-8 in NFC, without BOM, with Unix line ends.
unicode=$(perl -MEncode -MUnicode::Normalize=NFC -e '
  for my $file (@ARGV) {
    open(my $in, "<:raw", $file) or die "$file: $!";
    local $/; my $bytes = <$in>; $bytes = "" unless defined $bytes;
    my $text = eval { Encode::decode("UTF-8", my $copy = $bytes, Encode::FB_CROAK) };
    if (!defined $text) { print "$file: no valid UTF-8\n"; next; }
    print "$file: not in NFC\n" if NFC($text) ne $text;
    next if $file =~ /\.csv\z/;  # rosters come as spreadsheets save them
    print "$file: begins with a byte order mark\n" if $text =~ /^\x{FEFF}/;
    print "$file: has CR line ends\n" if $bytes =~ /\r\n/;
    print "$file: does not end with a line end\n" if length($bytes) && $bytes !~ /\n\z/;
  }' "${text[@]}")
[ -z "$unicode" ] || fail "$unicode"

# A path of somebody's machine works nowhere else. (The brackets keep this line from finding itself.)
paths=$(grep -nHE '[/](work|root|home/[a-z]+|Users)[/]|[/]tmp/(brief|bash)' "${text[@]}" || true)
[ -z "$paths" ] || fail "paths of one machine:
$paths"

# Unfinished work is an issue, not a comment.
unfinished=$(grep -nHE '\b(TO[D]O|FIX[M]E|X[X]X)\b|[nN]ot implemente[d]' "${sources[@]}" || true)
[ -z "$unfinished" ] || fail "unfinished work:
$unfinished"

# A decision that the index does not name is not found again; a link to nothing misleads.
for file in docs/adr/[0-9]*.md; do
  [ -f "$file" ] || continue
  grep -qF "(${file##*/})" docs/adr/README.md || fail "$file: not in docs/adr/README.md"
done
for file in "${text[@]}"; do
  [[ $file == *.md ]] || continue
  while read -r target; do
    [ -e "$(dirname "$file")/$target" ] || fail "$file: links $target, which does not exist"
  done < <(grep -oE '\]\([^)#: ]+' "$file" | sed 's/^](//' || true)
done

# Scripts and programs people run.
for file in "${sources[@]}"; do
  [[ $file == *.sh ]] && [ ! -x "$file" ] && fail "$file: not executable"
done

[ "$failures" -eq 0 ] || { echo "$failures house rules broken"; exit 1; }
