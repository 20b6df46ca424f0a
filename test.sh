#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. The last line is "N passed, N failed".
# Usage: ./test.sh [ctest options]     e.g. ./test.sh -R tally
set -uo pipefail
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8

if ! scripts/setup.sh || ! scripts/build.sh </dev/null; then
  echo "The build failed; no test was run." >&2
  echo "0 passed, 1 failed"
  exit 1
fi

results=build/test-results.xml
rm -f "$results"
ctest --test-dir build --parallel "$(nproc)" --output-on-failure --no-tests=error --output-junit "$PWD/$results" "$@" </dev/null
status=$?

# The counts come from the results file, so that a skipped or never started test isn't called passed.
count() { sed -n "s/^[[:space:]]*$1=\"\([0-9]*\)\".*/\1/p" "$results" | head -n 1; }
if [ ! -s "$results" ]; then
  echo "0 passed, 1 failed"
  exit 1
fi
tests=$(count tests) failed=$(count failures) skipped=$(count skipped) disabled=$(count disabled)
if [ "$((skipped + disabled))" -gt 0 ]; then
  echo "$((skipped + disabled)) skipped: $(sed -n 's/.*<testcase name="\([^"]*\)".*status="\(notrun\|disabled\)".*/\1/p' "$results" | paste -sd ' ')"
fi
echo "$((tests - failed - skipped - disabled)) passed, $failed failed"
[ "$status" -eq 0 ] && [ "$failed" -eq 0 ]
