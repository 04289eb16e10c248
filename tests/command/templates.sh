#!/bin/sh
# templates.sh BUILD: words, theme, fonts and logo of one's own: what is exported is accepted unchanged, what is wrong is named with file
# and line before anything is written, what is left out is gone.
A=$1/hybrid-audit
. tests/command/tap
# expect STATUS NAME COMMAND...: output in $t/out, messages in $t/err.
expect() {
	want=$1 name=$2
	shift 2
	"$@" >"$t/out" 2>"$t/err"
	got=$?
	[ "$got" = "$want" ]; tap $? "$name"
	[ "$got" = "$want" ] || { echo "# exit status $got, not $want"; sed 's/^/# /' "$t/err"; }
}
says() {
	grep -qF -- "$2" "$1"; tap $? "says: $2"
	grep -qF -- "$2" "$1" || head -n 5 "$1" | sed 's/^/# /'
}
lacks() {
	! grep -qF -- "$2" "$1"; tap $? "does not say: $2"
}
s=samples/contoso-2010
# pdf_says FILE TEXT WHAT: in the objects of a PDF file, unpacked; passed over where nothing unpacks them.
pdf_says() {
	command -v qpdf >/dev/null 2>&1 || return 0
	qpdf --qdf --object-streams=disable "$1" "$t/plain.pdf" 2>/dev/null
	LC_ALL=C grep -aqE "$2" "$t/plain.pdf"; tap $? "$3"
}
# fresh: a copy of the built-in set in $t/T.
fresh() {
	rm -rf "$t/T"
	cp -r "$t/built-in" "$t/T"
}
# wrong MESSAGE: the set in $t/T is refused so, and nothing is written.
wrong() {
	rm -rf "$t/none"
	expect 2 "refused: $1" "$A" -T "$t/T" -o "$t/none" "$s"
	says "$t/err" "hybrid-audit: $t/T/$1"
	[ ! -e "$t/none" ]; tap $? "nothing is written"
}
expect 0 "--export-templates" "$A" --export-templates "$t/built-in"
for f in en/report.md en/rules/ADISC-001.md en/theme.ini fonts/OpenSans-Regular.ttf fonts/OpenSans-LICENSE.txt; do
	cmp -s "templates/$f" "$t/built-in/$f"; tap $? "exported: $f"
done
[ "$(find "$t/built-in" -name '*.md' | wc -l)" = "$(find templates/en -name '*.md' ! -name README.md | wc -l)" ]; tap $? "every page is exported"
expect 2 "--export-templates into a directory that is not empty" "$A" --export-templates "$t/built-in"
expect 0 "--force" "$A" --force --export-templates "$t/built-in"
expect 2 "--export-templates with a folder" "$A" --export-templates "$t/built" "$s"
[ ! -e "$t/built" ]; tap $? "nothing is exported"
# The built-in set from a directory gives the same octets.
"$A" -q -f pdf,csv,text -o "$t/1" "$s"
"$A" -q -f pdf,csv,text -T "$t/built-in" -o "$t/2" "$s"
diff -r "$t/1" "$t/2" >"$t/diff"; tap $? "the exported set changes nothing"

# ---- mistakes ----
fresh; sed -i 's/^- domains$/- domain/' "$t/T/en/report.md"; wrong "en/report.md:7: there is no chapter \"domain\""
fresh; sed -i 's/^- domains$/- summary/' "$t/T/en/report.md"; wrong "en/report.md:7: the chapter \"summary\" stands twice"
fresh; sed -i 's/{{page}}/{{pgae}}/' "$t/T/en/report.md"
line=$(grep -n pgae "$t/T/en/report.md" | cut -d: -f1); wrong "en/report.md:$line: {{pgae}} has no value here"
fresh; printf '\n## page-off\nPage\n' >>"$t/T/en/report.md"
wrong "en/report.md:$(wc -l <"$t/T/en/report.md" | awk '{ print $1 - 1 }'): the section \"## page-off\" is not known"
fresh; printf '\n## page-of\nPage\n' >>"$t/T/en/report.md"
wrong "en/report.md:$(wc -l <"$t/T/en/report.md" | awk '{ print $1 - 1 }'): the section \"## page-of\" stands in line"
fresh; sed -i 's/^## page-of$/### page-of/' "$t/T/en/report.md"; wrong "en/report.md: the section \"## page-of\" is missing"
fresh; sed -i '4s/^/{{subejct}} /' "$t/T/en/rules/ADISC-001.md"; wrong "en/rules/ADISC-001.md:"; says "$t/err" "{{subejct}} has no value here"
fresh; sed -i '1s/$/ {{subject}}/' "$t/T/en/rules/ADISC-001.md"; wrong "en/rules/ADISC-001.md:1: {{subject}} has no value here"
fresh; printf '\n## fail no-such-reason\nNo.\n' >>"$t/T/en/rules/ADISC-001.md"; wrong "en/rules/ADISC-001.md:"; says "$t/err" "## fail no-such-reason"
fresh; printf '\n<b>\nbold\n</b>\n' >>"$t/T/en/problems.md"; wrong "en/problems.md:"; says "$t/err" "HTML is not shown"
fresh; printf '{{engagement.custmer}}\n' >>"$t/T/en/problems.md"; wrong "en/problems.md:"; says "$t/err" "{{engagement.custmer}} has no value here"
fresh; printf '\377\n' >>"$t/T/en/exports.md"; wrong "en/exports.md:$(wc -l <"$t/T/en/exports.md" | tr -d ' '): not UTF-8"
fresh; awk 'BEGIN { for (i = 0; i < 2000; i++) printf ">"; print " deep" }' >>"$t/T/en/exports.md"; wrong "en/exports.md:"; says "$t/err" "nested more than"
fresh; head -c 300000 /dev/zero | tr '\0' x >>"$t/T/en/exports.md"; wrong "en/exports.md: larger than"
fresh; mv "$t/T/en/exports.md" "$t/T/en/export.md"; wrong "en/export.md: there is no"
fresh; rm "$t/T/en/exports.md"; mkfifo "$t/T/en/exports.md"; wrong "en/exports.md: not a file"
fresh; sed -i 's/^ink .*/ink = blue/' "$t/T/en/theme.ini"; wrong "en/theme.ini:$(grep -n '^ink' "$t/T/en/theme.ini" | cut -d: -f1): "
fresh; sed -i 's/{{report-id}}$/{{report-di}}/' "$t/T/en/theme.ini"; wrong "en/theme.ini:$(grep -n 'report-di}}$' "$t/T/en/theme.ini" | cut -d: -f1): {{report-di}} has no value here"
fresh; sed -i 's/^centre = .*/centre = {{requirements}}/' "$t/T/en/theme.ini"; wrong "en/theme.ini:"; says "$t/err" "{{requirements}} has no value here"
fresh; sed -i 's/^size .*/size = A9/' "$t/T/en/theme.ini"; wrong "en/theme.ini:"
fresh; sed -i 's/^regular .*/regular = Nowhere.ttf/' "$t/T/en/theme.ini"; wrong "en/theme.ini:$(grep -n '^regular' "$t/T/en/theme.ini" | cut -d: -f1): there is no file fonts/Nowhere.ttf"
fresh; sed -i 's/^regular .*/regular = ..\/x.ttf/' "$t/T/en/theme.ini"; wrong "en/theme.ini:"
fresh; head -c 9000 templates/fonts/OpenSans-Regular.ttf >"$t/T/fonts/OpenSans-Regular.ttf"; wrong "fonts/OpenSans-Regular.ttf: "
fresh; sed -i 's/^; file .*/file = logo.png/' "$t/T/en/theme.ini"; wrong "en/theme.ini:$(grep -n '^file' "$t/T/en/theme.ini" | cut -d: -f1): there is no file logo.png"
fresh; sed -i 's/^; file .*/file = logo.png/; s/^; height = 40/height = 400/' "$t/T/en/theme.ini"; wrong "en/theme.ini:$(grep -n '^file' "$t/T/en/theme.ini" | cut -d: -f1): logo larger"
fresh; sed -i 's/^; file .*/file = logo.png/' "$t/T/en/theme.ini"
echo "no picture" >"$t/T/logo.png"; wrong "logo.png: neither PNG nor JPEG"

# ---- what is asked for ----
# One chapter, which links to others that are not there.
fresh; sed -i '/^- /{ /^- findings$/!{ 1,25d } }' "$t/T/en/report.md"
expect 1 "one chapter" "$A" -T "$t/T" -f pdf,text -o "$t/3" "$s"
says "$t/3/report.txt" "1 Findings"
lacks "$t/3/report.txt" "Contents"
lacks "$t/3/report.txt" "Could not be judged"
# Another order.
fresh; sed -i '/^- summary$/d; s/^- basis$/- basis\n- summary/' "$t/T/en/report.md"
expect 1 "another order" "$A" -T "$t/T" -f text -o "$t/4" "$s"
[ "$(grep -n '^[0-9]* Summary$' "$t/4/report.txt" | tail -n 1 | cut -d: -f1)" -gt "$(grep -n '^[0-9]* Findings$' "$t/4/report.txt" | tail -n 1 | cut -d: -f1)" ]
tap $? "the summary stands below the findings"
# Settings anywhere, as text; what is not set is empty.
fresh; sed -i 's/^Hybrid readiness audit$/Audit of {{engagement.customer}}<{{gateways.names}}>/' "$t/T/en/report.md"
sed -i '1s/$/ ({{engagement.customer}})/' "$t/T/en/rules/CONN-001.md"
expect 1 "settings" "$A" -T "$t/T" -f pdf,csv,text --set 'engagement.customer=**Müller** {{subject}}' -o "$t/5" "$s"
says "$t/5/report.txt" "Audit of **Müller** {{subject}}<>"
says "$t/5/findings.csv" "(**Müller** {{subject}})\""
# A logo, on the cover and in the headers.
fresh; sed -i 's/^; file .*/file = logo.png/; s/^; height = 40/height = 40/; s/^; header/header/' "$t/T/en/theme.ini"
cp tests/fuzz/corpus/template/alpha.png "$t/T/logo.png"
expect 1 "a logo" "$A" -q -T "$t/T" -f pdf -o "$t/11" "$s"
pdf_says "$t/11/report.pdf" '/Subtype /Image' "the logo is in the file"
LC_ALL=C grep -aq '/SMask' "$t/11/report.pdf"; [ $? = 1 ]; tap $? "nothing of it is transparent"
cp tests/fuzz/corpus/template/cmyk.jpg "$t/T/logo.png"
expect 1 "a logo in CMYK" "$A" -q -T "$t/T" -f pdf -o "$t/12" "$s"
cp tests/fuzz/corpus/template/cut.jpg "$t/T/logo.png"; wrong "logo.png: a damaged JPEG file"
# A font of one's own, which here is a copy.
fresh; cp "$t/T/fonts/OpenSans-Regular.ttf" "$t/T/fonts/Mine.ttf"; sed -i 's/^regular .*/regular = Mine.ttf/' "$t/T/en/theme.ini"
expect 1 "another font" "$A" -q -T "$t/T" -f pdf -o "$t/13" "$s"
cmp -s "$t/13/report.pdf" "$t/1/report.pdf"; tap $? "the same letters"
# Letter, with one line changed.
fresh; sed -i 's/^size .*/size = Letter/' "$t/T/en/theme.ini"
expect 1 "Letter" "$A" -T "$t/T" -f pdf -o "$t/6" "$s"
pdf_says "$t/6/report.pdf" '^ *612$' "the pages are Letter"
# Characters that no typeface has are told, only then.
if command -v pdftotext >/dev/null 2>&1; then
	expect 1 "a customer in Chinese" "$A" -f pdf --set 'engagement.customer=中文' -o "$t/10" "$s"
	pdftotext "$t/10/report.pdf" - | tr "\n" " " >"$t/10/text"
	says "$t/10/text" "<U+4E2D><U+6587>"
	says "$t/10/text" "angle brackets: U+4E2D, U+6587."
	pdftotext "$t/1/report.pdf" - | tr "\n" " " >"$t/1.text"
	lacks "$t/1.text" "angle brackets:"
fi
# Colours that cannot be read are told, and taken.
fresh; sed -i 's/^text .*/text = #BBBBBB/' "$t/T/en/theme.ini"
expect 1 "faint text" "$A" -q -T "$t/T" -f pdf -o "$t/7" "$s"
says "$t/err" "the colour text on white has a contrast of"

# ---- languages ----
mkdir -p "$t/L/xx/rules"
sed 's/^Not ready$/Neparata/; s/^Findings$/Trovoj/' templates/en/report.md >"$t/L/xx/report.md"
sed '1s/.*/# Titolo/' templates/en/rules/CONN-001.md >"$t/L/xx/rules/CONN-001.md"
expect 1 "--language" "$A" -T "$t/L" --language xx -f pdf,csv,text -o "$t/8" "$s"
says "$t/err" "language xx: "
says "$t/err" "pages are missing and stand in English"
says "$t/8/report.txt" "Neparata"
says "$t/8/findings.csv" '"Titolo"'
says "$t/8/findings.csv" '"ADISC-001"'
pdf_says "$t/8/report.pdf" '/Lang \(xx\)' "the file tells its language"
expect 1 "English beside it" "$A" -T "$t/L" -f text -o "$t/9" "$s"
says "$t/9/report.txt" "Not ready"
expect 2 "a language without a page" "$A" -T "$t/L" --language yy -o "$t/none" "$s"
says "$t/err" "--language yy: there are no pages of this language"
expect 2 "a language that is none" "$A" -T "$t/L" --language ../xx -o "$t/none" "$s"
sed -i 's/{{page}}/{{paĝo}}/' "$t/L/xx/report.md"
expect 2 "a mistake in a language" "$A" -T "$t/L" --language xx -o "$t/none" "$s"
says "$t/err" "$t/L/xx/report.md:"
[ ! -e "$t/none" ]; tap $? "nothing is written"
echo "1..$n"
