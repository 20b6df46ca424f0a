#!/usr/bin/env bash
# Checks that clang-format 14 would change nothing; without clang-format it says so and skips.
# Usage: scripts/check-format.sh [--fix] [ROOT]   Exit 1 lists what is not formatted, 77 means skipped.
set -euo pipefail
fix=no
if [ "${1:-}" = --fix ]; then
  fix=yes
  shift
fi
cd "${1:-$(dirname "$0")/..}"

formatter=$(command -v clang-format-14 || command -v clang-format || true)
if [ -z "$formatter" ]; then
  echo "no clang-format here (scripts/setup.sh --dev installs it): skipped"
  exit 77
fi
mapfile -t files < <(find base forms scanner omr calibration station tests -name '*.[ch]pp' 2>/dev/null | sort)
if [ "$fix" = yes ]; then
  exec "$formatter" -i "${files[@]}"
fi
unformatted=$("$formatter" --dry-run "${files[@]}" 2>&1 | sed -nE 's/^([^ :]+):[0-9]+:.*clang-format.*/\1/p' | sort -u)
if [ -n "$unformatted" ]; then
  echo "not formatted (scripts/check-format.sh --fix):"
  echo "$unformatted"
  exit 1
fi
