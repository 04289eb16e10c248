#!/bin/sh
# cases.sh: tests/cases/README.md leads where it says, to every trap and to every worked case.
page=tests/cases/README.md
n=0
# result WHAT PROBLEMS: passes when there are none.
result() {
	n=$((n + 1))
	if [ -z "$2" ]; then echo "ok $n $1"; else echo "not ok $n $1"; printf '%s\n' "$2" | sed 's/^/# /'; fi
}
links=$(grep -E '^\| [0-9]' $page | grep -oE '\]\([^)]*\)' | sed 's/^](//; s/)$//')
result "what it names is there" "$(printf '%s\n' "$links" | while read -r l; do [ -e "tests/cases/$l" ] || echo "$l"; done)"
folders=$(ls -d tests/cases/*/worked-case-* | sed 's,tests/cases/,,')
result "it names every worked case" "$(printf '%s\n' "$folders" | while read -r c; do grep -qF "($c)" $page || echo "$c"; done)"
numbers() {
	sed -n "/^## $1/,/^## /s/^| \([0-9]*\) |.*](.*/\1/p" $page | tr '\n' ' '
}
# counted HEADING LAST: says what is there when the rows are not 1 to LAST, each with a link.
counted() {
	found=$(numbers "$1")
	[ "$found" = "$(seq -s ' ' "$2") " ] || echo "rows with a link: $found"
}
result "every trap has its case" "$(counted Traps 45)"
result "every worked case has its folder" "$(counted 'Worked cases' 37)"
echo "1..$n"
