#!/usr/bin/env bash
# Installs what is missing, builds the program and runs a whole conference on samples.
# Usage: ./demo.sh [DIR]      results go to DIR (default: demo-output)
set -euo pipefail
cd "$(dirname "$0")"
export LC_ALL="${LC_ALL:-C.UTF-8}"

output=${1:-demo-output}
scripts/setup.sh
scripts/build.sh kiemphieu >&2 </dev/null
# Each demo is a fresh conference; only a folder that an earlier demo made is cleared.
if [ -e "$output" ]; then
  if [ "$output" = demo-output ] || [ -e "$output/.kiemphieu-demo" ]; then
    rm -rf "$output"
  else
    echo "demo.sh: $output exists and no demo made it; name another folder" >&2
    exit 2
  fi
fi
mkdir -p "$output"
touch "$output/.kiemphieu-demo"
build/kiemphieu demo "$output"
echo
echo "Results: $(cd "$output" && pwd)   Program: $PWD/build/kiemphieu"
