#!/usr/bin/env bash
# Configures and builds the release preset into build/. Usage: scripts/build.sh [TARGET...]   (default: everything)
set -euo pipefail
cd "$(dirname "$0")/.."

# A build tree that was moved or copied from elsewhere can't be used again.
if [ -f build/CMakeCache.txt ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" build/CMakeCache.txt; then
  rm -rf build
fi
if [ ! -f build/build.ninja ]; then
  cmake --preset release
fi

# Under 1.5 GB of memory a compiler process, or the machine swaps.
jobs=$(nproc)
memory_jobs=$(awk '/MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo)
if [ "$memory_jobs" -lt "$jobs" ]; then
  jobs=$((memory_jobs > 0 ? memory_jobs : 1))
fi
cmake --build build --parallel "$jobs" ${1:+--target "$@"}
