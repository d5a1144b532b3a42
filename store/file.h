/* file.h - tells a file from another one of the same name. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

typedef struct {
	dev_t device;
	ino_t inode; /* 0: no file */
} FileId;

/* No file when there is nothing at path. */
FileId file_id(const char *path);
/* False as well for no file. */
bool file_is(const char *path, FileId id);
