#!/bin/sh
# directions.sh: data flows one way, and so do the #include lines: evidence -> facts -> rules -> findings -> report.
n=0
# never FOLDER PATTERN WHAT: no file below FOLDER (but audit/main.c) includes what matches PATTERN.
never() {
	n=$((n + 1))
	found=$(grep -rnE "^#include [<\"]$2" --include='*.[ch]' "$1" | grep -v '^audit/main\.c:')
	if [ -z "$found" ]; then echo "ok $n $3"; else echo "not ok $n $3"; printf '%s\n' "$found" | sed 's/^/# /'; fi
}
never audit '(\.\./)*report/' "audit knows nothing of report"
never audit/facts '\.\./(evidence|rules|findings|options|audit)' "facts know nothing of evidence, rules and findings"
never audit/rules '\.\./(evidence|options|audit)' "rules know nothing of evidence and options"
never audit/evidence '\.\./(rules|findings|options|audit)' "evidence knows nothing of rules and findings"
never report '(\.\./)*audit/evidence/' "report knows nothing of evidence"
for library in openssl ldns csv.h; do
	for folder in audit/facts audit/rules report; do
		[ "$library $folder" = "csv.h report" ] || never "$folder" "$library" "$folder does not use $library"
	done
done
never audit 'hpdf|cmark' "audit draws nothing"
n=$((n + 1))
hpdf=$(grep -lE '^#include <hpdf' report/*.[ch] | sort | tr '\n' ' ')
if [ "$hpdf" = "report/pdf_canvas.c report/pdfa.c " ]; then echo "ok $n libharu in one file, its internals in another"; else echo "not ok $n libharu in: $hpdf"; fi
n=$((n + 1))
if [ "$(grep -rlE '^#include "' audit report | wc -l)" -gt 100 ]; then echo "ok $n include lines were found"; else echo "not ok $n no include lines were found"; fi
echo "1..$n"
