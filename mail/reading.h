/* reading.h - the state of one message_parse, between its stages. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/message.h"

#include <glib.h>
#include <gmime/gmime.h>
#include <stdbool.h>

/* Where a part stands in its multipart (RFC 8621 4.1.4). */
typedef enum {
	PLACE_ROOT,
	PLACE_FIRST,
	PLACE_ALTERNATIVE,
	PLACE_RELATED,
	PLACE_OTHER,
} Place;

typedef struct {
	Message *message;
	char *charset; /* of the first text part that names one: for naked headers; NULL
			*/
	GString *problems;  /* sentences, joined by "; " */
	gsize text_bytes;   /* decoded so far, all text parts */
	const char *beside; /* the plain alternative to the part that is read; NULL */
	Place place;	    /* of the part that is read */
	guint parts;
	guint boundaries;   /* lines like them that GMime was shown */
	gsize field_bytes;  /* behind these lines */
	GString *status;    /* message/delivery-status and the like, as text */
	GString *returned;  /* header block of the mail that a report returns */
	GPtrArray *headers; /* RawHeader* of the mail itself */
	GBytes *inner;	    /* the first mail inside; NULL */
	bool inside; /* reading that mail: what it has attached is attached with it */
	bool is_cut; /* no From, and the end of a multipart is missing: a piece of a mail
		      */
	GMimePart *last; /* the text read last; NULL */
} Reading;

/* message.c: an empty mail. */
Message *message_new(void);

/* Notes once what was repaired, capped or not understood. */
void reading_problem(Reading *reading, const char *sentence);

/* tree.c: the MIME tree of what has these headers (RawHeader*) and this body. All trees
 * of a reading are bounded together. g_object_unref. */
GMimeObject *tree_of_body(Reading *reading, const GPtrArray *headers, const char *body,
			  gsize length);
/* That of a mail inside, NULL for an empty one. g_object_unref. */
GMimeObject *tree_of_mail(Reading *reading, GBytes *mail);

/* A copy that lives as long as the message; control characters but tab and LF are
 * dropped. */
const char *reading_keep(Reading *reading, const char *text);

/* fields.c: headers, addresses, Message-IDs, subject and date of the message. */
void fields_read(Reading *reading);

/* part.c: walks the MIME tree; text and html receive what is to be read. */
void parts_read(Reading *reading, GMimeObject *root, GString *text, GString *html);

/* Takes content. name and id may be NULL. */
void attachment_add(Reading *reading, const char *name, const char *type, const char *id,
		    GBytes *content);

/* tnef.c: attachments and text of winmail.dat; false when it cannot be read. */
bool tnef_read(Reading *reading, GBytes *content, GString *text, GString *html);

/* transfer.c: the content with its transfer encoding undone. */
GBytes *part_content(GMimePart *part);
/* The same of a text, with what was written in plain behind its base64. */
GBytes *text_part_content(GMimePart *part);
/* The part as it came, fields and all. */
GBytes *object_bytes(GMimeObject *object);

/* author.c: true when a From field holds address alone, in a form that all who read mail
 * read alike. */
bool author_is_plain(const char *raw, const char *address);

/* armour.c: files that stand in the bytes of a text as uuencode or yEnc become
 * attachments; what is left comes back. Before charset decoding: yEnc is 8-bit. */
GBytes *files_extract(Reading *reading, GBytes *content);
/* armour.c: sets message->crypto when PGP stands in the text. */
void armour_recognise(Reading *reading, const char *text);

/* flowed.c: RFC 3676 paragraphs made whole. g_free. */
char *flowed_join(const char *text, bool delsp);

/* cms.c: the content of an opaque S/MIME signature, NULL when there is none. */
GBytes *cms_content(GBytes *signed_data);

/* bounce.c: fills message->bounce from the report parts, else from the text. */
void bounce_read(Reading *reading);

/* enriched.c: what text/enriched (RFC 1896) or text/richtext (RFC 1341) says. g_free. */
char *enriched_to_text(const char *source, bool is_richtext);

/* calendar.c: the METHOD (method: that of Content-Type, NULL if none) and a readable
 * summary of text/calendar. */
void calendar_read(Reading *reading, const char *calendar, const char *method,
		   GString *text);
