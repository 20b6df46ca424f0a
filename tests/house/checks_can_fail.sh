#!/usr/bin/env bash
# Proves that the checks of scripts/ can fail: a small healthy tree passes, and each fault put into it is told.
# Usage: checks_can_fail.sh SCRIPTS_FOLDER
set -euo pipefail
scripts=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0

healthy() {
  rm -rf "$work/tree"
  mkdir -p "$work/tree"/{base,forms/print,scanner,omr,station/store,tests}
  cd "$work/tree"
  printf '#pragma once\n#include <string>\n' >base/text.hpp
  printf '#pragma once\n#include "base/text.hpp"\n' >forms/layout.hpp
  printf '#include "forms/layout.hpp"\n#include <opencv2/core.hpp>\n' >omr/read.cpp
  printf '#include <hpdf.h>\n' >forms/print/canvas.cpp
  printf 'target_link_libraries(forms\n  PUBLIC base)\n' >forms/CMakeLists.txt
}

# expect CHECK WORDS: the check fails and its output has the words.
expect() {
  local output
  if output=$("$scripts/$1" "$work/tree" 2>&1); then
    echo "$1 passed a tree with: $2"
    wrong=$((wrong + 1))
  elif ! grep -qF -- "$2" <<<"$output"; then
    printf '%s did not say "%s" but:\n%s\n' "$1" "$2" "$output"
    wrong=$((wrong + 1))
  fi
}

healthy
for check in check-includes.sh check-house.sh; do
  "$scripts/$check" "$work/tree" || { echo "$check failed a healthy tree"; wrong=$((wrong + 1)); }
done

healthy; printf '#include "forms/layout.hpp"\n' >>base/text.hpp
expect check-includes.sh 'base may include base only'
healthy; printf '#include "forms/layout.hpp"\n' >scanner/open.cpp
expect check-includes.sh 'scanner may include base scanner only'
healthy; printf '#include "omr/read.hpp"\n' >tests/a_test.cpp
expect check-includes.sh 'is no file of the project'
healthy; printf '#pragma once\n#include "base/b.hpp"\n' >base/a.hpp; printf '#pragma once\n#include "base/a.hpp"\n' >base/b.hpp
expect check-includes.sh 'in a circle'
healthy; printf '#pragma once\n#include <opencv2/core.hpp>\n' >omr/read.hpp
expect check-includes.sh 'in a header of ours'
healthy; printf '#include <opencv2/core.hpp>\n' >forms/draw.cpp
expect check-includes.sh 'is confined to'
healthy; printf '#include <sqlite3.h>\n' >station/tally.cpp
expect check-includes.sh 'is confined to'
healthy; printf '#include "tests/simulator/pen.hpp"\n' >station/pipeline.cpp; : >tests/pen.hpp
expect check-includes.sh 'station may include'
healthy; printf 'target_link_libraries(forms\n  PUBLIC base\n  PRIVATE omr)\n' >forms/CMakeLists.txt
expect check-includes.sh 'forms links omr'

healthy; seq 401 | sed 's,^,// ,' >base/long.cpp
expect check-house.sh '401 lines'
healthy; printf '// a\xcc\x81\n' >base/decomposed.cpp
expect check-house.sh 'not in NFC'
healthy; printf '// \xff\n' >base/latin.cpp
expect check-house.sh 'no valid UTF-8'
healthy; printf '// a\r\n' >base/dos.cpp
expect check-house.sh 'CR line ends'
healthy; printf '// no end' >base/end.cpp
expect check-house.sh 'does not end with a line end'
healthy; printf '// see %shome/ann/notes\n' / >base/path.cpp
expect check-house.sh 'paths of one machine'
healthy; printf '// %s: later\n' 'TO''DO' >base/later.cpp
expect check-house.sh 'unfinished work'
healthy; printf '#!/bin/sh\n' >base/run.sh
expect check-house.sh 'not executable'
healthy; mkdir -p docs/adr; printf '# Decisions\n' >docs/adr/README.md; printf '# 1\n' >docs/adr/0001-a.md
expect check-house.sh 'not in docs/adr/README.md'
healthy; printf 'See [this](docs/gone.md).\n' >README.md
expect check-house.sh 'which does not exist'

if command -v clang-format-14 >/dev/null || command -v clang-format >/dev/null; then
  healthy; cp "$scripts/../.clang-format" "$work/tree/"; printf 'int   a ;\n' >base/ugly.cpp
  expect check-format.sh 'base/ugly.cpp'
fi

[ "$wrong" -eq 0 ] || { echo "$wrong checks don't work"; exit 1; }
