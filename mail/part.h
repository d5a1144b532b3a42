/* part.h - what the fields of a MIME part say. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/reading.h"

/* A field of the part as it came, NULL if there is none. Borrowed. */
const char *part_header(GMimeObject *part, const char *name);
/* A parameter of that field, decoded; NULL if there is none. g_free. */
char *part_parameter(Reading *reading, GMimeObject *part, const char *header,
		     const char *name);
/* Text that stands in the mail to be read, rather than lying beside it. type in lower
 * case, name may be NULL. */
bool part_is_body_text(GMimeObject *part, const char *type, const char *name,
		       Place place);
/* "text/plain" in lower case. g_free. */
char *part_type(GMimeObject *part);
/* The file name, NULL if there is none. g_free. */
char *part_name(Reading *reading, GMimeObject *part);
/* Content-ID without brackets, NULL if there is none. g_free. */
char *part_id(Reading *reading, GMimeObject *part);

/* Types by what is done with them; type in lower case, name may be NULL. */
bool type_is_enriched(const char *type);
bool type_is_mail(const char *type);
bool type_is_report(const char *type);
bool type_is_returned_headers(const char *type);
bool part_is_tnef(const char *type, const char *name);
bool part_is_smime(const char *type, const char *name);

/* text_part.c: the content of a part in its charset, with LF lines, cut where all texts
 * together are longer than limit. g_free. */
char *part_text(Reading *reading, GMimeObject *part, GBytes *content, gsize limit);
/* Adds block to text as lines of its own. */
void text_append(GString *text, const char *block);
/* CRLF and CR to LF, in place. */
void lines_normalise(char *text);
/* Adds what a text part says to text, HTML also as it came to html. type in lower case.
 */
void text_part_read(Reading *reading, GMimeObject *part, const char *type,
		    GBytes *content, GString *text, GString *html);
