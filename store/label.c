/* label.c - tickets whose category a person said: what there is to learn from. */
/* SPDX-License-Identifier: MIT */
#include "store/label.h"
#include "store/driver.h"

#define SAID_BY_PERSON                                                                   \
	"e.what = 'category' AND (e.who LIKE 'agent %' OR e.who LIKE 'admin %')"

void label_free(Label *label)
{
	if (!label)
		return;
	g_free(label->category);
	g_free(label->subject);
	g_free(label->text);
	g_free(label);
}

static void *label_from_row(Statement *row, GError **error)
{
	Label *label = g_new0(Label, 1);

	label->ticket = db_int(row, 0);
	label->event = db_int(row, 1);
	label->category = db_text(row, 2);
	label->subject = db_text(row, 3);
	label->text = db_text(row, 4);
	return label;
}

bool label_list(Db *db, gint64 limit, gint64 text_max, GPtrArray **labels, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT said.ticket, said.id, said.new_value, r.subject,"
			   " SUBSTR(r.reply_text, 1, $2) FROM event said"
			   " JOIN record r ON r.id = (SELECT MIN(f.id) FROM record f"
			   " WHERE f.ticket = said.ticket AND f.kind = 'in')"
			   " WHERE said.new_value IS NOT NULL AND said.id IN ("
			   "SELECT MAX(e.id) FROM event e WHERE " SAID_BY_PERSON
			   " GROUP BY e.ticket) ORDER BY said.id DESC LIMIT $1",
			   error);

	*labels = NULL;
	if (!statement)
		return false;
	db_bind_int(statement, 1, limit);
	db_bind_int(statement, 2, text_max);
	return db_list(statement, label_from_row, (GDestroyNotify)label_free, labels,
		       error);
}

bool label_count(Db *db, gint64 after, gint64 *count, gint64 *newest, GError **error)
{
	g_autoptr(Statement) statement =
		db_prepare(db,
			   "SELECT COUNT(*), MAX(e.id) FROM event e WHERE " SAID_BY_PERSON
			   " AND e.id > $1",
			   error);
	bool row;

	*count = *newest = 0;
	if (!statement)
		return false;
	db_bind_int(statement, 1, after);
	if (!db_step(statement, &row, error))
		return false;
	*count = row ? db_int(statement, 0) : 0;
	*newest = row ? db_int(statement, 1) : 0;
	return true;
}
