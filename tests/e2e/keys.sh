#!/usr/bin/env bash
# Keys of people for the end-to-end tests: an authority, PKCS #12 files, tokens of softhsm2. Sourced in a folder of its own.

person='keyUsage=critical,digitalSignature,nonRepudiation\n'

make_authority() {
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 100 -subj "/CN=Test root" 2>/dev/null
  export SOFTHSM2_CONF=$PWD/softhsm2.conf
  mkdir tokens
  echo "directories.tokendir = $PWD/tokens" >softhsm2.conf
  module=$(find /usr/lib -name libsofthsm2.so | head -n 1)
}

issue() { # NAME KIND SUBJECT EXTENSIONS DAYS
  if [ "$2" = rsa ]; then openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key" 2>/dev/null
  else openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null; fi
  openssl req -new -key "$1.key" -utf8 -subj "/CN=$3" -out "$1.csr"
  printf '%b' "$4" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$5" -extfile "$1.ext" -out "$1.pem" 2>/dev/null
  openssl x509 -in "$1.pem" -outform DER -out "$1.der"
  openssl pkcs12 -export -inkey "$1.key" -in "$1.pem" -certfile ca.pem -passout pass:secret1 -out "$1.p12"
}

make_token() { # LABEL NAME
  softhsm2-util --init-token --free --label "$1" --so-pin 12345678 --pin 2468 >/dev/null
  softhsm2-util --import "$2.key" --token "$1" --label person --id a1 --pin 2468 >/dev/null
  pkcs11-tool --module "$module" --token-label "$1" --login --pin 2468 --write-object "$2.der" --type cert --label person --id a1 >/dev/null 2>&1
}

token() { echo "pkcs11:token=$1;object=person?module-path=$module"; }

# Every signature of a PDF by another program; needs ca.pem.
check_with_openssl() { # PDF HOW_MANY
  rm -f signature-*.der content-*
  perl -0777 -ne 'my $pdf = $_; my $n = 0;
    while ($pdf =~ m{/ByteRange \[0 (\d+) (\d+) (\d+)\]}g) {
      my ($a, $b, $c) = ($1, $2, $3);
      my $der = pack("H*", substr($pdf, $a + 1, $b - $a - 2));
      my $length = unpack("n", substr($der, 2, 2));
      ++$n;
      open my $s, ">:raw", "signature-$n.der"; print $s substr($der, 0, $length + 4); close $s;
      open my $d, ">:raw", "content-$n"; print $d substr($pdf, 0, $a), substr($pdf, $b, $c); close $d;
    }' "$1"
  local n
  for n in $(seq "$2"); do
    openssl cms -verify -cades -binary -inform DER -in "signature-$n.der" -content "content-$n" -CAfile ca.pem -out /dev/null -purpose any \
      >/dev/null 2>openssl.err || { cat openssl.err; echo "openssl refuses signature $n of $1"; return 1; }
  done
}
