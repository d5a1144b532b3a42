/* message.h - one mail, parsed: the value that everything else reads. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * A mail that was parsed is never an error: what cannot be read is marked unreadable and
 * keeps what could be saved. All strings are valid UTF-8 without NUL, decoded (RFC 2047,
 * 2231, charset), owned by the message, never NULL unless said so. Addresses have no
 * angle brackets, the domain in lower case, the local part as written. Message-IDs have
 * no brackets either.
 */
typedef struct {
	const char *name; /* display name, "" if none */
	const char *
		address; /* addr-spec; "" when the field holds none (kept for its name) */
} Address;

typedef struct {
	const char *name;  /* as it came, unfolded name: "Subject" */
	const char *value; /* decoded, unfolded */
} Header;

typedef struct {
	const char *name; /* cleaned: no path, no control characters; "" if none */
	const char *type; /* "image/png", lower case */
	const char *id;	  /* Content-ID without brackets, "" if none */
	bool is_inline;	  /* referred to by the HTML part */
	gsize size_bytes; /* decoded */
	GBytes *content;  /* decoded */
} Attachment;

typedef enum {
	MESSAGE_CLEAR,
	MESSAGE_SIGNED,	   /* multipart/signed, opaque S/MIME or clear-signed PGP; text is
			      read */
	MESSAGE_ENCRYPTED, /* cannot be read here */
} MessageCrypto;

/* A delivery report, RFC 3464 or one of the plain-text kinds. */
typedef struct {
	bool is;
	bool hard;	    /* permanent failure (5.x.x); false: transient */
	bool delay;	    /* "delayed", not failed: never counts as a failure */
	const char *status; /* "5.1.1", "" if unknown */
	const char
		*recipient; /* Final-Recipient, else what the text names; "" if unknown */
	const char *reason; /* the server's own words, one line, bounded; "" if none */
	const char *message_id;	   /* of the mail that bounced; "" if not returned */
	const char *returned_from; /* From of the returned mail, "" if not returned */
} Bounce;

typedef struct Message {
	const char *message_id; /* "" if none */
	GPtrArray *from;	/* Address*, each in order; more than one is suspicious */
	bool from_is_borrowed;	/* From has no address: this is Reply-To's, Sender's or
				   Return-Path's, and proves nothing */
	bool from_is_odd; /* there are several From fields, or the one can be read in
			     several ways: what others say of the author may be
			     about somebody else */
	GPtrArray *to, *cc, *reply_to; /* Address* */
	GPtrArray *in_reply_to;	       /* const char* Message-IDs, first to last */
	GPtrArray *references;	       /* const char* Message-IDs, oldest first */
	const char *subject;
	gint64 date;		 /* seconds UTC; 0 if missing or unreadable */
	const char *date_text;	 /* RFC 3339 with the sender's offset; "" if none */
	GPtrArray *headers;	 /* Header*, in order */
	const char *text;	 /* whole decoded text; HTML mail: converted */
	const char *html;	 /* the HTML part, decoded; "" if none */
	const char *reply_text;	 /* what the sender newly wrote */
	const char *quoted_text; /* quotes and signature: the rest */
	const char *language;	 /* of reply_text, ISO 639-1; "" when unsure */
	GPtrArray *attachments;	 /* Attachment* */
	MessageCrypto crypto;
	const char *calendar_method; /* "REQUEST", "REPLY", …; "" if no text/calendar */
	const char *report_type;     /* of multipart/report, lower case; "" if none */
	Bounce bounce;
	bool unreadable;     /* nothing usable could be parsed; raw is all there is */
	const char *problem; /* what was cut at a cap or not understood; "" if nothing */
	GStringChunk *strings; /* private: every string above lives here */
} Message;

/*
 * Parses raw (the mail as SMTP delivered it: CRLF or LF, bytes of any kind). Never fails,
 * never returns NULL. Time and memory are bounded by limits.h. Free with message_free.
 */
Message *message_parse(GBytes *raw);
void message_free(Message *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Message, message_free)

/* First value of the named header (case-insensitive), NULL if there is none. Borrowed. */
const char *message_header(const Message *message, const char *name);

/* The only From address, or "" when there are none or several. Borrowed. */
const char *message_from_address(const Message *message);
/* Its display name, "" if none. Borrowed. */
const char *message_from_name(const Message *message);

/*
 * Why no automatic answer may go to this mail (RFC 3834 section 2; design: null sender,
 * Auto-Submitted, Precedence, List-*, X-Auto-Response-Suppress, X-Autoreply, X-Loop,
 * reports, mailer-daemon and no-reply senders, out-of-office subjects, calendar replies).
 * envelope_from: MAIL FROM without brackets, "" for the null sender, NULL if unknown.
 * list_ok: a List-Id that is welcome all the same, NULL for none.
 * Returns a sentence that lives as long as the message ("Auto-Submitted: auto-replied"),
 * NULL for a person's mail.
 */
const char *message_automatic(const Message *message, const char *envelope_from,
			      const char *list_ok);

/* True for an out-of-office notice; *until is the return date, 0 when not given. */
bool message_is_out_of_office(const Message *message, gint64 *until);

/* True for a short pure thank-you in the languages that postdesk knows. */
bool message_is_thanks(const Message *message);

/* True when the subject starts with a forward mark (Fwd:, WG:, Пересл:, ΠΡΘ: …). */
bool message_is_forward(const Message *message);

/* Subject without reply and forward marks and without the given tag ("" for none).
 * g_free. */
char *subject_strip(const char *subject, const char *tag);

/*
 * Verdict of a method that has one for a mail ("dmarc") in the topmost
 * Authentication-Results of authserv_id that names it (RFC 8601): "pass", "fail", "none",
 * …; "fail" if that names it twice, "" if there is none or authserv_id is empty. domain
 * (may be NULL) receives header.from. Borrowed.
 */
const char *message_auth_result(const Message *message, const char *authserv_id,
				const char *method, const char **domain);

/*
 * Identity of a mail beyond its Message-ID: SHA-256 over From, the decoded
 * white-space-folded text and the attachments, in hex. g_free.
 */
char *message_content_hash(const Message *message);
/* The Message-ID, or "derived:" and a hash of Date, From and Subject. g_free. */
char *message_identity(const Message *message);
