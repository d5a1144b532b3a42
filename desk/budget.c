/* budget.c - counts what goes out by itself, and says when it is enough. */
/* SPDX-License-Identifier: MIT */
/*
 * A machine that answers every mail is told from people by what it does within minutes.
 * Mails are from one hand when their address is the same, extensions aside; in one domain
 * also when name and words are the same, numbers aside, and they came one after the
 * other. A hand that was answered four times within ten minutes is answered no more. A
 * hundred people of one company who write all at once are a hundred hands.
 */
#include "desk/budget.h"
#include "desk/decide_answer.h"
#include "desk/post.h"
#include "desk/repeat.h"
#include "mail/address.h"
#include "mail/likeness.h"

#include <string.h>

#define DAY_S			86400
#define HOUR_S			3600
#define LOOP_S			600 /* a machine answers within minutes */
#define HAND_MAX		4   /* answers to one hand in that time */
#define SAME_TEXT_MAX		3   /* … to the very same text */
#define ANSWERS_PER_DAY		10
#define ANSWERS_PER_TICKET_DAY	3
#define ANSWERS_PER_DOMAIN_HOUR 200
#define KNOWN_MAX		20 /* known people of a domain that has no budget */
#define ALIKE			0.5
/* Settings, each a moment and then an address. */
#define TOLD_PREFIX    "limit."
#define MACHINE_PREFIX "loop."

/* --- one hand --- */

static char *base_of(const char *address)
{
	g_autofree char *extension = NULL;
	char *base;

	address_split(address, "+", &base, &extension);
	return base;
}

/* g_free. */
static char *machine_key(const char *address)
{
	g_autofree char *base = base_of(address);

	return g_strconcat(MACHINE_PREFIX, base, NULL);
}

static bool same_name(const char *one, const char *other)
{
	g_autofree char *a = g_utf8_casefold(one ? one : "", -1);
	g_autofree char *b = g_utf8_casefold(other ? other : "", -1);

	return strcmp(a, b) == 0;
}

/* Under another address. Two who write the same in the same second do not wait for an
 * answer. */
static bool is_same_hand(const Facts *facts, const Answered *earlier, gint64 later_at)
{
	g_autofree char *base = base_of(facts->sender->address);
	g_autofree char *other = base_of(earlier->recipient);

	return strcmp(base, other) != 0 && earlier->at < later_at && earlier->text &&
	       same_name(facts->sender->name, earlier->name) &&
	       text_likeness(facts->message->reply_text, earlier->text) >= ALIKE;
}

static bool are_same_hand(const Facts *facts, const GPtrArray *answered)
{
	gint64 later_at = facts->now;

	for (guint i = 0; i < answered->len; i++) {
		const Answered *earlier = answered->pdata[i];
		if (!is_same_hand(facts, earlier, later_at))
			return false;
		later_at = earlier->at;
	}
	return answered->len == HAND_MAX;
}

/* --- what a mail hangs on --- */

/* Whoever was taken for a machine stays one for a day. */
static bool was_machine(Work *work, const char *address, bool *was, GError **error)
{
	g_autofree char *key = machine_key(address);
	gint64 since;
	bool ok = setting_load_number(work->db, key, &since, error);

	*was = since > work->now - DAY_S;
	return ok;
}

static bool read_own_hand(Work *work, Facts *facts, GError **error)
{
	const char *address = facts->sender->address;
	gint64 since = work->now - LOOP_S + 1;
	bool was;

	if (facts->answers_today < HAND_MAX)
		return true;
	if (!was_machine(work, address, &was, error))
		return false;
	facts->same_hand = HAND_MAX;
	return was || outbox_count_automatic(work->db, address, 0, since,
					     &facts->same_hand, error);
}

static bool read_hand(Work *work, Facts *facts, GError **error)
{
	const char *domain = address_domain(facts->sender->address);
	g_autoptr(GPtrArray) answered = NULL;

	if (!read_own_hand(work, facts, error))
		return false;
	if (facts->same_hand >= HAND_MAX || facts->answers_domain_hour < HAND_MAX)
		return true;
	if (!outbox_answered(work->db, domain, work->now - HOUR_S, HAND_MAX, &answered,
			     error))
		return false;
	facts->is_many_handed = are_same_hand(facts, answered);
	if (facts->is_many_handed)
		facts->same_hand = HAND_MAX;
	return true;
}

static bool read_domain(Work *work, Facts *facts, GError **error)
{
	const char *domain = address_domain(facts->sender->address);
	gint64 known;

	if (!outbox_count_domain(work->db, domain, work->now - HOUR_S,
				 &facts->answers_domain_hour, error))
		return false;
	if (facts->answers_domain_hour < ANSWERS_PER_DOMAIN_HOUR)
		return true;
	if (!outbox_count_known(work->db, domain, KNOWN_MAX + 1, &known, error))
		return false;
	facts->is_known_domain = known > KNOWN_MAX;
	return true;
}

bool budget_read(Work *work, const Mail *mail, Facts *facts, GError **error)
{
	const char *address = facts->sender->address;
	g_autofree char *from = repeat_from(mail->message);

	if (!decide_may_answer(facts))
		return true;
	return outbox_count_automatic(work->db, address, 0, work->now - DAY_S,
				      &facts->answers_today, error) &&
	       read_domain(work, facts, error) && read_hand(work, facts, error) &&
	       (!mail->content_hash ||
		identity_count_same(work->db, from, mail->content_hash,
				    work->now - LOOP_S, &facts->same_text, error));
}

const char *budget_over(const Facts *facts)
{
	if (facts->same_text >= SAME_TEXT_MAX)
		return "limit.loop";
	if (facts->same_hand >= HAND_MAX)
		return "limit.hand";
	if (facts->answers_today >= ANSWERS_PER_DAY)
		return "limit.sender";
	if (facts->answers_domain_hour >= ANSWERS_PER_DOMAIN_HOUR &&
	    !facts->is_known_domain)
		return "limit.domain";
	return NULL;
}

/* --- the lead is told --- */

/* Answers that have stopped. Borrowed. */
typedef struct {
	const char *limit, *who;
	gint64 count, until; /* until 0: nobody can say */
} Stop;

static bool post_stop(Work *work, const Ticket *ticket, const Stop *stop, GError **error)
{
	const Catalogue *catalogue = work->setup->catalogue;
	g_autoptr(GPtrArray) leads = post_role_addresses(work, ticket, SLA_TO_LEAD);
	const char *lead = leads->len ? leads->pdata[0] : "";
	const Queue *queue = work_queue(work, ticket);
	const char *language = post_language_of(work, queue, lead);
	GTimeZone *zone = post_zone_of(work, ticket, queue, lead);
	g_autoptr(Value) value = post_ticket_value(work, ticket, language, error);

	if (!value)
		return false;
	g_autofree char *count = number_text(stop->count);
	g_autofree char *until =
		stop->until ? catalogue_time(catalogue, language, stop->until, zone)
			    : NULL;
	value_set(value, "address", stop->who);
	value_set(value, "kind", catalogue_phrase(catalogue, language, stop->limit));
	value_set(value, "count", count);
	value_set(value, "until", until);
	value_set(value, "last_subject", ticket->subject);
	Post post = {.kind = "limit", .manner = POST_NOTICE, .address = lead};
	return post_text(work, ticket, queue, &post, "limit", language, value, error);
}

static bool tell_once(Work *work, const Ticket *ticket, const Stop *stop, GError **error)
{
	g_autofree char *key = g_strconcat(TOLD_PREFIX, stop->who, NULL);
	gint64 said_at;

	if (!setting_load_number(work->db, key, &said_at, error))
		return false;
	if (said_at > work->now - DAY_S)
		return true;
	return setting_save_number(work->db, key, work->now, error) &&
	       post_stop(work, ticket, stop, error);
}

static bool remember_machine(Work *work, const Facts *facts, GError **error)
{
	g_autofree char *key = machine_key(facts->sender->address);
	bool was;

	if (facts->is_many_handed)
		return true;
	return was_machine(work, facts->sender->address, &was, error) &&
	       (was || setting_save_number(work->db, key, work->now, error));
}

bool budget_tell(Work *work, const Facts *facts, const Ticket *ticket, const char *limit,
		 GError **error)
{
	const char *address = facts->sender->address;
	bool is_domain = g_str_equal(limit, "limit.domain");
	bool is_hand = g_str_equal(limit, "limit.hand");
	bool is_wide = is_domain || (is_hand && facts->is_many_handed);
	g_autofree char *who = is_wide ? g_strconcat("*@", address_domain(address), NULL)
				       : base_of(address);
	Stop stop = {.limit = limit,
		     .who = who,
		     .count = is_wide ? facts->answers_domain_hour : facts->answers_today,
		     .until = is_wide || g_str_equal(limit, "limit.loop")
				      ? 0
				      : work->now + DAY_S};

	if (is_hand && !remember_machine(work, facts, error))
		return false;
	return tell_once(work, ticket, &stop, error);
}

/* Senders are forged: without this each would leave rows for ever. */
bool budget_expire(Work *work, GError **error)
{
	return setting_expire(work->db, TOLD_PREFIX, work->now, DAY_S, error) &&
	       setting_expire(work->db, MACHINE_PREFIX, work->now, DAY_S, error);
}

/* --- what the desk writes unasked --- */

/* The customer was written to on the ticket, or was heard by a person. */
static bool is_acquainted(Work *work, const Ticket *ticket, bool *is, GError **error)
{
	g_autoptr(GPtrArray) records = NULL;
	g_autoptr(Outgoing) sent = NULL;

	*is = false;
	if (!record_list(work->db, ticket->id, &records, error) ||
	    !outbox_newest_to(work->db, ticket->id, ticket->customer_address, &sent,
			      error))
		return false;
	const Record *first = records->len ? records->pdata[0] : NULL;
	const char *mark = first && first->mark ? first->mark : "";
	*is = g_str_has_prefix(mark, "by ") ||
	      (sent && !g_str_has_prefix(mark, "automatic: "));
	return true;
}

bool budget_news(Work *work, const Ticket *ticket, bool is_told_to, bool *may,
		 GError **error)
{
	const char *address = ticket->customer_address;
	gint64 since = work->now - DAY_S, on_ticket, in_all;

	*may = false;
	if (!address || !*address ||
	    config_agent_by_address(work->setup->config, address))
		return true;
	if (!is_acquainted(work, ticket, may, error))
		return false;
	if (!*may)
		return true;
	if (!outbox_count_automatic(work->db, address, ticket->id, since, &on_ticket,
				    error) ||
	    !outbox_count_automatic(work->db, address, 0, since, &in_all, error))
		return false;
	bool over_ticket = !is_told_to && on_ticket >= ANSWERS_PER_TICKET_DAY;
	*may = !over_ticket && in_all < ANSWERS_PER_DAY;
	if (*may)
		return true;
	g_autofree char *who = over_ticket ? g_strdup_printf("%s #%" G_GINT64_FORMAT,
							     address, ticket->id)
					   : base_of(address);
	Stop stop = {.limit = over_ticket ? "limit.ticket" : "limit.sender",
		     .who = who,
		     .count = over_ticket ? on_ticket : in_all,
		     .until = work->now + DAY_S};
	return work_event(work, ticket->id, "not sent: a budget is used up", NULL,
			  address, error) &&
	       tell_once(work, ticket, &stop, error);
}
