/* config_value.c - one function per kind of value: text of the INI file into a field. */
/* SPDX-License-Identifier: MIT */
#include "rules/config_value.h"
#include "mail/error.h"
#include "rules/config.h"
#include "rules/duration.h"

#include <string.h>

#define WALL_DAY_S     86400
#define NAME_CHARS_MAX 100

bool value_refuse(GError **error, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, POSTDESK_ERROR, POSTDESK_INVALID, message);
	return false;
}

static bool keep(void *field, char *text_taken)
{
	char **value = field;
	g_free(*value);
	*value = text_taken;
	return true;
}

static char *resolve(const char *path, const ValueContext *context)
{
	return g_canonicalize_filename(path, context->directory);
}

bool value_line(void *field, const char *text, const ValueContext *context,
		GError **error)
{
	if (!*text)
		return value_refuse(
			error, "the value is empty; write one, or leave the line out");
	return keep(field, g_strdup(text));
}

bool value_name(void *field, const char *text, const ValueContext *context,
		GError **error)
{
	if (g_utf8_strlen(text, -1) > NAME_CHARS_MAX)
		return value_refuse(error, "the name is longer than %d characters",
				    NAME_CHARS_MAX);
	if (strstr(text, " # "))
		return value_refuse(error, "a comment begins with ; and not with #");
	return value_line(field, text, context, error);
}

/* What may stand in a header as one word (RFC 2045, section 5.1). */
static bool is_token(const char *text)
{
	for (const char *p = text; *p; p++)
		if (g_ascii_iscntrl(*p) || strchr(" ()<>@,;:\\\"/[]?=", *p))
			return false;
	return true;
}

bool value_authserv(void *field, const char *text, const ValueContext *context,
		    GError **error)
{
	if (!is_token(text))
		return value_refuse(error,
				    "\"%s\" is no name of a mail server; write what it "
				    "puts first into Authentication-Results, such as "
				    "mx.example.com",
				    text);
	return keep(field, g_strdup(text));
}

bool value_list_id(void *field, const char *text, const ValueContext *context,
		   GError **error)
{
	gsize start = *text == '<';
	gsize end = strcspn(text, ">");
	g_autofree char *id = g_strndup(text + start, MAX(end, start) - start);
	if (!*id || !is_token(id) || (text[end] && text[end + 1]))
		return value_refuse(error,
				    "\"%s\" is no List-Id; write what stands there in "
				    "angle brackets: support.example.com",
				    text);
	return keep(field, g_strdup(text));
}

bool value_path(void *field, const char *text, const ValueContext *context,
		GError **error)
{
	return *text ? keep(field, resolve(text, context))
		     : value_line(field, text, context, error);
}

bool value_store(void *field, const char *text, const ValueContext *context,
		 GError **error)
{
	if (!g_str_has_prefix(text, "sqlite:") || !text[strlen("sqlite:")])
		return value_refuse(
			error,
			"\"%s\" is no store; write sqlite:/var/lib/postdesk/desk.db",
			text);
	g_autofree char *path = resolve(text + strlen("sqlite:"), context);
	return keep(field, g_strconcat("sqlite:", path, NULL));
}

/* "8895" within limits; the rest of text after it in *rest. */
static bool is_number(const char *text, guint64 max, const char **rest)
{
	char *end;
	guint64 number = g_ascii_strtoull(text, &end, 10);
	*rest = end;
	return g_ascii_isdigit(*text) && number <= max;
}

static bool is_inet_socket(const char *text)
{
	const char *rest;
	if (!g_str_has_prefix(text, "inet:") && !g_str_has_prefix(text, "inet6:"))
		return false;
	return is_number(strchr(text, ':') + 1, 65535, &rest) &&
	       (!*rest || (*rest == '@' && rest[1]));
}

static bool is_fd_socket(const char *text)
{
	const char *rest;
	return g_str_has_prefix(text, "fd:") && is_number(text + 3, 65535, &rest) &&
	       !*rest;
}

bool value_socket(void *field, const char *text, const ValueContext *context,
		  GError **error)
{
	if (is_inet_socket(text) || is_fd_socket(text))
		return keep(field, g_strdup(text));
	const char *path = NULL;
	if (g_str_has_prefix(text, "unix:") || g_str_has_prefix(text, "local:"))
		path = strchr(text, ':') + 1;
	if (!path || !*path)
		return value_refuse(error,
				    "\"%s\" is no socket; write inet:8895@127.0.0.1, "
				    "unix:/run/postdesk/milter.sock or fd:3",
				    text);
	g_autofree char *resolved = resolve(path, context);
	return keep(field, g_strconcat("unix:", resolved, NULL));
}

bool config_check_socket(const char *text, GError **error)
{
	const ValueContext context = {"socket", "/", 0};
	g_autofree char *socket = NULL;
	return value_socket(&socket, text, &context, error);
}

/* "127.0.0.1:25", "mx.example.com", "[::1]:25" */
static bool is_host_and_port(const char *text)
{
	const char *host_end = *text == '[' ? strchr(text, ']') : strchrnul(text, ':');
	const char *port = host_end ? host_end + (*host_end == ']') : NULL;
	const char *rest;
	if (!port || host_end == text || strpbrk(text, " \t/@"))
		return false;
	return !*port || (*port == ':' && is_number(port + 1, 65535, &rest) && !*rest);
}

bool value_outbox(void *field, const char *text, const ValueContext *context,
		  GError **error)
{
	if (!((g_str_has_prefix(text, "smtp://") &&
	       is_host_and_port(text + strlen("smtp://"))) ||
	      g_str_equal(text, "sendmail") || g_str_has_prefix(text, "sendmail:/")))
		return value_refuse(
			error,
			"\"%s\" is no way out; write smtp://127.0.0.1:25 or sendmail",
			text);
	return keep(field, g_strdup(text));
}

bool value_delimiters(void *field, const char *text, const ValueContext *context,
		      GError **error)
{
	bool has_letter = false;
	for (const char *p = text; *p; p++)
		has_letter |= g_ascii_isalnum(*p) || !g_ascii_isprint(*p);
	if (has_letter || strpbrk(text, "@\"\\ ") || strlen(text) > 8)
		return value_refuse(error,
				    "\"%s\" are no delimiters; write what Postfix has as "
				    "recipient_delimiter, such as + or +-",
				    text);
	return keep(field, g_strdup(text));
}

bool value_is_language(const char *text)
{
	gsize length = strspn(text, "abcdefghijklmnopqrstuvwxyz");
	return (length == 2 || length == 3) && !text[length];
}

bool value_language(void *field, const char *text, const ValueContext *context,
		    GError **error)
{
	if (!value_is_language(text))
		return value_refuse(
			error, "\"%s\" is no language; write a code such as en or ru",
			text);
	return keep(field, g_strdup(text));
}

bool value_tag(void *field, const char *text, const ValueContext *context, GError **error)
{
	const char *number = strstr(text, "%d");
	if (!number || strchr(number + 1, '%') || strchr(text, '%') != number)
		return value_refuse(
			error,
			"the tag \"%s\" needs %%d once, where the number goes, and no "
			"other %%; write [Support #%%d]",
			text);
	if (number == text && !number[2])
		return value_refuse(error,
				    "the tag is a bare number; write [Support #%%d]");
	return keep(field, g_strdup(text));
}

bool value_count(void *field, const char *text, const ValueContext *context,
		 GError **error)
{
	const char *rest;
	if (!is_number(text, 1000000, &rest) || *rest)
		return value_refuse(
			error, "\"%s\" is no number from 0 to 1000000; write 20", text);
	*(gint64 *)field = g_ascii_strtoll(text, NULL, 10);
	return true;
}

bool value_size(void *field, const char *text, const ValueContext *context,
		GError **error)
{
	static const char units[] = "KMG";
	const char *rest;
	bool is_size = is_number(text, 1 << 30, &rest);
	gint64 bytes = is_size ? g_ascii_strtoll(text, NULL, 10) : 0;
	const char *unit = *rest ? strchr(units, g_ascii_toupper(*rest)) : NULL;
	if (unit) {
		bytes <<= 10 * (unit - units + 1);
		rest++;
	}
	if (unit && g_str_equal(rest, "iB"))
		rest += 2;
	if (!is_size || *rest || bytes < 1024 || bytes > (gint64)2 << 30)
		return value_refuse(error, "\"%s\" is no size from 1K to 2G; write 25M",
				    text);
	*(gint64 *)field = bytes;
	return true;
}

bool value_wall_time(void *field, const char *text, const ValueContext *context,
		     GError **error)
{
	return duration_parse(text, WALL_DAY_S, field, error);
}

bool value_retention(void *field, const char *text, const ValueContext *context,
		     GError **error)
{
	if (g_str_equal(text, "forever")) {
		*(gint64 *)field = 0;
		return true;
	}
	if (!value_wall_time(field, text, context, error)) {
		g_prefix_error(error, "write forever, or a time: ");
		return false;
	}
	if (*(gint64 *)field < WALL_DAY_S)
		return value_refuse(
			error, "mail must be kept for a day at least; write 1d, more, "
			       "or forever");
	return true;
}

bool value_work_time(void *field, const char *text, const ValueContext *context,
		     GError **error)
{
	gint64 work_s;
	if (!duration_parse(text, context->day_s, &work_s, error))
		return false;
	if (work_s == 0)
		return value_refuse(
			error, "no time at all is no promise; write 4h, or leave the "
			       "line out");
	*(gint64 *)field = work_s;
	return true;
}

bool value_yes_no(void *field, const char *text, const ValueContext *context,
		  GError **error)
{
	if (!g_str_equal(text, "yes") && !g_str_equal(text, "no"))
		return value_refuse(error, "\"%s\" is neither yes nor no", text);
	*(bool *)field = *text == 'y';
	return true;
}

bool value_log(void *field, const char *text, const ValueContext *context, GError **error)
{
	if (!g_str_equal(text, "debug") && !g_str_equal(text, "info"))
		return value_refuse(error, "\"%s\" is neither info nor debug", text);
	*(bool *)field = *text == 'd';
	return true;
}

bool value_deliver(void *field, const char *text, const ValueContext *context,
		   GError **error)
{
	if (!g_str_equal(text, "keep") && !g_str_equal(text, "consume"))
		return value_refuse(error, "\"%s\" is neither keep nor consume", text);
	*(QueueDeliver *)field = *text == 'k' ? QUEUE_KEEP : QUEUE_CONSUME;
	return true;
}

bool value_confidence(void *field, const char *text, const ValueContext *context,
		      GError **error)
{
	char *end;
	double confidence = g_ascii_strtod(text, &end);
	if (end == text || *end || !g_ascii_isdigit(*text) ||
	    !(confidence >= 0 && confidence <= 1))
		return value_refuse(
			error, "\"%s\" is no confidence from 0 to 1; write 0.8", text);
	*(double *)field = confidence;
	return true;
}

bool value_part(void *field, const char *text, const ValueContext *context,
		GError **error)
{
	char *end;
	double percent = g_ascii_strtod(text, &end);
	if (end == text || strcmp(end, "%") != 0 || !g_ascii_isdigit(*text) ||
	    !(percent >= 0 && percent <= 100))
		return value_refuse(
			error, "\"%s\" is no part from 0%% to 100%%; write 20%%", text);
	*(double *)field = percent / 100;
	return true;
}

bool value_steps(void *field, const char *text, const ValueContext *context,
		 GError **error)
{
	if (!text[strspn(text, " \t,")])
		return value_refuse(error,
				    "the value is empty; write 75%% lead, or leave "
				    "the line out");
	return sla_parse_steps(field, text, context->day_s, error);
}

bool value_calendar(void *field, const char *text, const ValueContext *context,
		    GError **error)
{
	return calendar_set(field, context->key, text, error);
}

bool value_holidays_file(void *field, const char *text, const ValueContext *context,
			 GError **error)
{
	g_autofree char *path = resolve(text, context);
	return calendar_add_holidays_file(field, path, error);
}
