/* options.c - the command line of postdeskd. */
/* SPDX-License-Identifier: MIT */
#include "milter/options.h"

#include <getopt.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

static void usage(FILE *to)
{
	fputs("usage: postdeskd [-fv] [-c FILE] [-p SOCKET] [-u USER]\n"
	      "  -c FILE    configuration (else POSTDESK_CONFIG, else "
	      "/etc/postdesk/postdesk.ini)\n"
	      "  -f         stay in the foreground, log to stderr too\n"
	      "  -p SOCKET  inet:PORT@HOST, unix:/PATH or fd:N, instead of socket =\n"
	      "  -u USER    become USER, instead of user =\n"
	      "  -v         log = debug, whatever the file says\n"
	      "  -V         print the version (--version)\n"
	      "  -h         print this (--help)\n",
	      to);
}

void options_read(Options *options, int argc, char **argv)
{
	static const struct option words[] = {{"help", no_argument, NULL, 'h'},
					      {"version", no_argument, NULL, 'V'},
					      {0}};
	const char *config = g_getenv("POSTDESK_CONFIG");
	int letter;

	while ((letter = getopt_long(argc, argv, "c:fhp:u:vV", words, NULL)) != -1) {
		switch (letter) {
		case 'c':
			config = optarg;
			break;
		case 'f':
			options->foreground = true;
			break;
		case 'p':
			options->socket = optarg;
			break;
		case 'u':
			options->user = optarg;
			break;
		case 'v':
			options->verbose = true;
			break;
		case 'V':
			puts("postdeskd " POSTDESK_VERSION);
			exit(0);
		default:
			usage(letter == 'h' ? stdout : stderr);
			exit(letter == 'h' ? 0 : EX_USAGE);
		}
	}
	if (optind < argc) {
		usage(stderr);
		exit(EX_USAGE);
	}
	options->config = g_canonicalize_filename(
		config != NULL ? config : "/etc/postdesk/postdesk.ini", NULL);
}
