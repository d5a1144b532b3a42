/* draft.h - a mail to be written, and its bytes. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/message.h"

typedef struct {
	char *name, *address; /* name "" if none */
} DraftAddress;

typedef struct {
	char *name, *type;
	char *id; /* Content-ID for inline pictures, NULL */
	GBytes *content;
} DraftAttachment;

/*
 * Plain value; all strings owned (g_free), UTF-8. What comes from mail may stand in any
 * field: draft_compose is the border that makes header injection impossible.
 */
typedef struct Draft {
	char *from_name, *from_address;
	GPtrArray *to, *cc; /* DraftAddress* */
	char *reply_to;	    /* address; NULL for none */
	char *subject;
	char *message_id;      /* without brackets; required */
	char *in_reply_to;     /* without brackets; NULL for none */
	GPtrArray *references; /* char*, oldest first; trimmed when written */
	gint64 date;	       /* seconds UTC */
	int date_offset_s;     /* offset of the zone that Date is written in */
	char *text;	       /* required, may be "" */
	char *html;	       /* NULL: text only */
	char *auto_submitted;  /* "auto-replied", "auto-generated", NULL for a person's
				  mail */
	GPtrArray *headers;    /* char*, alternating name, value: X-Postdesk-Ticket … */
	GPtrArray *attachments; /* DraftAttachment* */
} Draft;

Draft *draft_new(void);
void draft_free(Draft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Draft, draft_free)

/* name may be NULL or "". Duplicates (same address in comparison form) are skipped. */
void draft_add_to(Draft *draft, const char *name, const char *address);
void draft_add_cc(Draft *draft, const char *name, const char *address);
void draft_add_reference(Draft *draft, const char *message_id);
void draft_add_header(Draft *draft, const char *name, const char *value);
/* Takes a reference on content. */
void draft_attach(Draft *draft, const char *name, const char *type, const char *id,
		  GBytes *content);

/* "Anna (Support) <support@example.com>" as it stands in a header, encoded, in one line;
 * NULL when the address cannot be written. g_free. */
char *draft_mailbox(const char *name, const char *address);

/* What the Content-ID of a picture becomes in a mail of ours, since clients write the
 * names of people and machines into theirs: the same always gives the same. g_free. */
char *draft_picture_id(const char *content_id);

/*
 * RFC 5322 bytes with CRLF lines, 7-bit clean (RFC 2047/2231, quoted-printable or
 * base64), folded at 78, multipart/alternative when html is set, References trimmed to
 * the first and the last nine, X-Auto-Response-Suppress with Auto-Submitted. The same
 * draft gives the same bytes (boundaries derive from the Message-ID). POSTDESK_INVALID
 * when there is no usable From or recipient.
 */
GBytes *draft_compose(const Draft *draft, GError **error);

/* HTML of plain text: paragraphs, links, "> " quotes as blockquote; everything escaped.
 * g_free. */
char *text_to_html(const char *text);
/* The text with "> " before each line; lines of more than so many columns are broken
 * between words (0: never). g_free. */
char *text_quote(const char *text, guint columns);
