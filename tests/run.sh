#!/bin/sh
# run.sh BUILD [COMMAND...]: runs every test program and script; the last line counts the tests of all of them.
# COMMAND (valgrind and its options) starts each program.  The scripts are left out then, and of the cases one in twenty runs, in each of
# which all rules are judged.  LEAVE_OUT names programs and scripts that are left out where they would take long and tell nothing new.
B=$1
shift
passed=0
failed=0
for t in "$B"/tests/test_* tests/command/*.sh; do
	case $t in *.d|*.err) continue ;; esac
	[ -e "$t" ] || continue
	case " $LEAVE_OUT " in *" ${t##*/} "*) continue ;; esac
	err=$B/tests/${t##*/}.err
	case $t in
	*.sh) [ $# = 0 ] || continue; out=$(sh "$t" "$B" 2>"$err") ;;
	*/test_cases) [ $# = 0 ] && every=1 || every=20; out=$("$@" "$t" --every "$every" 2>"$err") ;;
	*) out=$("$@" "$t" --tap -k 2>"$err") ;;
	esac
	status=$?
	case $out in "1..0 # skip "*) echo "skipped ${t##*/}: ${out#1..0 # skip }"; continue ;; esac
	ok=$(printf '%s\n' "$out" | grep -c '^ok ')
	not=$(printf '%s\n' "$out" | grep -c '^not ok ')
	if [ "$status" -ne 0 ] && [ "$not" -eq 0 ]; then not=1; fi
	if [ "$not" -gt 0 ] || [ $((ok + not)) -eq 0 ]; then
		echo "== ${t##*/}"
		printf '%s\n' "$out" | grep -v '^ok '
		tail -n 20 "$err"
		[ "$not" -gt 0 ] || not=1
	fi
	passed=$((passed + ok))
	failed=$((failed + not))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
