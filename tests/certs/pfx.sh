#!/bin/sh
# pfx.sh: makes the PKCS #12 files of tests/readers/pkcs12 and tests/cases that are missing. They hold random bytes, so those
# that are there stay. Passwords and keys protect nothing: they are test data, open to everyone.
set -eu
cd "$(dirname "$0")"
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -o "$t/pfx" pfx.c $(pkg-config --cflags --libs libcrypto)
r=../readers/pkcs12
csp='Microsoft RSA SChannel Cryptographic Provider'
ksp='Microsoft Software Key Storage Provider'
# make FILE COMMAND...: its output FILE, unless that is there; its directory is made.
make() {
	mkdir -p "${1%/*}"
	[ -e "$1" ] || { out=$1; shift; "$@" "$out"; }
}
# export_to CERTIFICATE KEY PASSWORD OPTION... FILE
export_to() {
	certificate=$1 key=$2 password=$3
	shift 3
	openssl pkcs12 -export -in "out/$certificate.pem" -inkey "keys/$key.key" -passout "pass:$password" -name "$certificate" "$@"
}
rsa() {
	export_to contoso leaf "$@"
}
ec() {
	export_to contoso-ec ec "$@"
}
make $r/aes-256/in/contoso.pfx rsa contoso -iter 2000 -CSP "$csp" -LMK -out
make $r/rc2-40/in/contoso.pfx rsa contoso -legacy -iter 2000 -CSP "$ksp" -out
make $r/3des/in/contoso.pfx rsa contoso -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1 -iter 2000 -out
make $r/no-mac/in/encrypted.pfx ec contoso -nomac -certpbe AES-256-CBC -iter 2048 -out
make $r/no-mac/in/certificates-unencrypted.pfx ec contoso -nomac -certpbe NONE -out
make $r/wrong-password/in/contoso.pfx ec fabrikam -CSP "$ksp" -out
make $r/without-password/in/aes-256.pfx ec contoso -CSP "$ksp" -out
make $r/without-password/in/rc2-40.pfx rsa contoso -legacy -iter 2000 -CSP "$csp" -out
make $r/certificates-unencrypted/in/contoso.pfx ec contoso -certpbe NONE -CSP "$ksp" -out
make $r/too-many-iterations/in/mac.pfx ec contoso -iter 1000001 -out
make $r/too-many-iterations/in/no-mac.pfx ec contoso -iter 1000001 -nomac -certpbe AES-256-CBC -out
make $r/too-many-iterations/in/certificates-unencrypted.pfx ec contoso -iter 1000001 -certpbe NONE -out
make $r/empty-password/in/empty.pfx ec "" -out
make $r/empty-password/in/none.pfx "$t/pfx" no-password out/contoso-ec.pem keys/ec.key
cat out/issuing-ca.pem out/root-ca.pem >"$t/chain.pem"
make $r/chain/in/contoso.pfx rsa contoso -certfile "$t/chain.pem" -out
make $r/ec-key/in/contoso.pfx ec contoso -out
make $r/keys/in/other-key.pfx "$t/pfx" other-key out/fabrikam.pem keys/ec.key
make $r/keys/in/bare-key.pfx "$t/pfx" bare-key out/contoso-ec.pem keys/ec.key
make $r/keys/in/two-keys.pfx "$t/pfx" two-keys out/contoso-ec.pem keys/ec.key
make $r/no-key/in/trusted.p12 openssl pkcs12 -export -nokeys -in out/issuing-ca.pem -passout pass:changeit -out
make $r/passwords-file/in/umlaut.pfx ec "$(printf 'gr\303\274\303\237e')" -out
make $r/passwords-file/in/blanks.pfx ec " contoso " -out
make $r/passwords-file/in/last.pfx ec last-of-them -out
# Armoured, and the indefinite lengths of NSS and Bouncy Castle.
base64_of() {
	base64 "$1" >"$2"
}
indefinite() {
	{ printf '\060\200'; tail -c +5 "$1"; printf '\0\0'; } >"$2"
}
pem_of() {
	{ echo "-----BEGIN PKCS12-----"; base64 "$1"; echo "-----END PKCS12-----"; } >"$2"
}
cut_of() {
	head -c 500 "$1" >"$2"
}
# An octet of the encrypted certificate: its safe still opens.
flipped() {
	cp "$1" "$2"
	printf '\377' | dd of="$2" bs=1 seek=300 conv=notrunc status=none
}
# The first safe is of a type that nobody knows.
renamed() {
	LC_ALL=C sed 's/\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06/\x2a\x86\x48\x86\xf7\x0d\x01\x07\x63/' "$1" >"$2"
}
make $r/forms/in/base64.txt base64_of $r/ec-key/in/contoso.pfx
make $r/forms/in/pem.txt pem_of $r/ec-key/in/contoso.pfx
make $r/forms/in/indefinite.pfx indefinite $r/ec-key/in/contoso.pfx
make $r/damaged/in/cut.pfx cut_of $r/ec-key/in/contoso.pfx
make $r/damaged/in/flipped.pfx flipped $r/ec-key/in/contoso.pfx
make $r/damaged/in/renamed.pfx renamed $r/ec-key/in/contoso.pfx
# Cases of rules: the certificate of tests/bases/pre-engagement with its key, with another one, and closed.
k=../cases/CERT-006
make $k/pfx-with-its-key/in/certificates/hybrid.pfx rsa contoso -iter 2000 -out
make $k/pfx-with-another-key/in/certificates/hybrid.pfx "$t/pfx" other-key out/contoso.pem keys/ec.key
make $k/pfx-without-its-password/in/certificates/hybrid.pfx rsa fabrikam -iter 2000 -out
# Seeds, which the fuzz target opens with "contoso".
f=../fuzz/corpus/certificate
make $f/contoso-ec.pfx cp $r/ec-key/in/contoso.pfx
make $f/rc2-40.pfx cp $r/rc2-40/in/contoso.pfx
make $f/no-mac.pfx cp $r/no-mac/in/certificates-unencrypted.pfx
make $f/two-keys.pfx cp $r/keys/in/two-keys.pfx
