#!/bin/sh
# make.sh: writes the three sample customers from this text and the certificates in tests/certs/out.
# Nothing in it depends on the day or the machine: running it again gives the same bytes.
set -eu
cd "$(dirname "$0")"
certs=../tests/certs/out

# What Export-Csv of Windows PowerShell 5.1 writes: UTF-8 with BOM, CRLF.
csv() {
	mkdir -p "$(dirname "$1")"
	{ printf '\357\273\277'; sed 's/$/\r/'; } >"$1"
}
# The same with -Encoding Unicode.
csv16() {
	mkdir -p "$(dirname "$1")"
	{ printf '\377\376'; sed 's/$/\r/' | iconv -f UTF-8 -t UTF-16LE; } >"$1"
}
# What a person types, and what BIND writes.
text() {
	mkdir -p "$(dirname "$1")"
	cat >"$1"
}
# What dnscmd /ZoneExport writes.
windows() {
	mkdir -p "$(dirname "$1")"
	sed 's/$/\r/' >"$1"
}
# pem FILE NAME...: the certificates, one after the other.
pem() {
	out=$1
	shift
	mkdir -p "$(dirname "$out")"
	for c in "$@"; do cat "$certs/$c.pem"; done >"$out"
}
thumbprint() {
	openssl x509 -in "$certs/$1.pem" -noout -fingerprint -sha1 | sed 's/.*=//; s/://g'
}

. ./contoso.sh
. ./adatum.sh
