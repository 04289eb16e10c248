#!/bin/sh
# make.sh: makes tests/certs/out from list.txt and the keys in keys/ (made once; a missing one is made anew).
# Running it again gives the same bytes. The keys protect nothing: they are test data, open to everyone.
set -eu
cd "$(dirname "$0")"
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -o "$t/make" make.c $(pkg-config --cflags --libs libcrypto)
mkdir -p keys out
rsa() {
	[ -e "keys/$1.key" ] || openssl genpkey -quiet -algorithm RSA -pkeyopt "rsa_keygen_bits:$2" -out "keys/$1.key"
}
rsa leaf 2048
rsa other 2048
rsa rsa1024 1024
[ -e keys/rsa-e3.key ] || openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3 -out keys/rsa-e3.key
[ -e keys/ec.key ] || openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out keys/ec.key
# Every CA has a key of its own, unless its row names one.
sed -n '/^[^#]*|[^|]* ca\( \|$\)/{/key=/!s/ *|.*//p}' list.txt | while read -r ca; do rsa "$ca" 2048; done
rm -f out/*.pem
"$t/make" list.txt keys out

# Containers, kept as files because PKCS #12, encrypted keys and lists hold random bytes or dates: made when they are missing.
mkdir -p containers
cd containers
have() {
	[ -e "$1" ]
}
cat ../out/contoso.pem ../out/issuing-ca.pem ../out/root-ca.pem >"$t/chain.pem"
have chain.p7b || openssl crl2pkcs7 -nocrl -certfile "$t/chain.pem" -outform DER -out chain.p7b
have chain-pem.p7b || openssl crl2pkcs7 -nocrl -certfile "$t/chain.pem" -out chain-pem.p7b
have chain-labelled-certificate.cer || sed 's/PKCS7/CERTIFICATE/' chain-pem.p7b >chain-labelled-certificate.cer
have empty.p7b || openssl crl2pkcs7 -nocrl -outform DER -out empty.p7b
have contoso.pfx || openssl pkcs12 -export -inkey ../keys/leaf.key -in ../out/contoso.pem -passout pass:contoso -out contoso.pfx
have contoso-base64.pfx || base64 contoso.pfx >contoso-base64.pfx
have request.req || openssl req -new -key ../keys/leaf.key -subj /CN=mail.contoso.com | sed 's/CERTIFICATE/NEW CERTIFICATE/' >request.req
have request-der.pfx || openssl req -new -key ../keys/leaf.key -subj /CN=mail.contoso.com -outform DER -out request-der.pfx
have key.key || cp ../keys/rsa1024.key key.key
have key-encrypted.key || openssl pkcs8 -topk8 -in key.key -passout pass:contoso -out key-encrypted.key
have key.der || openssl pkcs8 -topk8 -in key.key -nocrypt -outform DER -out key.der
have key-encrypted.der || openssl pkcs8 -topk8 -in key.key -passout pass:contoso -outform DER -out key-encrypted.der
have trusted.pem || openssl x509 -in ../out/contoso.pem -trustout -addtrust serverAuth -out trusted.pem
if ! have list.crl; then
	: >"$t/index"
	printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s\ndefault_md=sha256\ndefault_crl_days=30\n' "$t/index" >"$t/ca.cnf"
	openssl ca -gencrl -config "$t/ca.cnf" -keyfile ../keys/root-ca.key -cert ../out/root-ca.pem -out list.crl
fi
cd ..
sh pfx.sh
