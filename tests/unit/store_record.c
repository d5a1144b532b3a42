/* store_record.c - mails on tickets, raw mail, references and identities. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/driver.h"
#include "store/record.h"
#include "store/ticket.h"
#include "tests/unit/store_place.h"

#include <string.h>

#define DAY (24 * 3600)

static gint64 add_ticket(Db *db, const char *queue)
{
	g_autoptr(Ticket) ticket = ticket_new();

	ticket->queue = g_strdup(queue);
	g_assert_true(ticket_insert(db, ticket, NULL));
	return ticket->id;
}

static gint64 add_record(Db *db, gint64 ticket, const char *message_id, GBytes *raw,
			 GBytes *compressed)
{
	g_autoptr(Record) record = record_new();

	record->ticket = ticket;
	record->kind = RECORD_IN;
	record->message_id = g_strdup(message_id);
	record->raw = raw ? g_bytes_ref(raw) : NULL;
	g_assert_true(record_insert(db, record, compressed, NULL));
	return record->id;
}

static bool whole_record(Db *db, void *data, GError **error)
{
	g_autoptr(Record) given = record_new();
	g_autoptr(Record) loaded = NULL;
	g_autoptr(Record) missing = NULL;
	g_autoptr(GPtrArray) all = NULL;

	given->ticket = add_ticket(db, "support");
	given->kind = RECORD_NOTE;
	given->message_id = g_strdup("a@example.org");
	given->from_address = g_strdup("ann@example.org");
	given->from_name = g_strdup("Άννα");
	given->agent = g_strdup("anna");
	given->subject = g_strdup("s");
	given->text = g_strdup("text");
	given->reply_text = g_strdup("reply");
	given->language = g_strdup("el");
	given->evidence = g_strdup("dmarc");
	given->mark = g_strdup("claim");
	given->sender = g_strdup("bad\xff@example.org");
	given->queue_id = g_strdup("4XYZ");
	given->date = 1;
	given->received_at = 2;
	given->size_bytes = 3;
	given->delivery = g_strdup("sent");
	g_assert_true(record_insert(db, given, NULL, error));
	g_assert_true(record_set_delivery(db, given->id, "bounced 5.1.1 hard", error));
	g_assert_true(record_load(db, given->id, &loaded, error));
	g_assert_true(record_load(db, 99, &missing, error));
	g_assert_true(record_list(db, given->ticket, &all, error));

	g_assert_null(missing);
	g_assert_cmpint(all->len, ==, 1);
	g_assert_cmpint(loaded->ticket, ==, given->ticket);
	g_assert_cmpint(loaded->kind, ==, RECORD_NOTE);
	g_assert_cmpstr(loaded->message_id, ==, given->message_id);
	g_assert_cmpstr(loaded->from_address, ==, given->from_address);
	g_assert_cmpstr(loaded->from_name, ==, given->from_name);
	g_assert_cmpstr(loaded->agent, ==, given->agent);
	g_assert_cmpstr(loaded->subject, ==, given->subject);
	g_assert_cmpstr(loaded->text, ==, given->text);
	g_assert_cmpstr(loaded->reply_text, ==, given->reply_text);
	g_assert_cmpstr(loaded->language, ==, given->language);
	g_assert_cmpstr(loaded->evidence, ==, given->evidence);
	g_assert_cmpstr(loaded->mark, ==, given->mark);
	g_assert_cmpstr(loaded->sender, ==, "bad\xef\xbf\xbd@example.org");
	g_assert_cmpstr(loaded->queue_id, ==, given->queue_id);
	g_assert_cmpint(loaded->date, ==, 1);
	g_assert_cmpint(loaded->received_at, ==, 2);
	g_assert_cmpint(loaded->size_bytes, ==, 3);
	g_assert_cmpstr(loaded->delivery, ==, "bounced 5.1.1 hard");
	return true;
}

static bool all_reply(Db *db, void *data, GError **error)
{
	g_autoptr(Record) given = record_new(), loaded = NULL;

	given->ticket = add_ticket(db, "support");
	given->text = g_strdup("Where is my lamp?");
	given->reply_text = g_strdup(given->text);
	g_assert_true(record_insert(db, given, NULL, error));
	g_assert_true(record_load(db, given->id, &loaded, error));
	g_assert_cmpstr(loaded->text, ==, given->text);
	g_assert_cmpstr(loaded->reply_text, ==, given->text);
	return true;
}

static bool raw_mail(Db *db, void *data, GError **error)
{
	gint64 ticket = add_ticket(db, "support");
	g_autofree char *long_text = g_strnfill(3 * 1024 * 1024, 'x');
	GBytes *table[] = {
		g_bytes_new("Subject: a\r\n\r\n\0b\xff", 17),
		g_bytes_new("", 0),
		g_bytes_new(long_text, strlen(long_text)),
	};

	for (gsize i = 0; i < G_N_ELEMENTS(table) * 2; i++) {
		GBytes *given = table[i / 2];
		g_autoptr(GBytes) raw = NULL;
		g_autoptr(GBytes) compressed =
			i % 2 ? record_compress(data, given) : NULL;
		gint64 id = add_record(db, ticket, NULL, given, compressed);
		g_assert_true(record_raw(db, id, &raw, error));
		g_assert_true(g_bytes_equal(raw, given));
	}
	g_autoptr(GBytes) none = NULL;
	g_assert_true(
		record_raw(db, add_record(db, ticket, NULL, NULL, NULL), &none, error));
	g_assert_null(none);
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
		g_bytes_unref(table[i]);
	return true;
}

/* Each statement damages the only mail in another way. */
static bool damaged_raw(Db *db, void *data, GError **error)
{
	const char *const table[] = {
		"UPDATE record_raw SET size_bytes = size_bytes + 1",
		"UPDATE record_raw SET size_bytes = 4000000000000",
		"UPDATE record_raw SET size_bytes = -1",
		"UPDATE record_raw SET zstd = 'nothing'",
		"UPDATE record_raw SET zstd = ''",
	};
	g_autoptr(GBytes) given = g_bytes_new_static("Subject: a\r\n\r\nb", 15);

	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autoptr(GError) problem = NULL;
		g_autoptr(GBytes) raw = NULL;
		gint64 id = add_record(db, add_ticket(db, "support"), NULL, given, NULL);
		g_assert_true(db_run(db, error, table[i], ""));
		g_assert_false(record_raw(db, id, &raw, &problem));
		g_assert_error(problem, POSTDESK_ERROR, POSTDESK_BROKEN);
		g_assert_null(raw);
		g_assert_true(db_run(db, error, "DELETE FROM record", ""));
	}
	return true;
}

static bool found_by_id(Db *db, void *data, GError **error)
{
	gint64 one = add_ticket(db, "support"), two = add_ticket(db, "support");
	gint64 first = add_record(db, one, "a@example.org", NULL, NULL);
	gint64 second = add_record(db, two, "a@example.org", NULL, NULL);
	const struct {
		const char *message_id;
		gint64 ticket, want, want_ticket;
	} table[] = {
		{"a@example.org", 0, first, one},    {"a@example.org", one, first, one},
		{"a@example.org", two, second, two}, {"a@example.org", 99, 0, 0},
		{"b@example.org", 0, 0, 0},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		gint64 id, ticket;
		g_assert_true(record_find(db, table[i].message_id, table[i].ticket, &id,
					  &ticket, error));
		g_assert_cmpint(id, ==, table[i].want);
		g_assert_cmpint(ticket, ==, table[i].want_ticket);
	}
	return true;
}

static bool attachments(Db *db, void *data, GError **error)
{
	gint64 id = add_record(db, add_ticket(db, "support"), NULL, NULL, NULL);
	g_autoptr(GPtrArray) list = NULL;

	g_assert_true(
		record_add_attachment(db, id, "a.pdf", "application/pdf", 5, error));
	g_assert_true(record_add_attachment(db, id, NULL, "text/plain", 0, error));
	g_assert_true(record_attachments(db, id, &list, error));
	g_assert_cmpint(list->len, ==, 2);
	const RecordAttachment *first = list->pdata[0], *second = list->pdata[1];
	g_assert_cmpstr(first->name, ==, "a.pdf");
	g_assert_cmpint(first->size_bytes, ==, 5);
	g_assert_null(second->name);
	return true;
}

static bool references(Db *db, void *data, GError **error)
{
	gint64 one = add_ticket(db, "support"), two = add_ticket(db, "billing");
	const struct {
		const char *message_id, *queue;
		gint64 want;
	} table[] = {
		{"a@example.org", NULL, one},	  {"a@example.org", "support", one},
		{"a@example.org", "billing", 0},  {"b@example.org", "billing", two},
		{"b@example.org", "oncall", two}, {"c@example.org", NULL, 0},
	};

	g_assert_true(reference_add(db, "a@example.org", one, 1, error));
	g_assert_true(reference_add(db, "a@example.org", two, 2, error));
	g_assert_true(reference_add(db, "b@example.org", two, 2, error));
	g_assert_true(ticket_add_queue(db, two, "oncall", error));
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		gint64 ticket;
		g_assert_true(reference_find(db, table[i].message_id, table[i].queue,
					     &ticket, error));
		g_assert_cmpint(ticket, ==, table[i].want);
	}
	return true;
}

/* --- identities --- */

static int count_identities(Db *db, const char *from, gint64 since)
{
	g_autoptr(GPtrArray) found = NULL;

	g_assert_true(identity_find(db, "m@example.org", from, since, &found, NULL));
	return (int)found->len;
}

static bool identities(Db *db, void *data, GError **error)
{
	Identity identity = {
		.message_id = (char *)"m@example.org",
		.from_address = (char *)"ann@example.org",
		.content_hash = (char *)"1234",
		.ticket = add_ticket(db, "support"),
		.queues = (char *)"support",
		.verdict = (char *)"keep",
		.at = 100 * DAY,
	};
	g_autoptr(GError) repeat = NULL;
	g_autoptr(GPtrArray) found = NULL;

	g_assert_true(identity_insert(db, &identity, error));
	identity.at += 14 * DAY - 1;
	g_assert_false(identity_insert(db, &identity, &repeat));
	g_assert_error(repeat, POSTDESK_ERROR, POSTDESK_BUSY);
	identity.content_hash = (char *)"5678";
	g_assert_true(identity_insert(db, &identity, error));
	g_assert_true(identity_set_queues(db, &identity, "support billing", error));
	g_assert_true(
		identity_find(db, "m@example.org", "ann@example.org", 0, &found, error));
	g_assert_cmpint(found->len, ==, 2);
	const Identity *newest = found->pdata[0], *oldest = found->pdata[1];
	g_assert_cmpstr(newest->content_hash, ==, "5678");
	g_assert_cmpstr(newest->queues, ==, "support billing");
	g_assert_cmpstr(newest->verdict, ==, "keep");
	g_assert_cmpint(newest->record, ==, 0);
	g_assert_cmpint(oldest->ticket, ==, identity.ticket);
	g_assert_cmpstr(oldest->queues, ==, "support");

	g_assert_cmpint(count_identities(db, "ann@example.org", 101 * DAY), ==, 1);
	g_assert_cmpint(count_identities(db, "bob@example.org", 0), ==, 0);
	identity.content_hash = (char *)"1234";
	identity.at = 114 * DAY;
	g_assert_true(identity_insert(db, &identity, error));
	g_assert_true(identity_expire(db, 114 * DAY, error));
	g_assert_cmpint(count_identities(db, "ann@example.org", 0), ==, 1);
	return true;
}

static bool unmatched(Db *db, void *data, GError **error)
{
	g_autoptr(GBytes) raw = g_bytes_new_static("a", 1);
	Unmatched given = {.at = 5, .recipient = (char *)"b@example.org"};
	g_autoptr(GPtrArray) before = NULL;
	g_autoptr(GPtrArray) after = NULL;

	g_assert_true(unmatched_insert(db, &given, raw, error));
	given.at = 6;
	g_assert_true(unmatched_insert(db, &given, NULL, error));
	g_assert_true(unmatched_list(db, &before, error));
	g_assert_cmpint(before->len, ==, 2);
	g_assert_true(unmatched_expire(db, 6, error));
	g_assert_true(unmatched_list(db, &after, error));
	g_assert_cmpint(after->len, ==, 1);
	g_assert_cmpstr(((Unmatched *)after->pdata[0])->recipient, ==, "b@example.org");
	return true;
}

int main(int argc, char **argv)
{
	static const StoreCase cases[] = {
		{"a record comes back as it went in, as valid text", whole_record},
		{"raw mail comes back byte for byte", raw_mail},
		{"a text without a quote is there twice", all_reply},
		{"damaged raw mail is broken, not a crash", damaged_raw},
		{"a record is found by its Message-ID", found_by_id},
		{"attachments are listed in order", attachments},
		{"the first ticket that a Message-ID was seen on keeps it", references},
		{"an identity is unique for 14 days", identities},
		{"mail without a ticket expires", unmatched},
	};

	g_test_init(&argc, &argv, NULL);
	add_store_cases("/record/", cases, G_N_ELEMENTS(cases));
	return g_test_run();
}
