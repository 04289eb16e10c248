#!/bin/sh
# command-line.sh BUILD: exit status, outputs complete or absent, messages.
A=$1/hybrid-audit
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
n=0
# expect STATUS NAME COMMAND...: output in $t/out, messages in $t/err.
expect() {
	want=$1 name=$2
	shift 2
	"$@" >"$t/out" 2>"$t/err"
	got=$?
	n=$((n + 1))
	if [ "$got" = "$want" ]; then echo "ok $n $name"; else echo "not ok $n $name: exit status $got, not $want"; sed 's/^/# /' "$t/err"; fi
}
lacks() {
	n=$((n + 1))
	if grep -q -- "$2" "$1"; then echo "not ok $n says: $2"; else echo "ok $n does not say: $2"; fi
}
says() {
	n=$((n + 1))
	if grep -q -- "$2" "$1"; then echo "ok $n says: $2"; else echo "not ok $n does not say: $2"; sed 's/^/# /' "$1" | head; fi
}
absent() {
	n=$((n + 1))
	if [ -e "$1" ]; then echo "not ok $n $1 is there"; else echo "ok $n ${1##*/} is absent"; fi
}
holds() {
	n=$((n + 1))
	if [ "$(ls "$1" | tr '\n' ' ')" = "$2" ]; then echo "ok $n holds $2"; else echo "not ok $n holds $(ls "$1" | tr '\n' ' '), not $2"; fi
}
s=samples/contoso-2010
expect 2 "no folder" "$A"
expect 2 "two folders" "$A" "$s" "$s"
expect 2 "unknown option" "$A" --no-such-option "$s"
expect 2 "no such folder" "$A" -o "$t/o" "$t/none"
absent "$t/o"
expect 2 "a bad date" "$A" -t 2013-13-01 -o "$t/o" "$s"
says "$t/err" 2013-13-01
expect 2 "an unknown format" "$A" -f docx -o "$t/o" "$s"
expect 2 "an unknown setting" "$A" --set hybrid.no-such=1 -o "$t/o" "$s"
expect 2 "an unknown severity" "$A" --fail-on panic -o "$t/o" "$s"
absent "$t/o"
expect 2 "a rule that is not there" "$A" -r ADISC-999 -o "$t/o" "$s"
expect 2 "an empty list of rules" "$A" -r , -o "$t/o" "$s"
absent "$t/o"
expect 2 "a required name that is none" "$A" --require-name "mail_contoso..com" -o "$t/o" "$s"
mkdir "$t/only-settings"
cp "$s/audit.ini" "$t/only-settings/"
expect 2 "nothing but settings" "$A" -o "$t/o" "$t/only-settings"
mkdir "$t/empty"
expect 2 "an empty folder" "$A" -o "$t/o" "$t/empty"
absent "$t/o"
expect 1 "findings" "$A" -o "$t/o" "$s"
holds "$t/o" "actions.csv findings.csv report.pdf "
says "$t/err" "Not ready"
expect 1 "the same directory again" "$A" -o "$t/o" "$s"
expect 0 "--fail-on none" "$A" --fail-on none -f csv -o "$t/o2" "$s"
holds "$t/o2" "findings.csv "
expect 0 "only rules that pass" "$A" -r ADISC-010 -f csv -o "$t/o3" samples/contoso-2010-autod
expect 0 "rules that pass for a customer who is not ready" "$A" -r VER -f csv -o "$t/o5" "$s"
says "$t/err" "Not ready"
# Words and tables of one's own.
mkdir -p "$t/T/en/rules" "$t/K"
expect 2 "no such directory of words" "$A" -T "$t/none" -f csv -o "$t/o6" "$s"
expect 2 "no such directory of tables" "$A" --knowledge "$t/none" -f csv -o "$t/o6" "$s"
sed '1s/.*/# Our own title/' templates/en/rules/CONN-001.md >"$t/T/en/rules/CONN-001.md"
expect 1 "other words" "$A" -T "$t/T" -f csv -o "$t/o6" "$s"
says "$t/o6/findings.csv" '"Our own title"'
echo "# Our own title" >"$t/T/en/rules/CONN-001.md"
expect 2 "words that lack a section" "$A" -T "$t/T" -f csv -o "$t/o6" "$s"
says "$t/err" 'CONN-001.md: the section "## fail other-connector" is missing'
mv "$t/T/en/rules/CONN-001.md" "$t/T/en/rules/CONN-01.md"
expect 2 "words of no rule" "$A" -T "$t/T" -f csv -o "$t/o6" "$s"
sed 's/2022-07-28/2013-01-01/' audit/knowledge/eop-ranges.csv >"$t/K/eop-ranges.csv"
expect 1 "another table" "$A" --knowledge "$t/K" -f csv,text -o "$t/o7" "$s"
says "$t/o7/report.txt" "/K/eop-ranges.csv)"
echo "cidr" >"$t/K/eop-ranges.csv"
expect 2 "a table that is none" "$A" --knowledge "$t/K" -f csv -o "$t/o7" "$s"
mv "$t/K/eop-ranges.csv" "$t/K/eop.csv"
expect 2 "a table that replaces none" "$A" --knowledge "$t/K" -f csv -o "$t/o7" "$s"
mkdir "$t/full"
echo mine >"$t/full/letter.txt"
expect 2 "a directory with other files" "$A" -o "$t/full" "$s"
holds "$t/full" "letter.txt "
expect 1 "--force" "$A" --force -f csv -o "$t/full" "$s"
holds "$t/full" "findings.csv letter.txt "
: >"$t/file"
expect 2 "an output directory that is a file" "$A" -o "$t/file" "$s"
expect 0 "--evidence" "$A" --evidence "$s"
says "$t/out" '"exchange/ReceiveConnector.csv","ReceiveConnector","read"'
expect 0 "--list-rules" "$A" --list-rules
says "$t/out" CONN-001
expect 0 "--list-rules -f csv" "$A" --list-rules -f csv
says "$t/out" '"ADISC-003"'
expect 0 "--explain" "$A" --explain ADISC-003
says "$t/out" "ADISC-003"
says "$t/out" "What it is judged from"
says "$t/out" "Get-HybridConfiguration"
expect 2 "--explain of nothing known" "$A" --explain NOPE-999
expect 0 "--explain of an error" "$A" --explain '451 4.4.0 Primary target IP address responded with: "454 4.7.5 Certificate validation failure."'
says "$t/out" "CONN-001"
lacks "$t/out" "CONN-038"
expect 0 "--explain of the other 454" "$A" --explain "454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found"
says "$t/out" "CONN-038"
lacks "$t/out" "CONN-001"
expect 0 "--explain of an error, with a folder" "$A" --explain "Certificate validation failure" "$s"
says "$t/out" "10.20.30.40, HUB1: Not met (Blocker), other-connector"
expect 0 "--explain of a rule, with a folder" "$A" --explain CONN-001 "$s"
says "$t/out" "In this folder"
expect 0 "--trace" "$A" --trace CONN-001:10.20.30.40 "$s"
says "$t/out" "exchange/ReceiveConnector.csv:4  *$(sha256sum "$s/exchange/ReceiveConnector.csv" | cut -c1-40)"
says "$t/out" "What would turn it"
expect 2 "--trace of a subject that is not there" "$A" --trace CONN-001:10.9.9.9 "$s"
expect 2 "--trace without a folder" "$A" --trace CONN-001
expect 0 "--version" "$A" --version
expect 0 "--help" "$A" --help
says "$t/out" "air-gapped\|offline"
# CSV as Excel wants it differs by its first three octets, where nothing is long and nothing is like a number.
expect 1 "--csv-excel" "$A" --csv-excel --all -f csv,actions -o "$t/excel" "$s"
expect 1 "all rows" "$A" --all -f csv,actions -o "$t/plain" "$s"
expect 0 "--csv-excel --evidence" "$A" --csv-excel --evidence "$s"
cp "$t/out" "$t/excel/evidence.csv"
expect 0 "--evidence" "$A" --evidence "$s"
cp "$t/out" "$t/plain/evidence.csv"
expect 0 "--csv-excel --list-rules" "$A" --csv-excel --list-rules -f csv
cp "$t/out" "$t/excel/rules.csv"
expect 0 "--list-rules" "$A" --list-rules -f csv
cp "$t/out" "$t/plain/rules.csv"
for f in actions evidence findings rules; do
	expect 1 "$f.csv without the mark" grep -q "^$(printf '\357\273\277')" "$t/plain/$f.csv"
	{ printf '\357\273\277'; cat "$t/plain/$f.csv"; } >"$t/marked"
	expect 0 "$f.csv with the mark" cmp "$t/marked" "$t/excel/$f.csv"
done
# An output directory inside the folder is never evidence.
cp -r "$s" "$t/inside"
expect 1 "output inside the folder" "$A" -f csv -o "$t/inside/out" "$t/inside"
cp "$t/inside/out/findings.csv" "$t/first.csv"
expect 1 "output inside the folder, again" "$A" -f csv -o "$t/inside/out" "$t/inside"
expect 0 "the same bytes" cmp "$t/first.csv" "$t/inside/out/findings.csv"
# A link that leads out of the folder is listed and not followed; a private key is reported and not echoed.
cp -r "$s" "$t/bad"
ln -s /etc/passwd "$t/bad/domains.csv"
cp tests/certs/keys/leaf.key "$t/bad/mail.key"
: >"$t/bad/empty.csv"
head -c 4096 /dev/zero >"$t/bad/zeros.pem"
head -c 700 "$s/exchange/ReceiveConnector.csv" >"$t/bad/cut.csv"
expect 1 "strange files" "$A" -f csv,text -o "$t/o4" "$t/bad"
expect 0 "--evidence of strange files" "$A" --evidence "$t/bad"
for f in domains.csv mail.key empty.csv zeros.pem cut.csv; do says "$t/out" "^\"$f\""; done
key=$(sed -n 2p tests/certs/keys/leaf.key)
expect 1 "no key in the outputs" grep -rqF -- "$key" "$t/o4" "$t/out"
# Nor does one that stands among other text: behind a table, a zone and the settings, or in a cell.
cp -r "$s" "$t/among"
for f in audit.ini dns/external/contoso.com.zone exchange/SendConnector.csv; do cat tests/certs/keys/leaf.key >>"$t/among/$f"; done
{ printf 'Domain,Notes\ncontoso.com,"'; cat tests/certs/keys/leaf.key; echo '"'; } >"$t/among/domains.csv"
{ echo Domain; cat tests/certs/keys/leaf.key; echo fabrikam.com; } >"$t/among/more-domains.csv"
expect 1 "keys among other text" "$A" -v --all -f csv,text -o "$t/o6" "$t/among"
cp "$t/err" "$t/o6/messages"
expect 0 "--evidence of keys among other text" "$A" --evidence "$t/among"
for f in audit.ini dns/external/contoso.com.zone exchange/SendConnector.csv domains.csv more-domains.csv; do says "$t/o6/findings.csv" "^\"GEN-006\",.*\"$f\""; done
grep -v -- ----- tests/certs/keys/leaf.key | cut -c 1-20 >"$t/key"
expect 1 "no line of a key in the outputs" grep -rqFf "$t/key" "$t/o6" "$t/out"
# Passwords of PFX files: from a file alone, never shown, and the file is no evidence.
mkdir "$t/pfx"
cp tests/readers/pkcs12/aes-256/in/contoso.pfx "$t/pfx/"
echo contoso >"$t/passwords"
expect 0 "--password-file" "$A" --password-file "$t/passwords" --evidence "$t/pfx"
says "$t/out" '^"contoso.pfx","certificates","read"'
expect 0 "no --password-file" "$A" --evidence "$t/pfx"
says "$t/out" '^"contoso.pfx","certificates","refused".*pfx-locked'
expect 2 "no such --password-file" "$A" --password-file "$t/none" -f csv -o "$t/o8" "$t/pfx"
says "$t/err" "^hybrid-audit: --password-file: $t/none: No such file"
absent "$t/o8"
expect 2 "a --password-file that is a directory" "$A" --password-file "$t" -o "$t/o8" "$t/pfx"
: >"$t/nothing"
expect 2 "a --password-file without a password" "$A" --password-file "$t/nothing" -o "$t/o8" "$t/pfx"
says "$t/err" "no password in it"
printf '\377\376c\0o\0\n\0' >"$t/utf-16"
expect 2 "a --password-file that is no UTF-8" "$A" --password-file "$t/utf-16" -o "$t/o8" "$t/pfx"
says "$t/err" "not UTF-8 text"
seq 101 >"$t/many"
expect 2 "a --password-file of too many" "$A" --password-file "$t/many" -o "$t/o8" "$t/pfx"
says "$t/err" "more than 100 passwords"
absent "$t/o8"
cp "$t/passwords" "$t/pfx/zz-Tr0ub4dor"
expect 0 "a --password-file in the folder" "$A" --password-file "$t/pfx/zz-Tr0ub4dor" --evidence "$t/pfx"
says "$t/out" '^"zz-Tr0ub4dor","unknown","ignored","","0".*,"","password-file"'
rm "$t/pfx/zz-Tr0ub4dor"
expect 0 "OpenSSL without its legacy provider" env OPENSSL_MODULES="$t/none" "$A" --password-file "$t/passwords" --evidence tests/readers/pkcs12/rc2-40/in
says "$t/out" '^"contoso.pfx","certificates","refused".*pfx-legacy-unavailable'
printf 'Tr0ub4dor\ncontoso\n' >"$t/passwords"
printf '[engagement]\npassword = Tr0ub4dor\n' >"$t/pfx/audit.ini"
expect 0 "a password" "$A" -v --all --password-file "$t/passwords" -f csv,text -o "$t/o8" "$t/pfx"
cp "$t/err" "$t/o8/messages"
says "$t/o8/messages" setting-password
expect 1 "no password in the outputs" grep -rqF Tr0ub4dor "$t/o8"
expect 2 "a password on the command line" "$A" --set engagement.password=Tr0ub4dor -f csv -o "$t/o9" "$t/pfx"
expect 1 "it is not shown" grep -qF Tr0ub4dor "$t/err"
echo "1..$n"
