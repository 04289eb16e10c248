#!/bin/sh
# run.sh BUILD [COMMAND...]: runs every test program and script; the last line counts the tests of all of them.
# COMMAND (valgrind and its options) starts each program.  The scripts are left out then, and of the cases one in twenty runs, in each of
# which all rules are judged.  LEAVE_OUT names programs and scripts that are left out where they would take long and tell nothing new.
# The cases take as long as half of the rest, so they run beside it.
B=$1
shift
passed=0
failed=0
# one TEST COMMAND...: output, messages and status in files beside the programs.
one() {
	name=$B/tests/${1##*/}
	shift
	"$@" >"$name.out" 2>"$name.err"
	echo $? >"$name.status"
}
# count TEST: says what failed in it, and adds it to the numbers.
count() {
	name=$B/tests/${1##*/}
	out=$(cat "$name.out")
	status=$(cat "$name.status")
	case $out in "1..0 # skip "*) echo "skipped ${1##*/}: ${out#1..0 # skip }"; return ;; esac
	ok=$(printf '%s\n' "$out" | grep -c '^ok ')
	not=$(printf '%s\n' "$out" | grep -c '^not ok ')
	if [ "$status" -ne 0 ] && [ "$not" -eq 0 ]; then not=1; fi
	if [ "$not" -gt 0 ] || [ $((ok + not)) -eq 0 ]; then
		echo "== ${1##*/}"
		printf '%s\n' "$out" | grep -v '^ok '
		tail -n 20 "$name.err"
		[ "$not" -gt 0 ] || not=1
	fi
	passed=$((passed + ok))
	failed=$((failed + not))
}
cases=$B/tests/test_cases
[ $# = 0 ] && every=1 || every=20
one "$cases" "$@" "$cases" --every "$every" &
for t in "$B"/tests/test_* tests/command/*.sh; do
	case $t in *.d | *.err | *.out | *.status | "$cases") continue ;; esac
	[ -e "$t" ] || continue
	case " $LEAVE_OUT " in *" ${t##*/} "*) continue ;; esac
	case $t in
	*.sh) [ $# = 0 ] || continue; one "$t" sh "$t" "$B" ;;
	*) one "$t" "$@" "$t" --tap -k ;;
	esac
	count "$t"
done
wait
count "$cases"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
