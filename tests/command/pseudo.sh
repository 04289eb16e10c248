#!/bin/sh
# pseudo.sh BUILD: no sentence is left in C. In a derived set of templates every letter of prose is another one (Cyrillic, which the
# typefaces have). Outputs made with it may hold ASCII words only where the customer's files, code in the templates, the dated tables or a
# closed list of the program hold them, alone and beside their neighbour.
A=$1/hybrid-audit
P=$1/tests/pseudo
. tests/command/tap
# unmarked NAME CORPUS... -- OUTPUT...: passes when there is no such word.
unmarked() {
	name=$1
	shift
	"$P" check "$t/kept" "$@" >"$t/said"; tap $? "$name"
	sed 's/^/# /' "$t/said" | cut -c -300 | tail -n 12
}
"$A" --export-templates "$t/E" && "$P" mark "$t/E" "$t/T" "$t/kept"; tap $? "a set is derived"
for c in samples/contoso-2010 samples/contoso-2010-autod samples/adatum-2016 tests/whole/exchange-2019-edge-clean/in \
    tests/whole/hybrid-agent-clean/in tests/whole/multi-tenant-clean/in tests/whole/pre-engagement/in; do
	w=${c%/in}
	name=${w##*/}
	args=
	[ ! -e "$w/args" ] || args=$(cat "$w/args")
	# shellcheck disable=SC2086
	"$A" -q --all -T "$t/T" -f pdf,csv,actions,text -o "$t/$name" $args "$c" 2>"$t/err"
	[ $? -le 1 ]; tap $? "$name is audited"
	sed 's/^/# /' "$t/err"
	# The names of the columns are for machines.
	sed 1d "$t/$name/findings.csv" >"$t/$name/findings"
	sed 1d "$t/$name/actions.csv" >"$t/$name/actions"
	set -- "$t/$name/report.txt" "$t/$name/findings" "$t/$name/actions"
	if command -v pdftotext >/dev/null 2>&1; then
		pdftotext "$t/$name/report.pdf" "$t/$name/report-pdf.txt"
		set -- "$@" "$t/$name/report-pdf.txt"
	fi
	# The bundles hold this root in base64 alone; here its names stand above it.
	unmarked "$name" "$c" tests/certs/out/root-ca.pem -- "$@"
done
# Without a folder, and what led to each result.
"$A" -T "$t/T" --list-rules >"$t/list"
"$A" -T "$t/T" --list-rules -f csv | sed 1d >"$t/list-csv"
# Pages of rules are made alike: every fourth is enough, and so are the rules with a result that is no pass.
for r in $(awk 'NR % 4 == 1 { print $1 }' "$t/list"); do
	"$A" -T "$t/T" --explain "$r" >>"$t/explained"
done
for e in "Certificate validation failure" "could not be found" "5.7.230" "autodiscover"; do
	"$A" -T "$t/T" --explain "$e" >>"$t/explained"
	"$A" -T "$t/T" --explain "$e" samples/contoso-2010 >>"$t/explained-there"
done
for r in $(sed -n 's/^"\([A-Z]*-[0-9]*\)",.*"\(fail\|note\|not-evaluated\)",.*/\1/p' "$t/contoso-2010/findings" | sort -u) ADISC-001 CERT-001; do
	"$A" -T "$t/T" --trace "$r" samples/contoso-2010 >>"$t/traced"
done
unmarked "--list-rules" -- "$t/list" "$t/list-csv"
unmarked "--explain" -- "$t/explained"
unmarked "--explain with a folder, --trace" samples/contoso-2010 -- "$t/explained-there" "$t/traced"
# It can fail: a sentence that no template says, one that is made of a customer's words, and one word.
for said in "Nothing could be read here." "domain mail contoso hub" "Ноу hitherto"; do
	{ cat "$t/contoso-2010/report.txt"; printf '\n%s\n' "$said"; } >"$t/injected"
	"$P" check "$t/kept" samples/contoso-2010 -- "$t/injected" >"$t/said"
	[ $? = 1 ] && [ "$(wc -l <"$t/said")" -ge 2 ]; tap $? "found: $said"
done
# And it compares something: no letter of the templates is left in the built-in words alone.
"$P" check "$t/kept" samples/contoso-2010 -- /dev/null >"$t/said"
[ $? = 1 ]; tap $? "an output without a mark is no proof"
echo "1..$n"
