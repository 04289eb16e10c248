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

# routing FOLDER TENANT DOMAIN: the remote domains and the address policy that the wizard leaves.
routing() {
	csv "$1/RemoteDomain.csv" <<-EOF
		"Name","DomainName","TargetDeliveryDomain","IsInternal","TrustedMailInboundEnabled","TrustedMailOutboundEnabled","AllowedOOFType","AutoForwardEnabled","TNEFEnabled"
		"Default","*","False","False","False","False","External","True",""
		"Hybrid Domain - $2.mail.onmicrosoft.com","$2.mail.onmicrosoft.com","True","False","False","True","InternalLegacy","True","True"
		"Hybrid Domain - $2.onmicrosoft.com","$2.onmicrosoft.com","False","False","True","False","InternalLegacy","True","True"
	EOF
	csv "$1/EmailAddressPolicy.csv" <<-EOF
		"Name","Priority","EnabledEmailAddressTemplates","EnabledPrimarySMTPAddressTemplate","RecipientFilterType"
		"Default Policy","Lowest","SMTP:%m@$3|smtp:%m@$2.mail.onmicrosoft.com","%m@$3","Precanned"
	EOF
}

. ./contoso.sh
. ./adatum.sh
