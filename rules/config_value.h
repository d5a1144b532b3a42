/* config_value.h - one function per kind of value: text of the INI file into a field. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
	const char *key;
	const char *directory; /* of the main file: relative paths start here */
	gint64 day_s;	       /* working time that "1d" means */
} ValueContext;

/*
 * field points to what the name says: text to char *, list to GPtrArray * of char *
 * (values are appended). An error says what to write.
 */
typedef bool (*ValueSetter)(void *field, const char *text, const ValueContext *context,
			    GError **error);

/* Sets error to POSTDESK_INVALID with a message; returns false. */
bool value_refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* True for the form of an ISO 639 code: "en". */
bool value_is_language(const char *text);

bool value_line(void *field, const char *text, const ValueContext *context,
		GError **error);
bool value_name(void *field, const char *text, const ValueContext *context,
		GError **error);
bool value_path(void *field, const char *text, const ValueContext *context,
		GError **error);
bool value_store(void *field, const char *text, const ValueContext *context,
		 GError **error);
bool value_socket(void *field, const char *text, const ValueContext *context,
		  GError **error);
bool value_outbox(void *field, const char *text, const ValueContext *context,
		  GError **error);
/* char *; "" is allowed */
bool value_delimiters(void *field, const char *text, const ValueContext *context,
		      GError **error);
/* char *; "" is allowed */
bool value_authserv(void *field, const char *text, const ValueContext *context,
		    GError **error);
bool value_list_id(void *field, const char *text, const ValueContext *context,
		   GError **error);
bool value_language(void *field, const char *text, const ValueContext *context,
		    GError **error);
bool value_tag(void *field, const char *text, const ValueContext *context,
	       GError **error);

/* GPtrArray * */
bool value_words(void *field, const char *text, const ValueContext *context,
		 GError **error);
bool value_addresses(void *field, const char *text, const ValueContext *context,
		     GError **error);
bool value_domains(void *field, const char *text, const ValueContext *context,
		   GError **error);
bool value_languages(void *field, const char *text, const ValueContext *context,
		     GError **error);
bool value_milters(void *field, const char *text, const ValueContext *context,
		   GError **error);
bool value_networks(void *field, const char *text, const ValueContext *context,
		    GError **error);

/* gint64 */
bool value_count(void *field, const char *text, const ValueContext *context,
		 GError **error);
bool value_size(void *field, const char *text, const ValueContext *context,
		GError **error);
bool value_wall_time(void *field, const char *text, const ValueContext *context,
		     GError **error);
bool value_retention(void *field, const char *text, const ValueContext *context,
		     GError **error);
bool value_work_time(void *field, const char *text, const ValueContext *context,
		     GError **error);

bool value_yes_no(void *field, const char *text, const ValueContext *context,
		  GError **error); /* bool */
bool value_log(void *field, const char *text, const ValueContext *context,
	       GError **error); /* bool: debug */
/* double, from "20%" */
bool value_part(void *field, const char *text, const ValueContext *context,
		GError **error);
bool value_confidence(void *field, const char *text, const ValueContext *context,
		      GError **error); /* double */
bool value_evidence(void *field, const char *text, const ValueContext *context,
		    GError **error); /* unsigned */
bool value_deliver(void *field, const char *text, const ValueContext *context,
		   GError **error); /* QueueDeliver */

/* The whole Sla or Calendar */
bool value_steps(void *field, const char *text, const ValueContext *context,
		 GError **error);
bool value_calendar(void *field, const char *text, const ValueContext *context,
		    GError **error);
bool value_holidays_file(void *field, const char *text, const ValueContext *context,
			 GError **error);
