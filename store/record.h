/* record.h - the mails on tickets as they are kept: text, raw mail, references. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

typedef enum {
	RECORD_IN,   /* from the customer or a participant */
	RECORD_OUT,  /* to the customer */
	RECORD_NOTE, /* agents only */
} RecordKind;
const char *record_kind_name(RecordKind kind);

/* A message on a ticket. Value; strings owned, NULL where unknown. */
typedef struct Record {
	gint64 id;
	gint64 ticket;
	RecordKind kind;
	char *message_id; /* no brackets */
	char *from_address, *from_name;
	char *agent; /* who wrote it, for out and note; NULL: automatic */
	char *subject, *text, *reply_text, *language;
	char *evidence; /* "auth", "token", "dmarc", "" */
	char *mark; /* "from a new person", "unreadable", "automatic: …", "claim" … NULL
		     */
	char *sender;	/* envelope sender */
	char *queue_id; /* of the MTA */
	gint64 date, received_at;
	GBytes *raw; /* whole mail, not compressed here; kept compressed. NULL: none */
	gint64 size_bytes;
	char *delivery; /* "bounced 5.1.1 hard" …, NULL */
} Record;

Record *record_new(void);
void record_free(Record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_free)

/* Compresses for record_insert outside the store's lock; record_insert does it itself if
 * not. */
GBytes *record_compress(Store *store, GBytes *raw);
/* raw of record is used as it is when compressed (may be NULL) is given. Fills
 * record->id. */
bool record_insert(Db *db, Record *record, GBytes *compressed, GError **error);
/* Without raw. *record NULL when there is none. */
bool record_load(Db *db, gint64 id, Record **record, GError **error);
/* *records: Record* without raw, oldest first. */
bool record_list(Db *db, gint64 ticket, GPtrArray **records, GError **error);
/* The whole mail; *raw NULL when not kept. */
bool record_raw(Db *db, gint64 id, GBytes **raw, GError **error);
/* To another ticket, with its references. */
bool record_move(Db *db, gint64 id, gint64 ticket, GError **error);
bool record_set_delivery(Db *db, gint64 id, const char *delivery, GError **error);
/* The record with this Message-ID on this ticket (0: any), *id 0 when there is none. */
bool record_find(Db *db, const char *message_id, gint64 ticket, gint64 *id,
		 gint64 *of_ticket, GError **error);

/* Attachments are listed beside the record; their bytes stay in raw. */
bool record_add_attachment(Db *db, gint64 record, const char *name, const char *type,
			   gint64 size_bytes, GError **error);
typedef struct {
	char *name, *type;
	gint64 size_bytes;
} RecordAttachment;
bool record_attachments(Db *db, gint64 record, GPtrArray **attachments, GError **error);

/* Every Message-ID and reference that was seen on a ticket, ours or not. Idempotent; the
 * first ticket that a Message-ID was seen on keeps it. */
bool reference_add(Db *db, const char *message_id, gint64 ticket, gint64 now,
		   GError **error);
/* Ticket on which a Message-ID was seen, owned or seen by queue (NULL: any queue); 0 if
 * none. */
bool reference_find(Db *db, const char *message_id, const char *queue, gint64 *ticket,
		    GError **error);

/*
 * Identity of a mail that was taken (design: Message-ID or hash, From, content), unique
 * for 14 days; what was answered then is answered again.
 */
typedef struct {
	char *message_id; /* or "derived:…" */
	char *from_address;
	char *content_hash;
	gint64 ticket, record; /* 0 for none */
	char *queues;	       /* names, space separated: where it has arrived */
	char *verdict;	       /* opaque to the store: the disposition and its edits */
	gint64 at;
} Identity;
void identity_free(Identity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Identity, identity_free)
bool identity_insert(Db *db, const Identity *identity, GError **error);
/* *found: Identity* with the same message_id and from_address since `since`, newest
 * first. */
bool identity_find(Db *db, const char *message_id, const char *from_address, gint64 since,
		   GPtrArray **found, GError **error);
/* The same with the content and no Message-ID. */
bool identity_find_derived(Db *db, const char *content_hash, const char *from_address,
			   gint64 since, GPtrArray **found, GError **error);
/* How often this From has sent this content since a moment. */
bool identity_count_same(Db *db, const char *from_address, const char *content_hash,
			 gint64 since, gint64 *count, GError **error);
/* The same, of mails that an agent had carried out on one ticket. */
bool identity_count_on(Db *db, const char *from_address, const char *content_hash,
		       gint64 ticket, gint64 since, gint64 *count, GError **error);
bool identity_set_queues(Db *db, const Identity *identity, const char *queues,
			 GError **error);
bool identity_expire(Db *db, gint64 before, GError **error);

/* Mail that belongs to no ticket: bounces without a valid token, own mail. Expires. */
typedef struct {
	gint64 id, at;
	char *sender, *recipient, *subject, *why;
} Unmatched;
bool unmatched_insert(Db *db, const Unmatched *unmatched, GBytes *raw, GError **error);
bool unmatched_list(Db *db, GPtrArray **unmatched, GError **error);
bool unmatched_expire(Db *db, gint64 before, GError **error);
