/* file.c - tells a file from another one of the same name. */
/* SPDX-License-Identifier: MIT */
#include "store/file.h"

#include <sys/stat.h>

FileId file_id(const char *path)
{
	struct stat now;

	if (stat(path, &now) != 0)
		return (FileId){0};
	return (FileId){.device = now.st_dev, .inode = now.st_ino};
}

bool file_is(const char *path, FileId id)
{
	FileId now = file_id(path);

	return now.inode && now.inode == id.inode && now.device == id.device;
}
