#!/usr/bin/env bash
# A PostgreSQL server of one's own to try the record on a server with: on this machine only, gone when its folder is.
# Usage: scripts/postgres-trial.sh start FOLDER [SETTING=VALUE …]   makes and starts it, prints the addresses
#        scripts/postgres-trial.sh stop FOLDER [fast|immediate]     stops it; what it holds stays in FOLDER
# Users: board (owns the database), station (may append and read), observer (may only read). Through the socket in
# FOLDER nobody is asked for a password, and only who may enter FOLDER gets there; over loopback TLS and the passwords
# of FOLDER/pgpass are asked for.
set -euo pipefail
export LC_ALL=C.UTF-8

usage() { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
act=$1 folder=$(realpath -m "$2"); shift 2
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || { echo "postgres-trial.sh: no PostgreSQL here; expected Debian's package postgresql" >&2; exit 3; }

# The server refuses to run as root: then Debian's user for it does.
if [ "$(id -u)" -eq 0 ]; then as_server=(setpriv --reuid=postgres --regid=postgres --init-groups); else as_server=(env); fi

start() {
  local port settings=() setting
  for setting in "$@"; do settings+=("-c" "$setting"); done
  if [ ! -d "$folder/data" ]; then make; fi
  port=$(cat "$folder/port")
  "${as_server[@]}" "$programs/pg_ctl" start -s -w -t 60 -D "$folder/data" -l "$folder/log" \
    -o "-p $port -k '$folder' -h 127.0.0.1 ${settings[*]:-}" >/dev/null
  echo "board    postgresql://board@/kiemphieu?host=$folder&port=$port"
  echo "station  postgresql://station@/kiemphieu?host=$folder&port=$port"
  echo "observer postgresql://observer@/kiemphieu?host=$folder&port=$port"
  echo "tls      postgresql://station@localhost:$port/kiemphieu?sslmode=verify-full&sslrootcert=$folder/server.crt&passfile=$folder/pgpass"
}

# A port nobody listens on now; the server itself would tell of a clash.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return; fi
  done
}

make() {
  mkdir -p "$folder"
  if ! "${as_server[@]}" test -x "$(dirname "$folder")"; then
    echo "postgres-trial.sh: $(dirname "$folder") can't be entered by the server's user; expected a folder such as /tmp/NAME" >&2
    exit 2
  fi
  local station observer board
  board=$(openssl rand -hex 16) station=$(openssl rand -hex 16) observer=$(openssl rand -hex 16)
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$folder/server.key" -out "$folder/server.crt" 2>/dev/null
  free_port >"$folder/port"
  printf 'localhost:%s:kiemphieu:%s\n' "$(cat "$folder/port")" "board:$board" "$(cat "$folder/port")" "station:$station" \
    "$(cat "$folder/port")" "observer:$observer" >"$folder/pgpass"
  chmod 600 "$folder/pgpass" "$folder/server.key"
  if [ "$(id -u)" -eq 0 ]; then chown -R postgres:postgres "$folder"; chown root "$folder/pgpass"; fi
  chmod 700 "$folder"
  "${as_server[@]}" "$programs/initdb" -D "$folder/data" -U keeper -A trust -E UTF8 --locale=C --no-instructions >/dev/null
  printf '%s\n' 'local all all trust' 'hostssl all all 127.0.0.1/32 scram-sha-256' >"$folder/data/pg_hba.conf"
  printf '%s\n' 'ssl = on' "ssl_cert_file = '$folder/server.crt'" "ssl_key_file = '$folder/server.key'" \
    'log_min_messages = warning' >>"$folder/data/postgresql.conf"
  "${as_server[@]}" "$programs/pg_ctl" start -s -w -D "$folder/data" -l "$folder/log" -o "-k '$folder' -h ''" >/dev/null
  "${as_server[@]}" psql -q -v ON_ERROR_STOP=1 -h "$folder" -U keeper -d postgres <<SQL
CREATE ROLE board LOGIN CREATEROLE PASSWORD '$board';
CREATE ROLE station LOGIN PASSWORD '$station';
CREATE ROLE observer LOGIN PASSWORD '$observer';
CREATE ROLE kiemphieu_append NOLOGIN;
CREATE ROLE kiemphieu_read NOLOGIN;
GRANT kiemphieu_append TO station;
GRANT kiemphieu_read TO observer;
CREATE DATABASE kiemphieu OWNER board;
SQL
  "${as_server[@]}" "$programs/pg_ctl" stop -s -w -D "$folder/data"
}

case "$act" in
  start) start "$@" ;;
  stop) "${as_server[@]}" "$programs/pg_ctl" stop -s -w -m "${1:-fast}" -D "$folder/data" ;;
  *) usage ;;
esac
