#!/usr/bin/env bash
# A board rolls up what units sent: packages plain, encrypted and altered, signed reports, people in two places, namesakes, late units.
# Usage: rollup.sh PROGRAM [STORE]   STORE: postgresql://…, a folder when not given.
# With PAGES_SOURCE (station/web) the page is opened in Chromium, too.
set -euo pipefail
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
store=${2:-$work/store}
export LC_ALL=C.UTF-8
fail() { echo "$1"; exit 1; }
expect() {
  local wanted=$1 status=0
  shift
  "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" -eq "$wanted" ] || { cat "$work/out" "$work/err"; fail "$* gave $status; expected $wanted"; }
}
told() { grep -q -- "$1" "$work/err" || { cat "$work/err"; fail "it was not told: $1"; }; }
# What a Python expression over the roll-up's JSON says.
json() { python3 -c 'import json,sys; r=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$work/out" "$1"; }

# Authorities and people's keys.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=Nơi cấp thử" -utf8 -keyout "$work/ca.key" -out "$work/ca.pem" \
  -addext "keyUsage=critical,keyCertSign,cRLSign" 2>/dev/null
key() { # FILE NAME
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" -utf8 -keyout "$work/$1.key" -out "$work/$1.csr" 2>/dev/null
  openssl x509 -req -in "$work/$1.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 2 -out "$work/$1.pem" \
    -extfile <(echo "keyUsage=critical,digitalSignature,nonRepudiation") 2>/dev/null
  openssl pkcs12 -export -inkey "$work/$1.key" -in "$work/$1.pem" -certfile "$work/ca.pem" -passout pass:secret -out "$work/$1.p12"
}
key head "Hoàng Trọng Nghĩa"
key secretary "Vũ Thị Ngọc Diệp"

# Two conferences of one sample, the second under another organisation's name in the register by its day alone.
expect 0 "$program" demo "$work/one" --voters 8 --seed 5
expect 0 "$program" demo "$work/two" --voters 9 --seed 6
printf 'secret\nsecret\n' | "$program" minutes "$work/one/case" -o "$work/one/signed" --sign "p12:$work/head.p12" --sign "p12:$work/secretary.p12" \
  --pins-from-stdin >/dev/null 2>&1 || fail "the reports could not be signed"
mkdir "$work/in"
expect 0 "$program" export "$work/one/case" -o "$work/in/one.zip"
echo "một mật khẩu dài" >"$work/passphrase"
expect 0 "$program" export "$work/two/case" -o "$work/two.sealed" --passphrase-file "$work/passphrase"
expect 0 "$program" export "$work/two/case" -o "$work/two.zip"
cp "$work/in/one.zip" "$work/in/altered.zip"
printf 'x' | dd of="$work/in/altered.zip" bs=1 seek=50000 conv=notrunc status=none
echo "không phải gói" >"$work/in/words.txt"

register() { # the second unit's name
  cat >"$work/register.toml" <<TOML
board = "Ban Tổ chức Tỉnh ủy Sông Vân"
parent = "Tỉnh ủy Sông Vân"
place = "Sông Vân"
campaign = "năm 2023"
kind = "party"
units = "don-vi.csv"
people = "can-bo.csv"
[[level]]
id = "BTV"
name = "Ban Thường vụ Tỉnh ủy"
[[level]]
id = "HU"
name = "Ban Thường vụ Huyện ủy"
TOML
  cat >"$work/don-vi.csv" <<CSV
ma,ten,cap,ngay_lay_phieu,loai_phieu,nguoi_ky,dau_vet
tinh-uy,Tỉnh ủy Sông Vân,BTV,2023-12-15,A B C,Hoàng Trọng Nghĩa|Vũ Thị Ngọc Diệp,
huyen-x,$1,HU,2023-12-14,,,
huyen-y,Huyện ủy Y,HU,15/12/2023,,,
CSV
  cat >"$work/can-bo.csv" <<CSV
ma_nguoi,ho_ten,ngay_sinh,don_vi,loai_phieu,chuc_vu,cap
CSV
}
register "Huyện ủy X"
take() { "$program" rollup take --store "$store" --register "$work/register.toml" --trust "$work/ca.pem" "$@"; }
report() { "$program" rollup report --store "$store" --register "$work/register.toml" "$@"; }

# The folder: one is taken, the altered and the foreign file are refused, and the worst of it is the exit code.
expect 4 take --received 2023-12-20 "$work/in"
told "manifest: "
told "words.txt"
expect 0 take --received 2023-12-28 "$work/in/one.zip"
told "1 tệp đã có"
# Signed reports of the same count say the same; without authorities they are refused.
expect 0 take --received 2023-12-20 "$work"/one/signed/bao-cao-*.pdf
expect 2 "$program" rollup take --store "$store" --register "$work/register.toml" "$work/one/minutes/bao-cao-A.pdf"
told "trust"
expect 1 "$program" --json rollup report --store "$store" --register "$work/register.toml" --date 2023-12-26
[ "$(json '[u["state"] for u in r["units"]]')" = "['in_time', 'missing', 'awaited']" ] || fail "units: $(json 'r["units"]')"
[ "$(json '{v["proof"] for v in r["units"][0]["votes"]}')" = "{'signatures'}" ] || fail "the signatures prove nothing"
expect 1 "$program" --json rollup report --store "$store" --register "$work/register.toml" --date 2023-12-27
[ "$(json '[u["state"] for u in r["units"]]')" = "['in_time', 'missing', 'missing']" ] || fail "the deadline passed unseen"

# A second, different package of the same unit and vote is a conflict; neither counts until people say which.
places=$(json 'len([p for q in r["people"] for p in q["places"]])')
expect 2 take --received 2023-12-22 "$work/two.sealed"
told "passphrase-file"
expect 1 take --received 2023-12-22 --passphrase-file "$work/passphrase" "$work/two.sealed"
told "trái nhau"
expect 1 "$program" --json rollup report --store "$store" --register "$work/register.toml" --date 2023-12-27
[ "$(json 'r["units"][0]["state"]')" = conflict ] || fail "no conflict"
[ "$(json 'len(r["people"])')" = 0 ] || fail "a conflict counts"
for style in A B C; do
  expect 0 "$program" rollup settle --store "$store" tinh-uy $style "$(sha256sum "$work/in/one.zip" | cut -c1-16)" --as "Lê Hà" --why "bản giấy đã ký" --date 2023-12-23
done
expect 2 "$program" rollup settle --store "$store" tinh-uy A 0123456789 --as "Lê Hà" --why "vì"
expect 1 "$program" --json rollup report --store "$store" --register "$work/register.toml" --date 2023-12-27
[ "$(json 'len([p for q in r["people"] for p in q["places"]])')" = "$places" ] || fail "what was settled does not count"

# Figures are those of the tally.
"$program" --json tally "$work/one/case" >"$work/tally.json" 2>/dev/null
python3 - "$work/out" "$work/tally.json" <<'PY' || fail "the roll-up says other figures than the tally"
import json, sys
r, t = (json.load(open(f)) for f in sys.argv[1:])
mine = {(p["style"], p["number"]): p for q in r["people"] for p in q["places"]}
theirs = {(s["style"], c["number"]): (c, s["collected"]) for s in t["styles"] for c in s["candidates"]}
assert mine.keys() == theirs.keys() and theirs
for key, (c, collected) in theirs.items():
    p = mine[key]
    assert p["collected"] == collected and all(p[k] == c[k] for k in ("valid", "invalid", "high", "confidence", "low", "low_consequence")), key
PY

# The papers: the same bytes each time, and what they say.
expect 1 report --date 2023-12-27 -o "$work/a"
expect 1 report --date 2023-12-27 -o "$work/b"
diff -r "$work/a" "$work/b" || fail "the same roll-up gave other bytes"
pdftotext -layout "$work/a/tong-hop.pdf" "$work/text"
pdftotext -layout -f 2 -l 2 "$work/a/tong-hop.pdf" "$work/second"
grep -qx ' *2 *' "$work/second" || { cat "$work/second"; fail "pages have no numbers"; }
grep -q "TỔNG HỢP KẾT QUẢ PHIẾU TÍN NHIỆM" "$work/text" || fail "the document has no title"
grep -q "QUÁ HẠN" "$work/text" || fail "the document does not tell who is overdue"
unzip -p "$work/a/tong-hop.xlsx" xl/workbook.xml | grep -q "Từng người" || fail "the workbook lacks a sheet"
! grep -qE 'src=|href="[^#]|url\(|<script' "$work/a/tong-hop.html" || fail "the page asks for something"
if [ -n "${PAGES_SOURCE:-}" ]; then
  node "$(dirname "$0")/rollup_page.mjs" "$work/a/tong-hop.html" || fail "the page does not hold in a browser"
fi
# One file altered in the store is found by taking the files again.
expect 0 take --again --received 2023-12-28 "$work/in/one.zip"
if [ -d "$store" ]; then
  python3 - "$store/rollup.sqlite" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("DROP TRIGGER people_never_UPDATE")
db.execute("UPDATE people SET high = high - 1, low = low + 1 WHERE rowid = (SELECT rowid FROM people WHERE high > 0 LIMIT 1)")
db.commit()
PY
  expect 4 take --again --received 2023-12-28 "$work/in/one.zip" --passphrase-file "$work/passphrase" "$work/two.sealed" "$work"/one/signed/bao-cao-*.pdf
  told "kho"
fi
