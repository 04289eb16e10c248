#!/bin/sh
# evidence.sh BUILD: a folder with a file of each kind that is read and many that are refused, and all that --evidence says of it.
# And the whole list of rules.  "regold" as second argument shows how they differ from evidence.csv and rules.csv and accepts it.
LC_ALL=C
export LC_ALL
B=$1
regold=${2:-}
. tests/command/tap
r=tests/readers
d=$t/customer
# take FOLDER FILE...: copies files below a folder of the customer's.
take() {
	to=$d/$1
	shift
	mkdir -p "$to"
	cp "$@" "$to"
}
# Read: every kind of table, and every form of one.
cp -r samples/contoso-2010 "$d"
take domains.by-hand "$r/sheet/domains/in/"*.csv
take forms "$r/clixml/connectors/in/receive.xml" "$r/list/mixed/in/everything.txt" "$r/list/transcript/in/session.txt" "$r/trace/wizard/in/wizard.xhcw"
take exo "$r/exchange/sides/in/cloud/OrganizationRelationship.csv"
take exchange "$r/exchange/sides/in/OrganizationRelationship.csv" "$r/exchange/directories/in/class.csv"
take sheet "$r/sheet/types/in/connectors.csv"
printf '"Name","Fqdn","AutoDiscoverServiceInternalUri","AutoDiscoverSiteScope"\r\n"CAS1","cas1.contoso.com","https://mail.contoso.com/Autodiscover/Autodiscover.xml",""\r\n' >"$d/exchange/ClientAccess.csv"
printf '"Identity","EndpointType","RemoteServer"\r\n"Hybrid","ExchangeRemoteMove","mail.contoso.com"\r\n' >"$d/cloud/MigrationEndpoint.csv"
# Refused: the first file of each case, and what is left out.
for c in "$r"/refused/*/in; do
	what=${c%/in}
	for f in "$c"/* "$c"/.[!.]*; do
		[ -f "$f" ] || continue
		take "refused/${what##*/}" "$f"
		break
	done
done
ln -s /etc/hosts "$d/hosts"
printf 'Dear colleague,\nthe exports follow.\n' >"$d/letter.txt"
LC_ALL=C TZ=UTC "$B/hybrid-audit" --evidence -t 2013-07-01 "$d" >"$t/1.csv" 2>"$t/err"
tap $? "--evidence of every kind"
LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo "$B/hybrid-audit" --evidence -t 2013-07-01 "$d" >"$t/2.csv" 2>>"$t/err"
cmp -s "$t/1.csv" "$t/2.csv"; tap $? "the same bytes"
! [ -s "$t/err" ]; tap $? "quiet"
sed 's/^/# /' "$t/err"
if [ -n "$regold" ]; then
	diff -uN tests/command/evidence.csv "$t/1.csv"
	cp "$t/1.csv" tests/command/evidence.csv
fi
diff -u tests/command/evidence.csv "$t/1.csv" >"$t/diff" 2>&1
tap $? "the whole list"
head -n 40 "$t/diff" | sed 's/^/# /'
# The list of rules, whole: what changes in it is to be seen.
"$B/hybrid-audit" --list-rules --format csv >"$t/rules.csv"
tap $? "--list-rules --format csv"
if [ -n "$regold" ]; then
	diff -uN tests/command/rules.csv "$t/rules.csv"
	cp "$t/rules.csv" tests/command/rules.csv
fi
diff -u tests/command/rules.csv "$t/rules.csv" >"$t/diff" 2>&1
tap $? "the whole list of rules"
head -n 40 "$t/diff" | sed 's/^/# /'
# Every kind of table that the program knows is in it.
for k in AcceptedDomain EXO-AcceptedDomain ReceiveConnector SendConnector InboundConnector OutboundConnector HybridConfiguration ExchangeServer \
    ExchangeCertificate LoadBalancer WebServicesVirtualDirectory AutodiscoverVirtualDirectory ClientAccess OrganizationRelationship \
    EXO-OrganizationRelationship MigrationEndpoint Collector certificates settings zone mixed foreign unknown; do
	grep -q "^\"[^\"]*\",\"$k\"," "$t/1.csv"; tap $? "$k is in the list"
done
echo "1..$n"
