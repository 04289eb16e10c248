#!/bin/sh
# Makes roots.csv from the roots of the Debian package ca-certificates: facts about the certificates, not the certificates.
# Run by hand when a newer package is wanted: sh audit/knowledge/make-roots.sh >audit/knowledge/roots.csv
set -eu
export LC_ALL=C
day() { date -u -d "$(openssl x509 -in "$1" -noout "$2" | cut -d= -f2)" +%Y-%m-%d; }
quoted() { printf '"%s"' "$(printf %s "$1" | sed 's/"/""/g')"; }
version=$(dpkg-query -W -f '${Version}' ca-certificates)
echo "# source: the root certificates of the Debian package ca-certificates $version (Mozilla's list)"
echo "# as-of: $(echo "$version" | sed 's/^\(....\)\(..\)\(..\).*/\1-\2-\3/')"
echo subject,key_id,sha256,from,until
for f in /usr/share/ca-certificates/mozilla/*.crt; do
	subject=$(openssl x509 -in "$f" -noout -subject -nameopt RFC2253,-esc_msb,utf8 | sed 's/^subject=//')
	key=$(openssl x509 -in "$f" -noout -ext subjectKeyIdentifier 2>/dev/null | tail -n +2 | tr -d ': \n' | tr A-F a-f)
	if [ -z "$key" ]; then
		# RFC 5280, 4.2.1.2 (1): the SHA-1 of the bit string subjectPublicKey.
		key=$(openssl x509 -in "$f" -noout -pubkey | openssl pkey -pubin -outform DER | openssl asn1parse -inform DER -strparse \
			"$(openssl x509 -in "$f" -noout -pubkey | openssl pkey -pubin -outform DER | openssl asn1parse -inform DER | awk -F: '/BIT STRING/{print $1+0}')" \
			-noout -out - | openssl dgst -sha1 -r | cut -d' ' -f1)
	fi
	digest=$(openssl x509 -in "$f" -noout -fingerprint -sha256 | cut -d= -f2 | tr -d : | tr A-F a-f)
	echo "$(quoted "$subject"),$key,$digest,$(day "$f" -startdate),$(day "$f" -enddate)"
done | sort
