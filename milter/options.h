/* options.h - the command line of postdeskd. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>

typedef struct {
	char *config; /* absolute: the working directory may change, a reload must not */
	const char *user;   /* NULL: what the file says; so with socket */
	const char *socket; /* as given */
	bool foreground, verbose;
} Options;

/* Reads argv into *options, zeroed; config is the caller's to g_free. Ends the process
 * for -h and -V, and with EX_USAGE for what it does not know. */
void options_read(Options *options, int argc, char **argv);
