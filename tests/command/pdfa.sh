#!/bin/sh
# pdfa.sh BUILD: the levels of PDF/A from the command line, the same bytes everywhere, and another libharu than the one that is known.
B=$(cd "$1" && pwd)
. tests/command/tap
# audit DIR OPTION...: the status of an audit that writes into $t/DIR.
audit() {
	dir=$1
	shift
	"$B/hybrid-audit" -q -o "$t/$dir" "$@" samples/contoso-2010 2>"$t/$dir.err"
	echo $?
}
# claims FILE: the levels that its metadata name, which are not compressed.
claims() {
	grep -aoE '<pdf(a|ua)id:(part|conformance)>[^<]*' "$1" | sed 's/.*>//' | tr '\n' ' '
}
# claimed DIR LEVEL EXPECTED
claimed() {
	[ "$(audit "$1" --pdfa "$2")" = 1 ] && [ "$(claims "$t/$1/report.pdf")" = "$3" ]
	tap $? "--pdfa $2 claims ${3:-nothing}"
	command -v qpdf >/dev/null || return
	qpdf --check "$t/$1/report.pdf" >"$t/qpdf" 2>&1
	tap $? "--pdfa $2 is sound to qpdf"
}
claimed three 3a '3 A 1 '
claimed two 2b '2 B '
claimed one 1b '1 B '
claimed none none ''
[ "$(audit wrong --pdfa 3b)" = 2 ] && [ ! -e "$t/wrong" ]
tap $? "an unknown level is refused"

if command -v qpdf >/dev/null; then
	qpdf --show-attachment=findings.csv "$t/three/report.pdf" | cmp -s - "$t/three/findings.csv"
	tap $? "findings.csv is attached as it is written"
	"$B/hybrid-audit" --evidence samples/contoso-2010 >"$t/evidence.csv" &&
	    qpdf --show-attachment=evidence.csv "$t/three/report.pdf" | cmp -s - "$t/evidence.csv"
	tap $? "the evidence list is attached as --evidence prints it"
fi

# The same bytes in another folder, zone and language, whatever the addresses of its memory.
cp -R samples/contoso-2010 "$t/elsewhere"
(cd "$t" && LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo setarch -R "$B/hybrid-audit" -q -o other elsewhere 2>/dev/null)
cmp -s "$t/three/report.pdf" "$t/other/report.pdf"
tap $? "the same bytes elsewhere"

# Another version: the report is plain and says so; what was asked for by name is refused.
echo 'const char *HPDF_GetVersion(void); const char *HPDF_GetVersion(void) { return "2.4.5"; }' >"$t/other.c"
${CC:-cc} -shared -fPIC -o "$t/other.so" "$t/other.c"
export LD_PRELOAD="$t/other.so" ASAN_OPTIONS="$ASAN_OPTIONS:verify_asan_link_order=0"
[ "$(audit default)" = 1 ] && grep -q 'without tags: PDF/A needs libharu 2.3.0' "$t/default.err" && [ -z "$(claims "$t/default/report.pdf")" ]
tap $? "another libharu gives a plain report, and says so"
[ "$(audit asked --pdfa 3a)" = 2 ] && grep -q -e '--pdfa 3a needs libharu 2.3.0' "$t/asked.err" && [ ! -e "$t/asked/report.pdf" ]
tap $? "another libharu gives no file that was asked for as PDF/A"
[ "$(audit plain --pdfa none)" = 1 ] && ! grep -q libharu "$t/plain.err"
tap $? "another libharu is no matter without PDF/A"
echo "1..$n"
