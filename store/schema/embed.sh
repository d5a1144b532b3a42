#!/bin/sh
# embed.sh - prints schema files as rows of a C array: { number, "text" }, in the order given.
# SPDX-License-Identifier: MIT
set -eu
for file in "$@"; do
	name=${file##*/}
	number=${name%%.*}
	case $number in
	*[!0-9]* | '')
		echo "$file: its name must start with a number and a dot" >&2
		exit 1
		;;
	esac
	printf '{ %d,\n' "$(expr "$number" + 0)"
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n"/' "$file"
	printf '},\n'
done
