/* parse.c - the time that reading mails takes, by GMime alone and by postdesk. */
/* SPDX-License-Identifier: MIT */
/*
 * parse ROUNDS FILE…: prints microseconds of processor time a mail: GMime building its
 * tree, the same and its parts decoded, and message_parse (headers, text, new text,
 * language). Rounds alternate, the fastest of each counts.
 */
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "mail/message.h"

static double processor_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void decode(GMimeObject *parent, GMimeObject *part, gpointer unused)
{
	GMimeDataWrapper *content =
		GMIME_IS_PART(part) ? g_mime_part_get_content(GMIME_PART(part)) : NULL;
	if (content == NULL)
		return;
	GMimeStream *stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(content, stream);
	g_object_unref(stream);
}

static void read_by_gmime(GBytes *raw, bool decoded)
{
	gsize length;
	const char *bytes = g_bytes_get_data(raw, &length);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	if (message != NULL && decoded)
		g_mime_message_foreach(message, decode, NULL);
	g_clear_object(&message);
	g_object_unref(parser);
	g_object_unref(stream);
}

typedef enum { BY_GMIME, BY_GMIME_DECODED, BY_POSTDESK, WAYS } Way;

static double round_s(const GPtrArray *mails, Way way)
{
	double began = processor_s();
	for (guint i = 0; i < mails->len; i++) {
		if (way == BY_POSTDESK)
			message_free(message_parse(mails->pdata[i]));
		else
			read_by_gmime(mails->pdata[i], way == BY_GMIME_DECODED);
	}
	return processor_s() - began;
}

int main(int argc, char **argv)
{
	g_autoptr(GPtrArray) mails =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	double best[WAYS] = {1e9, 1e9, 1e9};
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0;

	for (int i = 2; i < argc; i++) {
		char *bytes;
		gsize length;
		if (!g_file_get_contents(argv[i], &bytes, &length, NULL))
			return 1;
		g_ptr_array_add(mails, g_bytes_new_take(bytes, length));
	}
	g_mime_init();
	for (int round = 0; round < rounds; round++)
		for (Way way = 0; way < WAYS; way++)
			best[way] = MIN(best[way], round_s(mails, way));
	for (Way way = 0; way < WAYS; way++)
		printf("%.2f ", best[way] * 1e6 / mails->len);
	printf("\n");
	return 0;
}
