/* mta.h - what Postfix and Sendmail have to be told of the desk. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/config.h"

/* The second door's domain: an address of the desk with this behind it is handed to
 * `postdesk inject`, which takes it off again. */
#define DOOR_DOMAIN ".postdesk.invalid"

/* The files that Postfix's settings of the desk are in, below its config_directory. */
#define POSTFIX_ALIASES "postdesk_aliases"
#define POSTFIX_CHECKS	"postdesk_header_checks"

/* What becomes of mail while postdeskd is down. */
typedef enum { DOWN_TEMPFAIL, DOWN_ACCEPT } WhenDown;

/* "inet:8895@127.0.0.1" as Postfix writes it ("inet:127.0.0.1:8895"); a unix socket below
 * Postfix's queue directory starts there, so that it is found from within its chroot too
 * ("unix:postdesk/postdesk.sock"). g_free. */
char *socket_for_postfix(const char *socket);
/* A descriptor (fd:3) is no place that a mail server can be told of: false, and a problem
 * says what to write. */
bool socket_has_place(const Config *config, GPtrArray *problems);
/* And as Sendmail does ("inet:8895@127.0.0.1", "local:/path"). g_free. */
char *socket_for_sendmail(const char *socket);
/* A regular expression that finds claims to our name in Authentication-Results. g_free.
 */
char *claims_pattern(const char *authserv_id);
/* Regular expression source of a literal text. g_free. */
char *literal_pattern(const char *text);

/* smtpd_milters taken apart: char *, words or blocks in braces. */
GPtrArray *milters_split(const char *text);
/* present with a block for the desk in its place, behind all others but those that
 * config->signers names, which come last; earlier blocks of the desk go, also those of a
 * socket that it had before. g_free. */
char *milters_with_desk(const Config *config, const char *present, WhenDown when_down);
/* present without any block of the desk. g_free. */
char *milters_without_desk(const Config *config, const char *present);
/* Whether an element is the desk's, also of a socket that it had before. */
bool milter_is_ours(const Config *config, const char *element);
/* The desk's element, borrowed; NULL: none. */
const char *milters_find_desk(const Config *config, const GPtrArray *elements);
/* Appends a problem for each milter that stands on the wrong side of the desk, and for
 * each block of a socket that the desk had before. */
void milters_check(const Config *config, const GPtrArray *elements, GPtrArray *problems);

/* What postconf prints for its arguments; NULL when it fails (no Postfix, unknown name).
 * g_free. */
char *postconf_read(const char *flag, const char *name);
/* Runs postconf on a setting; false: it failed, and what it was is said. */
bool postconf_write(const char *flag, const char *setting);
/* Prints the settings, or makes them. An exit code. */
int postfix_set_up(const Config *config, WhenDown when_down, bool apply);
/* Prints what takes them out again, or does it. An exit code. */
int postfix_remove(const Config *config, bool apply);
int sendmail_set_up(const Config *config, WhenDown when_down);
/* Appends what Postfix's present settings lack. */
void postfix_check(const Config *config, GPtrArray *problems);
