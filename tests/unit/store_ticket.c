/* store_ticket.c - tickets, people, settings and tokens keep what they are given. */
/* SPDX-License-Identifier: MIT */
#include "mail/error.h"
#include "store/driver.h"
#include "store/event.h"
#include "store/people.h"
#include "store/setting.h"
#include "store/ticket.h"
#include "store/token_key.h"
#include "tests/unit/store_place.h"

/* Runs a test's work as one unit on a store of its own. */
static gint64 intern(Db *db, const char *address, const char *name)
{
	gint64 id;

	g_assert_true(people_intern(db, address, name, NULL, 1000, &id, NULL));
	return id;
}

static gint64 add_ticket(Db *db, const char *queue, TicketState state, const char *agent,
			 gint64 customer, gint64 created_at)
{
	g_autoptr(Ticket) ticket = ticket_new();

	ticket->queue = g_strdup(queue);
	ticket->state = state;
	ticket->agent = g_strdup(agent);
	ticket->customer = customer;
	ticket->created_at = created_at;
	if (state == TICKET_SOLVED)
		ticket->solved_at = created_at + 10;
	if (state == TICKET_WAITING)
		ticket->wait_until = created_at + 20;
	g_assert_true(ticket_insert(db, ticket, NULL));
	return ticket->id;
}

static bool whole_ticket(Db *db, void *data, GError **error)
{
	g_autoptr(Ticket) given = ticket_new();
	g_autoptr(Ticket) loaded = NULL;
	g_autoptr(Ticket) missing = NULL;

	given->queue = g_strdup("support");
	given->state = TICKET_WAITING;
	given->category = g_strdup("billing.refund");
	given->confidence = 0.75;
	given->priority = g_strdup("urgent");
	given->subject = g_strdup("Возврат '; DROP TABLE ticket; --");
	given->agent = g_strdup("anna");
	given->language = g_strdup("ru");
	given->sla = g_strdup("gold");
	given->tier = g_strdup("gold");
	given->organisation = g_strdup("Example");
	given->customer = intern(db, "ann@example.org", "Ann");
	given->created_at = 1;
	given->updated_at = 2;
	given->answered_at = 3;
	given->taken_at = 4;
	given->wait_until = 5;
	given->solved_at = 6;
	given->closed_at = 7;
	given->claimed = true;
	if (!ticket_insert(db, given, error))
		return false;
	g_assert_cmpint(given->id, ==, 1);
	given->linked_to = given->merged_into = given->id;
	if (!ticket_update(db, given, error) || !ticket_load(db, 1, &loaded, error) ||
	    !ticket_load(db, 99, &missing, error))
		return false;

	g_assert_null(missing);
	g_assert_cmpstr(loaded->queue, ==, given->queue);
	g_assert_cmpint(loaded->state, ==, given->state);
	g_assert_cmpstr(loaded->category, ==, given->category);
	g_assert_cmpfloat(loaded->confidence, ==, given->confidence);
	g_assert_cmpstr(loaded->priority, ==, given->priority);
	g_assert_cmpstr(loaded->subject, ==, given->subject);
	g_assert_cmpstr(loaded->agent, ==, given->agent);
	g_assert_cmpstr(loaded->language, ==, given->language);
	g_assert_cmpstr(loaded->sla, ==, given->sla);
	g_assert_cmpstr(loaded->tier, ==, given->tier);
	g_assert_cmpstr(loaded->organisation, ==, given->organisation);
	g_assert_cmpint(loaded->customer, ==, given->customer);
	g_assert_cmpstr(loaded->customer_address, ==, "ann@example.org");
	g_assert_cmpstr(loaded->customer_name, ==, "Ann");
	g_assert_cmpint(loaded->created_at, ==, 1);
	g_assert_cmpint(loaded->updated_at, ==, 2);
	g_assert_cmpint(loaded->answered_at, ==, 3);
	g_assert_cmpint(loaded->taken_at, ==, 4);
	g_assert_cmpint(loaded->wait_until, ==, 5);
	g_assert_cmpint(loaded->solved_at, ==, 6);
	g_assert_cmpint(loaded->closed_at, ==, 7);
	g_assert_cmpint(loaded->merged_into, ==, 1);
	g_assert_cmpint(loaded->linked_to, ==, 1);
	g_assert_true(loaded->claimed);
	return true;
}

static char *numbers_of(Db *db, const TicketFilter *filter)
{
	g_autoptr(GPtrArray) tickets = NULL;
	GString *numbers = g_string_new(NULL);
	gint64 count;

	g_assert_true(ticket_list(db, filter, &tickets, NULL));
	g_assert_true(ticket_count(db, filter, &count, NULL));
	if (!filter->limit)
		g_assert_cmpint(count, ==, tickets->len);
	for (guint i = 0; i < tickets->len; i++) {
		const Ticket *ticket = g_ptr_array_index(tickets, i);
		g_string_append_printf(numbers, " %d", (int)ticket->id);
	}
	return g_string_free(numbers, FALSE);
}

static bool filters(Db *db, void *data, GError **error)
{
	gint64 ann = intern(db, "ann@example.org", NULL);
	gint64 bob = intern(db, "bob@example.org", NULL);
	const struct {
		TicketFilter filter;
		const char *want;
	} table[] = {
		{{0}, " 1 2 3 4 5"},
		{{.newest_first = true, .limit = 2}, " 5 4"},
		{{.queue = "billing"}, " 2 5"},
		{{.agent = "anna"}, " 2 3"},
		{{.agent = "anna", .queue = "billing"}, " 2"},
		{{.category = "unclassified", .agent = "boris"}, " 4"},
		{{.category = "billing"}, ""},
		{{.customer = ann}, " 1 3 5"},
		{{.customer = ann, .created_since = 200}, " 3 5"},
		{{.states = 1u << TICKET_NEW | 1u << TICKET_OPEN}, " 1 2 5"},
		{{.states = 1u << TICKET_NEW, .customer = bob}, ""},
		{{.solved_before = 309}, ""},
		{{.solved_before = 310}, " 3"},
		{{.wait_until = 420}, " 4"},
		{{.wait_until = 419}, ""},
		{{.created_since = 300}, " 3 4 5"},
	};

	add_ticket(db, "support", TICKET_NEW, NULL, ann, 100);
	add_ticket(db, "billing", TICKET_OPEN, "anna", bob, 200);
	add_ticket(db, "support", TICKET_SOLVED, "anna", ann, 300);
	add_ticket(db, "support", TICKET_WAITING, "boris", bob, 400);
	add_ticket(db, "billing", TICKET_NEW, NULL, ann, 500);
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autofree char *got = numbers_of(db, &table[i].filter);
		g_assert_cmpstr(got, ==, table[i].want);
	}
	return true;
}

static char *joined(GPtrArray *texts)
{
	g_ptr_array_add(texts, NULL);
	return g_strjoinv(" ", (char **)texts->pdata);
}

static bool appendages(Db *db, void *data, GError **error)
{
	gint64 id = add_ticket(db, "support", TICKET_NEW, NULL, 0, 100);
	g_autoptr(GPtrArray) queues = NULL;
	g_autoptr(GPtrArray) tags = NULL;
	g_autoptr(GHashTable) fields = NULL;

	for (int twice = 0; twice < 2; twice++) {
		g_assert_true(ticket_add_queue(db, id, "billing", error));
		g_assert_true(ticket_add_queue(db, id, "support", error));
		g_assert_true(ticket_add_tag(db, id, "vip", error));
		g_assert_true(ticket_add_tag(db, id, "angry", error));
	}
	g_assert_true(ticket_set_field(db, id, "order", "1", error));
	g_assert_true(ticket_set_field(db, id, "order", "2", error));
	g_assert_true(ticket_set_field(db, id, "model", "x", error));
	g_assert_true(ticket_set_field(db, id, "model", NULL, error));
	g_assert_true(ticket_queues(db, id, &queues, error));
	g_assert_true(ticket_tags(db, id, &tags, error));
	g_assert_true(ticket_fields(db, id, &fields, error));

	g_autofree char *queue_names = joined(queues);
	g_autofree char *tag_names = joined(tags);
	g_assert_cmpstr(queue_names, ==, "billing");
	g_assert_cmpstr(tag_names, ==, "angry vip");
	g_assert_cmpint(g_hash_table_size(fields), ==, 1);
	g_assert_cmpstr(g_hash_table_lookup(fields, "order"), ==, "2");
	return true;
}

static bool people(Db *db, void *data, GError **error)
{
	g_autofree char *address = NULL;
	g_autofree char *name = NULL;
	g_autofree char *language = NULL;
	gint64 ann = intern(db, "ann@example.org", "Ann"), id;

	g_assert_cmpint(intern(db, "bob@example.org", NULL), !=, ann);
	g_assert_cmpint(intern(db, "ann@example.org", ""), ==, ann);
	g_assert_cmpint(intern(db, "ann@example.org", NULL), ==, ann);
	g_assert_true(people_intern(db, "ann@example.org", NULL, "el", 2, &id, error));
	g_assert_cmpint(id, ==, ann);
	g_assert_true(people_address(db, ann, &address, &name, &language, error));
	g_assert_cmpstr(address, ==, "ann@example.org");
	g_assert_cmpstr(name, ==, "Ann");
	g_assert_cmpstr(language, ==, "el");
	g_assert_cmpint(intern(db, "ann@example.org", "Ann Lee"), ==, ann);
	g_assert_true(people_address(db, ann, NULL, NULL, NULL, error));
	g_assert_true(people_find(db, "eve@example.org", &id, error));
	g_assert_cmpint(id, ==, 0);
	g_clear_pointer(&address, g_free);
	g_assert_true(people_address(db, 99, &address, NULL, NULL, error));
	g_assert_null(address);
	return true;
}

static bool participants(Db *db, void *data, GError **error)
{
	gint64 ann = intern(db, "ann@example.org", "Ann");
	gint64 bob = intern(db, "bob@example.org", NULL);
	gint64 eve = intern(db, "eve@example.org", NULL);
	gint64 id = add_ticket(db, "support", TICKET_NEW, NULL, ann, 100);
	g_autoptr(GPtrArray) list = NULL;
	bool is;

	g_assert_true(participant_put(db, id, bob, PARTICIPANT_CC, 1, error));
	g_assert_true(participant_put(db, id, ann, PARTICIPANT_CUSTOMER, 2, error));
	g_assert_true(participant_put(db, id, eve, PARTICIPANT_CC, 3, error));
	g_assert_true(participant_put(db, id, eve, PARTICIPANT_REMOVED, 4, error));
	g_assert_true(participant_list(db, id, &list, error));
	g_assert_cmpint(list->len, ==, 2);
	g_assert_cmpint(((Participant *)list->pdata[0])->id, ==, ann);
	g_assert_cmpint(((Participant *)list->pdata[0])->role, ==, PARTICIPANT_CUSTOMER);
	g_assert_cmpstr(((Participant *)list->pdata[1])->address, ==, "bob@example.org");
	g_assert_true(participant_is(db, id, bob, &is, error));
	g_assert_true(is);
	g_assert_true(participant_is(db, id, eve, &is, error));
	g_assert_false(is);
	return true;
}

static bool events_and_settings(Db *db, void *data, GError **error)
{
	gint64 id = add_ticket(db, "support", TICKET_NEW, NULL, 0, 100);
	g_autoptr(GPtrArray) events = NULL;
	g_autoptr(GPtrArray) of_desk = NULL;
	g_autofree char *value = NULL;
	g_autofree char *removed = NULL;

	g_assert_true(
		event_add(db, id, 5, "agent anna", "state", "new", "open", 0, error));
	g_assert_true(event_add(db, id, 4, "postdesk", "created", NULL, NULL, 0, error));
	g_assert_true(event_add(db, 0, 4, "admin root", "away", NULL, "anna", 0, error));
	g_assert_true(event_list(db, id, &events, error));
	g_assert_true(event_list(db, 0, &of_desk, error));
	g_assert_cmpint(events->len, ==, 2);
	g_assert_cmpint(of_desk->len, ==, 1);
	g_assert_cmpstr(((Event *)events->pdata[0])->after, ==, "open");
	g_assert_null(((Event *)events->pdata[1])->after);

	g_assert_true(setting_save(db, "a", "1", error));
	g_assert_true(setting_save(db, "a", "2", error));
	g_assert_true(setting_load(db, "a", &value, error));
	g_assert_cmpstr(value, ==, "2");
	g_assert_true(setting_save(db, "a", NULL, error));
	g_assert_true(setting_load(db, "a", &removed, error));
	g_assert_null(removed);
	return true;
}

static bool settings_expire(Db *db, void *data, GError **error)
{
	const struct {
		const char *name;
		gint64 at;
	} moments[] = {{"limit.old@example.org", 899},
		       {"limit.new@example.org", 900},
		       {"limit.next@example.org", 1100},
		       {"limit.ahead@example.org", 1101},
		       {"limitless", 1},
		       {"lapse.expired", 1}};
	const char *const left[] = {"lapse.expired", "limit.new@example.org",
				    "limit.next@example.org", "limitless"};
	g_autoptr(GPtrArray) names = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(moments); i++)
		g_assert_true(
			setting_save_number(db, moments[i].name, moments[i].at, error));
	g_assert_true(setting_expire(db, "limit.", 1000, 100, error));
	g_assert_true(setting_names(db, "l", &names, error));
	g_assert_cmpuint(names->len, ==, G_N_ELEMENTS(left));
	for (guint i = 0; i < names->len; i++)
		g_assert_cmpstr(names->pdata[i], ==, left[i]);
	return true;
}

static bool tokens(Db *db, void *data, GError **error)
{
	g_autoptr(GPtrArray) keys = NULL;
	bool first;

	for (int i = 0; i < 300; i++) {
		g_autoptr(GBytes) secret = g_bytes_new(&i, sizeof(i));
		g_assert_true(token_key_add(db, secret, 1000 + i, error));
	}
	g_assert_true(token_key_list(db, &keys, error));
	g_assert_cmpint(keys->len, ==, 255);
	const TokenKey *oldest = keys->pdata[0], *newest = keys->pdata[254];
	g_assert_cmpint(oldest->id, ==, 46);
	g_assert_cmpint(newest->id, ==, 45);
	g_assert_cmpint(newest->created_at, ==, 1299);

	g_assert_true(token_use(db, "abc", 1, &first, error));
	g_assert_true(first);
	g_assert_true(token_use(db, "abc", 2, &first, error));
	g_assert_false(first);
	return true;
}

static bool missing_parent(Db *db, void *data, GError **error)
{
	g_autoptr(GError) problem = NULL;

	g_assert_false(ticket_add_tag(db, 99, "vip", &problem));
	g_assert_error(problem, POSTDESK_ERROR, POSTDESK_BROKEN);
	return true;
}

static bool add_and_remove(Db *db, void *data, GError **error)
{
	g_assert_cmpint(add_ticket(db, "support", TICKET_NEW, NULL, 0, 100), ==, 1);
	return db_run(db, error, "DELETE FROM ticket", "");
}

static bool add_another(Db *db, void *data, GError **error)
{
	g_assert_cmpint(add_ticket(db, "support", TICKET_NEW, NULL, 0, 100), ==, 2);
	return true;
}

static void numbers_ascend(void)
{
	g_autoptr(Place) place = place_new();
	g_autoptr(Store) store = place_open(place);

	place_write(store, add_and_remove, NULL);
	place_write(store, add_another, NULL);
}

static void state_names(void)
{
	TicketState state;

	for (int i = TICKET_NEW; i <= TICKET_MERGED; i++) {
		g_assert_true(
			ticket_state_parse(ticket_state_name((TicketState)i), &state));
		g_assert_cmpint(state, ==, i);
	}
	g_assert_false(ticket_state_parse("New", &state));
	g_assert_false(ticket_state_parse(NULL, &state));
}

int main(int argc, char **argv)
{
	static const StoreCase cases[] = {
		{"a ticket comes back as it went in", whole_ticket},
		{"a filter lists and counts what matches all of it", filters},
		{"queues, fields and tags are kept once", appendages},
		{"an address keeps its id and its known name", people},
		{"the customer is the first participant and removed ones are none",
		 participants},
		{"events stay in order and settings change", events_and_settings},
		{"moments below a prefix expire", settings_expire},
		{"token keys wrap at 255 and tokens are used up once", tokens},
		{"a tag of no ticket is refused", missing_parent},
	};

	g_test_init(&argc, &argv, NULL);
	add_store_cases("/ticket/", cases, G_N_ELEMENTS(cases));
	g_test_add_func("/ticket/a ticket number is never used twice", numbers_ascend);
	g_test_add_func("/ticket/state names are read back", state_names);
	return g_test_run();
}
