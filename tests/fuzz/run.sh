#!/bin/sh
# run.sh - fuzzes every target for SECONDS, JOBS at a time; new inputs go to build-fuzz/corpus.
# SPDX-License-Identifier: MIT
set -eu
seconds=$1 jobs=$2
one='name=${0##*/fuzz_}; mkdir -p build-fuzz/corpus/$name
"$0" -max_total_time='$seconds' -timeout=2 -rss_limit_mb=2048 -print_final_stats=1 \
	-artifact_prefix=build-fuzz/found-$name- build-fuzz/corpus/$name \
	tests/fuzz/corpus/$name >build-fuzz/$name.log 2>&1 &&
	echo "ok - $name: $(grep -c . build-fuzz/$name.log) lines in build-fuzz/$name.log" ||
	{ echo "not ok - $name: see build-fuzz/$name.log"; exit 255; }'
ls build-fuzz/fuzz/fuzz_* | grep -v '\.d$' | xargs -n 1 -P "$jobs" sh -c "$one"
