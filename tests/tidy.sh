#!/bin/sh
# tidy.sh - clang-tidy over files: tidy.sh FLAG… -- FILE… (xargs puts the files last).
# SPDX-License-Identifier: MIT
set -- "$@" --
while [ "$1" != -- ]; do
	set -- "$@" "$1"
	shift
done
shift
exec clang-tidy --quiet "$@"
