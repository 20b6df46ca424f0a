#!/usr/bin/env bash
# A document signed by four people with four kinds of key, as other programs see it; altered bytes and keys that may not sign.
# Usage: signatures.sh PROGRAM
set -euo pipefail
program=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
fail() { echo "$1"; exit 1; }
expect() {
  local wanted=$1 status=0
  shift
  "$@" >out 2>err || status=$?
  [ "$status" -eq "$wanted" ] || { cat err; fail "$* gave $status; expected $wanted"; }
}

# shellcheck source=tests/e2e/keys.sh
. "$here/keys.sh"
make_authority
issue rsa rsa "Nguyễn Thị Ngọc Ánh" "$person" 50
issue ec ec "Trần Văn Đức" "$person" 50
issue token-rsa rsa "Lê Hữu Phước" "$person" 50
issue token-ec ec "Phạm Quỳnh Như" "$person" 50
issue usage rsa "Khóa mã hóa" 'keyUsage=critical,keyEncipherment\n' 50
issue expired rsa "Hết hạn" "$person" -1
issue tsa rsa "Test time" 'extendedKeyUsage=critical,timeStamping\n' 50

make_token token-rsa token-rsa
make_token token-ec token-ec

"$program" demo demo --voters 8 --seed 5 >/dev/null 2>&1 || fail "the demo failed"
report=demo/minutes/bao-cao-A.pdf
printf '2468\n2468\nsecret1\nsecret1\n' >pins
expect 0 "$program" sign "$report" -o signed.pdf --chain ca.pem --pins-from-stdin --with "$(token token-rsa)" --with "$(token token-ec)" \
  --with p12:rsa.p12 --with p12:ec.p12 <pins
head -c "$(stat -c %s "$report")" signed.pdf | cmp - "$report" || fail "signing changed what was there"

# Three other programs.
expect 0 qpdf --check signed.pdf
expect 0 pdfsig -nocert signed.pdf
[ "$(grep -c 'Signature is Valid' out)" -eq 4 ] || { cat out; fail "pdfsig does not find four valid signatures"; }
check_with_openssl signed.pdf 4
expect 0 "$program" --json verify-signature signed.pdf --trust ca.pem
[ "$(grep -o '"issuer_trusted":true' out | wc -l)" -eq 4 ] || fail "not four trusted signers"
pdftotext signed.pdf text && grep -q "Phạm Quỳnh Như" text || fail "the paper does not show who signed"

# Any byte (every one of them: station/signing/sign_pdf_test.cpp): 20 from outside by a fixed seed, half among the signatures.
perl -e 'srand 7; open my $in, "<:raw", "signed.pdf"; local $/; my $pdf = <$in>; my $old = -s $ARGV[0];
  for my $i (1 .. 20) { my $at = $i % 2 ? int rand $old : $old + int rand(length($pdf) - $old);
    my $copy = $pdf; substr($copy, $at, 1) = chr(ord(substr $pdf, $at, 1) ^ (1 + int rand 255));
    open my $out, ">:raw", "altered-$i.pdf"; print $out $copy; }' "$report"
for altered in altered-*.pdf; do
  expect 4 "$program" verify-signature "$altered"
  rm "$altered"
done
expect 4 "$program" verify-signature "$report"
(cat signed.pdf; echo "% more") >longer.pdf
expect 4 "$program" verify-signature longer.pdf

# Keys that may not sign; nothing is written.
refused() { expect 2 "$program" sign "$report" -o no.pdf --pins-from-stdin "${@:2}"; [ ! -e no.pdf ] || fail "$1: a file was written"; grep -q "$1" err || { cat err; fail "the reason is not told: $1"; }; }
refused "key usage" --with p12:usage.p12 <<<secret1
refused "expired" --with p12:expired.p12 <<<secret1
refused "passphrase" --with p12:rsa.p12 <<<wrong
refused "tried once" --with "$(token token-rsa)" <<<9999
refused "token" --with "pkcs11:token=none?module-path=$module" <<<2468
refused "PIN may not stand" --with "pkcs11:token=token-rsa?module-path=$module&pin-value=2468" <<<2468
softhsm2-util --import ec.key --token token-ec --label person --id b2 --pin 2468 >/dev/null
pkcs11-tool --module "$module" --token-label token-ec --login --pin 2468 --write-object token-ec.der --type cert --label crossed --id b2 >/dev/null 2>&1
refused "does not belong" --with "pkcs11:token=token-ec;object=crossed?module-path=$module" <<<2468
cat >ca.conf <<CONF
[ca]
default_ca=d
[d]
database=index.txt
default_md=sha256
default_crl_days=30
CONF
: >index.txt
openssl ca -config ca.conf -keyfile ca.key -cert ca.pem -revoke rsa.pem 2>/dev/null
openssl ca -config ca.conf -keyfile ca.key -cert ca.pem -gencrl -out crl.pem 2>/dev/null
refused "was revoked" --crl crl.pem --with p12:rsa.p12 <<<secret1

# Time from a local authority, by files.
mkdir exchange
cat >tsa.conf <<CONF
[tsa]
default_tsa=t
[t]
serial=$work/serial
signer_cert=$work/tsa.pem
signer_key=$work/tsa.key
certs=$work/ca.pem
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
ess_cert_id_alg=sha256
CONF
echo 01 >serial
(
  for _ in $(seq 600); do
    for question in exchange/*.tsq; do
      [ -e "$question" ] || continue
      openssl ts -reply -config tsa.conf -queryfile "$question" -out exchange/answer 2>/dev/null && mv exchange/answer "${question%.tsq}.tsr"
      exit 0
    done
    sleep 0.1
  done
) &
server=$!
expect 0 "$program" sign "$report" -o timed.pdf --tsa folder:exchange --pins-from-stdin --with p12:ec.p12 <<<secret1
expect 0 "$program" --json verify-signature timed.pdf --trust ca.pem
grep -q '"timestamp":"Test time"' out || fail "no token of time"
expect 0 qpdf --check timed.pdf
expect 2 "$program" sign "$report" -o no.pdf --tsa http://192.0.2.1/ --pins-from-stdin --with p12:ec.p12 <<<secret1
expect 3 "$program" sign "$report" -o no.pdf --tsa http://127.0.0.1:9/ --pins-from-stdin --with p12:ec.p12 <<<secret1
[ ! -e no.pdf ] || fail "a file was written without its token of time"
