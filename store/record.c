/* record.c - the mails on tickets: what was read from them, and the raw mail. */
/* SPDX-License-Identifier: MIT */
#include "store/record.h"
#include "mail/error.h"
#include "store/handle.h"

static const char *const kind_names[] = {
	[RECORD_IN] = "in",
	[RECORD_OUT] = "out",
	[RECORD_NOTE] = "note",
};

const char *record_kind_name(RecordKind kind)
{
	g_assert(kind < G_N_ELEMENTS(kind_names));
	return kind_names[kind];
}

Record *record_new(void)
{
	return g_new0(Record, 1);
}

void record_free(Record *record)
{
	if (!record)
		return;
	g_free(record->message_id);
	g_free(record->from_address);
	g_free(record->from_name);
	g_free(record->agent);
	g_free(record->subject);
	g_free(record->text);
	g_free(record->reply_text);
	g_free(record->language);
	g_free(record->evidence);
	g_free(record->mark);
	g_free(record->sender);
	g_free(record->queue_id);
	g_bytes_unref(record->raw);
	g_free(record->delivery);
	g_free(record);
}

/* --- writing --- */

GBytes *record_compress(Store *store, GBytes *raw)
{
	return pack_raw(store->packer, raw);
}

static bool insert_raw(Db *db, const Record *record, GBytes *compressed, GError **error)
{
	g_autoptr(GBytes) packed =
		compressed ? g_bytes_ref(compressed) : pack_raw(NULL, record->raw);
	gint64 size = pack_size(packed);

	if (size < 0) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN,
			    "record: the compressed mail has no size");
		return false;
	}
	return db_run(
		db, error,
		"INSERT INTO record_raw (record, size_bytes, zstd) VALUES ($1, $2, $3)",
		"iib", record->id, size, packed);
}

/* Most people quote nothing: then the text is not written twice. */
static const char *other_text(const Record *record)
{
	return g_strcmp0(record->text, record->reply_text) ? record->text : NULL;
}

bool record_insert(Db *db, Record *record, GBytes *compressed, GError **error)
{
	if (!record->size_bytes && record->raw)
		record->size_bytes = (gint64)g_bytes_get_size(record->raw);
	if (!db_run_id(db, &record->id, error,
		       "INSERT INTO record (ticket, kind, message_id, from_address,"
		       " from_name, agent, subject, language, evidence, mark, sender,"
		       " queue_id, sent_at, received_at, size_bytes, delivery,"
		       " reply_text, text)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
		       " $13, $14, $15, $16, $17, $18) RETURNING id",
		       "itttttttttttiiittt", record->ticket,
		       record_kind_name(record->kind), record->message_id,
		       record->from_address, record->from_name, record->agent,
		       record->subject, record->language, record->evidence, record->mark,
		       record->sender, record->queue_id, record->date,
		       record->received_at, record->size_bytes, record->delivery,
		       record->reply_text, other_text(record)))
		return false;
	return (!record->raw && !compressed) || insert_raw(db, record, compressed, error);
}

bool record_move(Db *db, gint64 id, gint64 ticket, GError **error)
{
	return db_run(db, error,
		      "UPDATE reference SET ticket = $1 WHERE message_id ="
		      " (SELECT message_id FROM record WHERE id = $2)",
		      "ii", ticket, id) &&
	       db_run(db, error, "UPDATE record SET ticket = $1 WHERE id = $2", "ii",
		      ticket, id);
}

bool record_set_delivery(Db *db, gint64 id, const char *delivery, GError **error)
{
	return db_run(db, error, "UPDATE record SET delivery = $1 WHERE id = $2", "ti",
		      delivery, id);
}

/* --- reading --- */

#define RECORD_COLUMNS                                                                   \
	"SELECT id, ticket, kind, message_id, from_address, from_name, agent, subject,"  \
	" language, evidence, mark, sender, queue_id, sent_at, received_at, size_bytes," \
	" delivery, reply_text, text FROM record"

static void *record_from_row(Statement *row, GError **error)
{
	g_autoptr(Record) record = record_new();
	g_autofree char *word = db_text(row, 2);
	int kind = db_word(word, kind_names, G_N_ELEMENTS(kind_names));

	record->id = db_int(row, 0);
	record->ticket = db_int(row, 1);
	if (kind < 0) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN,
			    "record %" G_GINT64_FORMAT ": unknown kind %s", record->id,
			    word);
		return NULL;
	}
	record->kind = (RecordKind)kind;
	record->message_id = db_text(row, 3);
	record->from_address = db_text(row, 4);
	record->from_name = db_text(row, 5);
	record->agent = db_text(row, 6);
	record->subject = db_text(row, 7);
	record->language = db_text(row, 8);
	record->evidence = db_text(row, 9);
	record->mark = db_text(row, 10);
	record->sender = db_text(row, 11);
	record->queue_id = db_text(row, 12);
	record->date = db_int(row, 13);
	record->received_at = db_int(row, 14);
	record->size_bytes = db_int(row, 15);
	record->delivery = db_text(row, 16);
	record->reply_text = db_text(row, 17);
	record->text = db_text(row, 18);
	if (!record->text)
		record->text = g_strdup(record->reply_text);
	return g_steal_pointer(&record);
}

bool record_load(Db *db, gint64 id, Record **record, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db, RECORD_COLUMNS " WHERE id = $1", error);
	bool row;

	*record = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, id);
	if (!db_step(statement, &row, error))
		return false;
	if (row)
		*record = record_from_row(statement, error);
	return !row || *record;
}

bool record_list(Db *db, gint64 ticket, GPtrArray **records, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db, RECORD_COLUMNS " WHERE ticket = $1 ORDER BY id", error);

	*records = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, ticket);
	return db_list(statement, record_from_row, (GDestroyNotify)record_free, records,
		       error);
}

bool record_raw(Db *db, gint64 id, GBytes **raw, GError **error)
{
	g_autoptr(Statement) statement = db_prepare(
		db, "SELECT zstd, size_bytes FROM record_raw WHERE record = $1", error);
	bool row;

	*raw = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, id);
	if (!db_step(statement, &row, error))
		return false;
	if (!row)
		return true;
	g_autoptr(GBytes) packed = db_blob(statement, 0);
	*raw = unpack_raw(packed, db_int(statement, 1), error);
	g_prefix_error(error, "record %" G_GINT64_FORMAT ": ", id);
	return *raw;
}

bool record_find(Db *db, const char *message_id, gint64 ticket, gint64 *id,
		 gint64 *of_ticket, GError **error)
{
	g_autoptr(Statement) statement = db_prepare(
		db,
		"SELECT id, ticket FROM record WHERE message_id = $1"
		" AND (CAST($2 AS BIGINT) = 0 OR ticket = $2) ORDER BY id LIMIT 1",
		error);
	bool row;

	*id = 0;
	if (of_ticket)
		*of_ticket = 0;
	if (!statement)
		return false;
	db_bind_text(statement, 1, message_id);
	db_bind_int(statement, 2, ticket);
	if (!db_step(statement, &row, error))
		return false;
	if (row)
		*id = db_int(statement, 0);
	if (row && of_ticket)
		*of_ticket = db_int(statement, 1);
	return true;
}

/* --- attachments --- */

bool record_add_attachment(Db *db, gint64 record, const char *name, const char *type,
			   gint64 size_bytes, GError **error)
{
	return db_run(db, error,
		      "INSERT INTO attachment (record, name, type, size_bytes)"
		      " VALUES ($1, $2, $3, $4)",
		      "itti", record, name, type, size_bytes);
}

static void attachment_free(void *data)
{
	RecordAttachment *attachment = data;

	g_free(attachment->name);
	g_free(attachment->type);
	g_free(attachment);
}

static void *attachment_from_row(Statement *row, GError **error)
{
	RecordAttachment *attachment = g_new0(RecordAttachment, 1);

	attachment->name = db_text(row, 0);
	attachment->type = db_text(row, 1);
	attachment->size_bytes = db_int(row, 2);
	return attachment;
}

bool record_attachments(Db *db, gint64 record, GPtrArray **attachments, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT name, type, size_bytes FROM attachment"
			   " WHERE record = $1 ORDER BY id",
			   error);

	*attachments = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, record);
	return db_list(statement, attachment_from_row, attachment_free, attachments,
		       error);
}
