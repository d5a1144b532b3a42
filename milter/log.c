/* log.c - what postdeskd says: syslog, facility mail, one line a mail. */
/* SPDX-License-Identifier: MIT */
#include "milter/log.h"

/* Text of a mail may be in it: nothing below a space reaches the log, nor DEL. */
static void line_clean(char *line)
{
	for (char *at = line; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = '?';
}

static void write_clean(int priority, const char *text)
{
	g_autofree char *line = g_strdup(text);

	g_strchomp(line);
	line_clean(line);
	syslog(priority, "%s", line);
}

static int priority_of(GLogLevelFlags level)
{
	if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
		return LOG_ERR;
	if (level & G_LOG_LEVEL_WARNING)
		return LOG_WARNING;
	if (level & (G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO))
		return LOG_INFO;
	return LOG_DEBUG;
}

static GLogWriterOutput write_fields(GLogLevelFlags level, const GLogField *fields,
				     gsize count, gpointer unused)
{
	for (gsize i = 0; i < count; i++)
		if (g_str_equal(fields[i].key, "MESSAGE"))
			write_clean(priority_of(level), fields[i].value);
	return G_LOG_WRITER_HANDLED;
}

void log_debug(bool wanted)
{
	setlogmask(LOG_UPTO(wanted ? LOG_DEBUG : LOG_INFO));
}

void log_open(bool foreground)
{
	bool journal = g_getenv("JOURNAL_STREAM") != NULL;

	openlog("postdeskd", LOG_PID | (foreground && !journal ? LOG_PERROR : 0),
		LOG_MAIL);
	log_debug(false);
	g_log_set_writer_func(write_fields, NULL, NULL);
}

void log_line(int priority, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	write_clean(priority, text);
}

char *log_address(const char *address)
{
	char *clean = g_strdup(address != NULL ? address : "");

	return g_strdelimit(clean, " \t<>", '?');
}

void log_mail(int priority, const char *queue_id, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	log_line(priority, "%s: %s", queue_id != NULL ? queue_id : "NOQUEUE", text);
}

void log_problems(const GPtrArray *problems)
{
	for (guint i = 0; i < problems->len; i++)
		log_line(LOG_ERR, "%s", (const char *)g_ptr_array_index(problems, i));
}
