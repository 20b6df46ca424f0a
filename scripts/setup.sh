#!/usr/bin/env bash
# Installs the Debian packages this project needs, those that are missing only. Runs as root or with sudo.
# Usage: scripts/setup.sh [--dev]      --dev adds the developers' tools
set -euo pipefail
cd "$(dirname "$0")/.."

# Node and npm may come from elsewhere: then Debian's are not wanted.
if command -v node >/dev/null && command -v npm >/dev/null; then has_node='^\(nodejs\|npm\)$'; else has_node='^$'; fi

wanted() {
  sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' -e "/$has_node/d" scripts/debian-packages.txt |
    if [ "${1:-}" = --dev ]; then sed 's/^dev://'; else grep -v '^dev:'; fi | sort
}

case "${1:-}" in
  "" | --dev) ;;
  *) echo "setup.sh: unknown option $1; the only one is --dev" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "setup.sh: this is no Debian system; install the counterparts of scripts/debian-packages.txt yourself" >&2
  exit 3
fi

present=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' | awk '$2 == "installed" { print $1 }' | sort -u)
missing=$(comm -23 <(wanted "${1:-}") <(echo "$present"))
if [ -z "$missing" ]; then
  exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
  as_root=(env)
elif command -v sudo >/dev/null; then
  as_root=(sudo env)
else
  echo "setup.sh: not root and no sudo; let somebody who may run: apt-get install --no-install-recommends" $missing >&2
  exit 3
fi

echo "Installing $(echo "$missing" | wc -l) Debian packages …" >&2
apt=("${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
"${apt[@]}" update >&2 </dev/null
# shellcheck disable=SC2086 # one word a package
"${apt[@]}" install --no-install-recommends $missing >&2 </dev/null
