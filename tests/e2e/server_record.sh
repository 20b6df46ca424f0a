#!/usr/bin/env bash
# A count whose record lies on a PostgreSQL server, from outside: made, printed, keyed, moved to the folder and back,
# confirmed, exported and verified; then an administrator edits an event.
# Usage: server_record.sh PROGRAM
set -euo pipefail
program=$1
work=$(mktemp -d /tmp/kiemphieu-e2e-XXXXXX)
server=$(mktemp -d /tmp/kiemphieu-pg-XXXXXX) # of its own: the server's user can't enter ours
trap 'scripts/postgres-trial.sh stop "$server" immediate || true; rm -rf "$work" "$server"' EXIT
fail() { echo "$1"; exit 1; }
expect() {
  local wanted=$1 status=0
  shift
  "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" -eq "$wanted" ] || { cat "$work/err"; fail "$* gave $status; expected $wanted"; }
}

scripts/postgres-trial.sh start "$server" >"$work/addresses"
address() { sed -n "s/^$1 *//p" "$work/addresses"; }
case=$work/case
sample=samples/tinh-uy-song-van/conference.toml

expect 2 "$program" new "$case" --conference "$sample" --store postgresql://station:secret@localhost/kiemphieu
! grep -q secret "$work/err" || fail "a password is told"
expect 2 "$program" new "$case" --conference "$sample" --store "$(address station)"
grep -q "store prepare" "$work/err" || fail "nobody is told to prepare the server"
[ ! -e "$case" ] || fail "a folder was made without a record"
expect 0 "$program" store prepare "$(address board)"
expect 0 "$program" store prepare "$(address board)"
expect 0 "$program" new "$case" --conference "$sample" --store "$(address station)"
[ ! -e "$case/record.sqlite" ] || fail "the record is in the folder"
expect 0 "$program" store show "$case"
grep -q "^postgresql://" "$work/out" || fail "nobody is told where the record is"

expect 0 "$program" ballots "$case" --style A --count 3 -o "$work/ballots.pdf"
expect 0 "$program" declare "$case" --style A --issued 3 --collected 3
expect 1 "$program" status "$case"
expect 0 "$program" verify "$case"
"$program" --json status "$case" >"$work/before" || true
expect 0 "$program" migrate "$case" --to sqlite
expect 2 "$program" migrate "$case" --to sqlite
[ -e "$case/record.sqlite" ] || fail "the record is not in the folder"
expect 0 "$program" verify "$case"
"$program" --json status "$case" >"$work/after" || true
cmp "$work/before" "$work/after" || fail "moving changed what the case says"
expect 0 "$program" migrate "$case" --to "$(address station)"
expect 0 "$program" verify "$case"
"$program" --json status "$case" >"$work/after" || true
cmp "$work/before" "$work/after" || fail "moving back changed what the case says"

# The server away: said so, exit code 3, and nothing is lost.
scripts/postgres-trial.sh stop "$server" immediate
expect 3 "$program" declare "$case" --style B --issued 1 --collected 1
scripts/postgres-trial.sh start "$server" >/dev/null
expect 0 "$program" verify "$case"

expect 1 "$program" export "$case" -o "$work/package.zip"
expect 0 "$program" verify "$work/package.zip"

# An administrator of the server edits a declared figure.
psql -q -h "$server" -p "$(cat "$server/port")" -U keeper kiemphieu <<'SQL'
ALTER TABLE kiemphieu.events DISABLE TRIGGER ALL;
UPDATE kiemphieu.events SET body = replace(body, '"collected":3', '"collected":2') WHERE kind = 'declared';
ALTER TABLE kiemphieu.events ENABLE TRIGGER ALL;
SQL
expect 4 "$program" verify "$case"
grep -q "event [0-9]*: was altered" "$work/err" "$work/out" || fail "verify does not name the event"
