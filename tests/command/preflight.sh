#!/bin/sh
# preflight.sh BUILD: PDFBox Preflight says whether the report is PDF/A-1b, where Java and Debian's packages of it are installed.
B=$1
classes=
for jar in pdfbox2 fontbox2 preflight xmpbox commons-logging javax.activation jaxb-api; do
	[ -e "/usr/share/java/$jar.jar" ] && command -v java >/dev/null || { echo "1..0 # skip PDFBox Preflight is not installed"; exit 0; }
	classes=$classes:/usr/share/java/$jar.jar
done
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
n=0
# valid FILE EXPECTED WHAT
valid() {
	n=$((n + 1))
	java -cp "${classes#:}" org.apache.pdfbox.preflight.Validator_A1b "$1" >"$t/said" 2>&1
	if grep -q 'is a valid PDF/A-1b file' "$t/said"; then valid=yes; else valid=no; fi
	if [ "$valid" = "$2" ]; then echo "ok $n $3"; else echo "not ok $n $3"; head -n 20 "$t/said" | sed 's/^/# /'; fi
}
for customer in samples/contoso-2010 samples/adatum-2016 tests/whole/pre-engagement/in; do
	"$B/hybrid-audit" -q --force --pdfa 1b -o "$t/out" --set 'engagement.prepared-by=Büro <Ä> & "Söhne"' "$customer" 2>/dev/null
	valid "$t/out/report.pdf" yes "Preflight finds PDF/A-1b in the report on $customer"
done
"$B/hybrid-audit" -q --force --pdfa none -o "$t/out" samples/contoso-2010 2>/dev/null
valid "$t/out/report.pdf" no "Preflight finds none in a report that claims none"
echo "1..$n"
