#!/bin/sh
# layers.sh - who may include whom, and where a library and SQL may be spoken of.
# SPDX-License-Identifier: MIT
cd "$(dirname "$0")/.." || exit 1
status=0

complain() {
	echo "$1"
	status=1
}

# folder: the folders that it may include besides itself
allowed() {
	case $1 in
	mail | templates) echo '' ;;
	rules | store) echo 'mail' ;;
	desk) echo 'mail rules templates store' ;;
	milter) echo 'desk' ;;
	cli) echo 'desk mail rules templates store' ;;
	esac
}

for folder in mail templates rules store desk milter cli; do
	for file in "$folder"/*.[ch]; do
		[ -e "$file" ] || continue
		# values of the seam itself (desk/desk.h speaks of them) are free to all
		for other in $(grep -vE '"(mail/(error|send)|rules/problem)\.h"' "$file" |
			sed -n 's|^#include "\([a-z]*\)/.*|\1|p' | sort -u); do
			[ "$other" = "$folder" ] && continue
			case " $(allowed "$folder") " in
			*" $other "*) ;;
			*) complain "$file: $folder must not include $other/" ;;
			esac
		done
	done
done

# library header: its only home
home() {
	for file in $(grep -lE "#include <($1)" -- */*.[ch]); do
		case $file in
		"$2"/*) ;;
		*) complain "$file: only $2/ speaks to $3" ;;
		esac
	done
}
home 'libmilter/' milter libmilter
home 'gmime/' mail GMime
home 'sqlite3\.h' store SQLite
home 'ini\.h' rules libinih
home 'cmark' templates cmark
home 'curl/' mail libcurl

# SQL is upper case and stands in string literals; comments and words in capitals do not count.
sql='"[^"]*(SELECT .* FROM |INSERT INTO |UPDATE [a-z_]+ SET |DELETE FROM |CREATE TABLE )'
for file in $(grep -lE "$sql" -- mail/*.[ch] templates/*.[ch] rules/*.[ch] desk/*.[ch] \
	milter/*.[ch] cli/*.[ch] 2>/dev/null); do
	complain "$file: SQL lives in store/ only"
done

# Functions that no input may reach (style: trust), as calls, not as parts of names or comments.
banned='strcpy strcat sprintf vsprintf strtok atoi gets scanf sscanf strncpy localtime gmtime system popen alloca'
for name in $banned; do
	for hit in $(grep -nE "(^|[^A-Za-z0-9_.>\"])$name ?\(" -- mail/*.c templates/*.c rules/*.c \
		store/*.c desk/*.c milter/*.c cli/*.c tests/talk/*.c 2>/dev/null |
		grep -vE ':[[:space:]]*(/\*|\*|//)' | cut -d: -f1,2); do
		complain "$hit: $name is banned"
	done
done

# The first line says in one sentence what a file is for, the second under which licence.
for file in */*.[ch] tests/*/*.[ch] tests/*/*/*.[ch]; do
	case $(sed -n 1p "$file") in
	"/* ${file##*/} - "*[.?]' */') ;;
	*) complain "$file:1: want /* ${file##*/} - what it does, in one sentence. */" ;;
	esac
	[ "$(sed -n 2p "$file")" = '/* SPDX-License-Identifier: MIT */' ] ||
		complain "$file:2: want the SPDX line"
done
exit $status
