#!/bin/sh
# whole.sh BUILD: audits whole customers and compares the findings and the text report with what was reviewed by eye.
# tests/whole/NAME holds in/ or is named like a folder of samples or of tests/bases; args are further options. "regold" as
# second argument shows each difference and accepts it. NAME-clean is a customer who is right: nothing at warning or above fails,
# and nothing is left open that an export would settle.
B=$1
regold=${2:-}
. tests/command/tap
# same EXPECTED ACTUAL: prints the difference as TAP comments.
same() {
	if [ -n "$regold" ]; then
		diff -uN "$1" "$2"
		cp "$2" "$1"
		return 0
	fi
	diff -u "$1" "$2" >"$t/diff" 2>&1 && return 0
	head -n 40 "$t/diff" | sed 's/^/# /'
	return 1
}
for w in tests/whole/*/; do
	w=${w%/}
	name=${w##*/}
	in=$w/in
	[ -d "$in" ] || in=samples/$name
	[ -d "$in" ] || in=tests/bases/$name
	args=
	[ ! -e "$w/args" ] || args=$(cat "$w/args")
	rm -rf "$t/1" "$t/2"
	# shellcheck disable=SC2086
	LC_ALL=C TZ=UTC "$B/hybrid-audit" -q -f pdf,csv,actions,text -o "$t/1" $args "$in" 2>"$t/1.err"
	status=$?
	# The machine's language, time zone and clock are no input.
	# shellcheck disable=SC2086
	LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo "$B/hybrid-audit" -q -f pdf,csv,actions,text -o "$t/2" $args "$in" 2>"$t/2.err"
	same "$w/findings.csv" "$t/1/findings.csv"; tap $? "$name findings"
	[ ! -e "$w/actions.csv" ] || { same "$w/actions.csv" "$t/1/actions.csv"; tap $? "$name actions"; }
	same "$w/report.txt" "$t/1/report.txt"; tap $? "$name text report"
	echo "$status" >"$t/status"
	same "$w/status" "$t/status"; tap $? "$name exit status"
	case $name in *-clean)
		grep -E '^"[A-Z]+-[0-9]+","(blocker|error|warning)","(fail|not-evaluated)"' "$t/1/findings.csv" |
			grep -v '","not-evaluated",.*,"no-table-for-date",' >"$t/wrong"
		! [ -s "$t/wrong" ]; tap $? "$name is right"
		cut -c -120 "$t/wrong" | sed 's/^/# /' ;;
	esac
	diff -r "$t/1" "$t/2" >"$t/diff"; tap $? "$name same bytes"
	! [ -s "$t/1.err" ]; tap $? "$name quiet"
	sed 's/^/# /' "$t/1.err"
done
echo "1..$n"
