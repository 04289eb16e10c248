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
[ -e keys/ec.key ] || openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out keys/ec.key
# Every CA has a key of its own, unless its row names one.
sed -n '/^[^#]*|[^|]* ca\( \|$\)/{/key=/!s/ *|.*//p}' list.txt | while read -r ca; do rsa "$ca" 2048; done
rm -f out/*.pem
"$t/make" list.txt keys out
