#!/usr/bin/env bash
# check.sh - runs every suite and counts: ends with "N passed, N failed".
# SPDX-License-Identifier: MIT
set -u
cd "$(dirname "$0")/.."
logs=build/check
rm -rf "$logs"
mkdir -p "$logs"
passed=0 failed=0 absent=0
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1

# suite NAME COMMAND…: runs it, counts its ok and not ok lines, shows what failed.
suite() {
	local name=$1 began=$SECONDS status good bad missing
	shift
	"$@" >"$logs/$name.log" 2>&1 </dev/null
	status=$?
	good=$(grep -c '^ok' "$logs/$name.log")
	bad=$(grep -c '^not ok' "$logs/$name.log")
	missing=$(grep -c '^not run' "$logs/$name.log")
	# A suite that ends badly, or that ran nothing, has failed whatever it printed.
	if [ "$bad" -eq 0 ] && [ "$missing" -eq 0 ] && [ "$status" -ne 0 ]; then bad=1; fi
	if [ $((good + bad + missing)) -eq 0 ]; then bad=1; fi
	passed=$((passed + good)) failed=$((failed + bad)) absent=$((absent + missing))
	printf '%-28s %5d passed %3d failed %4d s\n' "$name" "$good" "$bad" $((SECONDS - began))
	[ "$missing" -eq 0 ] || grep '^not run' "$logs/$name.log"
	[ "$bad" -eq 0 ] || grep -A12 '^not ok' "$logs/$name.log" | head -60
	[ "$bad" -eq 0 ] || [ "$status" -eq 0 ] || tail -15 "$logs/$name.log"
}

suite layers sh -c 'sh tests/layers.sh && echo "ok - every folder includes only whom it may"'
suite rules-have-transcripts sh -c 'sh tests/talk/sections.sh && echo "ok - every rule has a transcript"'
for unit in build-asan/unit/*; do
	[ -x "$unit" ] && [ -f "$unit" ] && suite "unit-$(basename "$unit")" "$unit"
done
for target in build-asan/replay/*; do
	[ -x "$target" ] && [ -f "$target" ] || continue
	name=$(basename "$target")
	suite "replay-$name" "$target" "tests/fuzz/corpus/${name#fuzz_}"
done
suite due-reference sh -c '/usr/bin/python3 tests/unit/calendar_reference.py -- build/postdesk &&
	echo "ok - due times agree with an independent implementation"'
suite transcripts build-asan/talk -j 2 tests/talk/*.talk
suite transcripts-killed build/talk -j 2 --kill tests/talk/*.talk
suite mail-servers /usr/bin/python3 tests/mta/run.py

[ "$absent" -eq 0 ] || echo "$absent not run"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$absent" -eq 0 ]
