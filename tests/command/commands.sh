#!/bin/sh
# commands.sh: what the words tell to type can be typed. Documents print commands that cannot: a dash that is none, curly quotation
# marks, two domains in one string, a connector without address spaces, names of objects that only the documents have.
words=templates/en/rules
t=$(mktemp)
trap 'rm -f "$t"' EXIT
n=0
# report WHAT: passes when nothing was found in $t.
report() {
	n=$((n + 1))
	if [ -s "$t" ]; then echo "not ok $n $1"; sed 's/^/# /' "$t"; else echo "ok $n $1"; fi
}
# The lines of the commands, those that end in a backtick with the lines that follow them.
commands() {
	awk '/^ *```/ { inside = !inside; line = ""; next }
	inside { line = line $0; if (sub(/`$/, "", line)) next; print FILENAME ": " line; line = "" }' $words/*-[0-9]*.md
}
commands | grep -E '–|—|“|”|‘|’' >"$t"
report "dashes and quotation marks are those of the keyboard"
commands | grep -E 'New-SendConnector' | grep -v -e '-AddressSpaces' >"$t"
report "a new send connector has its address spaces"
commands | grep -E 'HybridConfiguration.*-Domains' | awk -F'"' '{
	for (i = 2; i <= NF; i++)
		if (i % 2 == 0 && $i ~ /,/ || i % 2 == 1 && $i ~ /autod:/) print
}' >"$t"
report "every domain is a string of its own, and autod: is inside one"
commands | grep -E '(Inbound from|Outbound to) Microsoft 365' >"$t"
report "connectors have the names that the wizard gives them"
n=$((n + 1))
found=$(commands | grep -cE 'New-SendConnector|HybridConfiguration.*-Domains')
if [ "$found" -ge 4 ]; then echo "ok $n commands were found"; else echo "not ok $n no commands were found"; fi
echo "1..$n"
