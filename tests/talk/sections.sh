#!/bin/sh
# sections.sh - lists the rules of rules.txt that no transcript shows; fails when there are any.
# SPDX-License-Identifier: MIT
here=$(dirname "$0")
shown=$(sed -n 's/^# design //p' "$here"/*.talk | tr ' ,' '\n\n' | sort -u)
missing=$(grep -v '^#' "$here/rules.txt" | while IFS='	' read -r rule words; do
	echo "$shown" | grep -qxF "$rule" || printf '%s\t%s\n' "$rule" "$words"
done)
if [ -n "$missing" ]; then
	echo 'rules without a transcript:'
	echo "$missing"
	exit 1
fi
echo "every rule has a transcript"
