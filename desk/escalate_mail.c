/* escalate_mail.c - tells people of steps that have come: a mail each, or one digest. */
/* SPDX-License-Identifier: MIT */
#include "desk/escalate_mail.h"
#include "desk/assignment.h"
#include "desk/away.h"
#include "desk/clock.h"
#include "desk/escalate_digest.h"
#include "desk/failed.h"
#include "desk/post.h"
#include "rules/duration.h"

#include <string.h>

/* Beyond these a person is not helped by single mails any more. */
#define AT_ONCE_MAX 3
#define LATE_S	    3600

static void alarm_free(gpointer data)
{
	Alarm *alarm = data;

	g_free(alarm->address);
	g_free(alarm->target);
	g_free(alarm->step);
	g_free(alarm);
}

Alarms *alarms_new(void)
{
	Alarms *alarms = g_new0(Alarms, 1);

	alarms->list = g_ptr_array_new_with_free_func(alarm_free);
	alarms->tickets = g_ptr_array_new_with_free_func((GDestroyNotify)ticket_free);
	return alarms;
}

void alarms_free(Alarms *alarms)
{
	if (!alarms)
		return;
	g_ptr_array_unref(alarms->list);
	g_ptr_array_unref(alarms->tickets);
	g_free(alarms);
}

static const Calendar *own_hours(const Work *work, const char *address)
{
	const Agent *agent = config_agent_by_address(work->setup->config, address);
	return agent ? agent->calendar : NULL;
}

/* Who cannot be asked about counts as there: better a mail too many. */
static bool is_at_work(Work *work, const char *address)
{
	const Agent *agent = config_agent_by_address(work->setup->config, address);
	bool is;

	return !agent || !assignment_is_at_work(work, agent, &is, NULL) || is;
}

/* Of all agents of an unassigned ticket, those at work; all when nobody is. */
static GPtrArray *on_duty(Work *work, const Ticket *ticket, unsigned role)
{
	GPtrArray *all = post_role_addresses(work, ticket, role);
	g_autoptr(GPtrArray) present = g_ptr_array_new_with_free_func(g_free);

	if (role != SLA_TO_AGENT || ticket->agent)
		return all;
	for (guint i = 0; i < all->len; i++)
		if (is_at_work(work, all->pdata[i]))
			g_ptr_array_add(present, g_strdup(all->pdata[i]));
	if (present->len == 0)
		return all;
	g_ptr_array_unref(all);
	return g_steal_pointer(&present);
}

static void add_role(Alarms *alarms, Work *work, const Alarm *model, unsigned role,
		     GHashTable *told)
{
	g_autoptr(GPtrArray) addresses = on_duty(work, model->ticket, role);

	for (guint i = 0; i < addresses->len; i++) {
		if (!g_hash_table_add(told, g_strdup(addresses->pdata[i])))
			continue;
		Alarm *alarm = g_memdup2(model, sizeof *model);
		alarm->address = g_strdup(addresses->pdata[i]);
		alarm->target = g_strdup(model->target);
		alarm->step = g_strdup(model->step);
		alarm->role = role == SLA_TO_AGENT  ? "agent"
			      : role == SLA_TO_LEAD ? "lead"
						    : "head";
		g_ptr_array_add(alarms->list, alarm);
	}
}

/* Who is away will not see to it in time. */
static bool is_away(Work *work, const Ticket *ticket)
{
	const Agent *agent =
		ticket->agent ? config_agent(work->setup->config, ticket->agent) : NULL;
	gint64 until;

	return agent && away_until(work, agent, &until, NULL) && until > 0;
}

void alarms_add(Alarms *alarms, Work *work, const Ticket *ticket, const Timer *timer,
		const SlaStep *step, gint64 at)
{
	static const unsigned roles[] = {SLA_TO_AGENT, SLA_TO_LEAD, SLA_TO_HEAD};
	g_autoptr(GHashTable) told =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gint64 now = work->now, due_at = timer->due_at;
	Alarm model = {.ticket = ticket,
		       .target = timer->kind,
		       .step = step->text,
		       .at = at,
		       .due_at = due_at,
		       .left_s = calendar_between(clock_calendar(work, timer),
						  MIN(now, due_at), MAX(now, due_at))};

	unsigned wanted = step->roles;
	if (wanted & SLA_TO_AGENT && is_away(work, ticket))
		wanted |= SLA_TO_LEAD;
	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
		if (wanted & roles[i])
			add_role(alarms, work, &model, roles[i], told);
}

static char *percent_text(const Catalogue *catalogue, const char *language,
			  const char *step)
{
	gsize length = strlen(step);

	if (length > 0 && step[length - 1] == '%')
		return g_strdup_printf("%.*s %%", (int)length - 1, step);
	return catalogue_length(catalogue, language, step);
}

/* What the text says of one ticket, at the top and again in its list. */
static void set_alarm(Work *work, Value *value, const Alarm *alarm, const char *language)
{
	const Catalogue *catalogue = work->setup->catalogue;
	g_autofree char *target = g_strdup_printf("target.%s", alarm->target);
	g_autofree char *percent = percent_text(catalogue, language, alarm->step);
	g_autofree char *length = duration_text(alarm->left_s);
	g_autofree char *left = catalogue_length(catalogue, language, length);
	g_autofree char *due = catalogue_time_short(
		catalogue, language, alarm->due_at,
		post_zone_of(work, alarm->ticket, NULL, alarm->address));

	value_set(value, "target", catalogue_phrase(catalogue, language, target));
	value_set(value, "percent", percent);
	value_set(value, "due", due);
	value_set_take(value, "overdue", value_bool(work->now >= alarm->due_at));
	value_set(value, "left", left);
}

bool escalate_command_address(Work *work, Value *value, const Queue *queue,
			      const char *address, GError **error)
{
	const Config *config = work->setup->config;
	gint64 person;

	if (!*config->delimiters || !config_agent_by_address(config, address))
		return true;
	if (!people_intern(work->db, address, NULL, NULL, work->now, &person, error))
		return false;
	Token token = {TOKEN_DESK, 0, person};
	g_autofree char *text = token_address(work->keyring, queue->addresses->pdata[0],
					      config->delimiters, &token);
	value_set(value, "command_address", text);
	return true;
}

gint64 escalate_open_at(const Work *work, const char *address)
{
	const Calendar *hours = own_hours(work, address);
	gint64 open_at = hours ? calendar_next_open(hours, work->now) : 0;

	return open_at == G_MAXINT64 ? 0 : open_at;
}

static bool post_alarm(Work *work, const Alarm *alarm, GError **error)
{
	const Queue *queue = work_queue(work, alarm->ticket);
	const char *language = post_language_of(work, queue, alarm->address);
	const Agent *agent = config_agent_by_address(work->setup->config, alarm->address);
	bool urgent = g_strcmp0(alarm->ticket->priority, "urgent") == 0;
	g_autofree char *role = g_strdup_printf("role.%s", alarm->role);
	g_autoptr(Value) value = post_ticket_value(work, alarm->ticket, language, error);
	Value *item =
		value ? post_ticket_value(work, alarm->ticket, language, error) : NULL;

	if (!item ||
	    !escalate_command_address(work, value, queue, alarm->address, error)) {
		value_free(item);
		return false;
	}
	Value *tickets = value_list();
	set_alarm(work, value, alarm, language);
	set_alarm(work, item, alarm, language);
	value_append_take(tickets, item);
	value_set_take(value, "tickets", tickets);
	value_set_take(value, "one", value_bool(true));
	value_set_take(value, "answerable", value_bool(agent != NULL));
	value_set(value, "count", "1");
	value_set(value, "role",
		  catalogue_phrase(work->setup->catalogue, language, role));
	Post post = {.kind = "escalation",
		     .manner = POST_NOTICE,
		     .address = alarm->address,
		     .reply_to = agent ? TOKEN_AGENT : 0,
		     .send_at = urgent ? 0 : escalate_open_at(work, alarm->address)};
	return post_text(work, alarm->ticket, queue, &post, "escalation", language, value,
			 error);
}

static bool is_late(const Work *work, const Alarm *alarm)
{
	return work->now - alarm->at > LATE_S;
}

static GHashTable *count_people(const Alarms *alarms)
{
	GHashTable *counts = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < alarms->list->len; i++) {
		Alarm *alarm = alarms->list->pdata[i];
		guint count =
			GPOINTER_TO_UINT(g_hash_table_lookup(counts, alarm->address));
		g_hash_table_insert(counts, alarm->address, GUINT_TO_POINTER(count + 1));
	}
	return counts;
}

static bool tell(Work *work, const Alarm *alarm, GError **error)
{
	g_autoptr(GError) problem = NULL;

	if (post_alarm(work, alarm, &problem))
		return true;
	return failed_forgive(work, alarm->ticket->id, g_steal_pointer(&problem), error);
}

bool alarms_post(const Alarms *alarms, Work *work, GError **error)
{
	if (alarms->list->len == 0)
		return true;
	g_autoptr(GHashTable) counts = count_people(alarms);
	g_autoptr(EscalateDigest) digest = escalate_digest_load(work, error);
	if (!digest)
		return false;
	for (guint i = 0; i < alarms->list->len; i++) {
		const Alarm *alarm = alarms->list->pdata[i];
		guint count =
			GPOINTER_TO_UINT(g_hash_table_lookup(counts, alarm->address));
		if (count > AT_ONCE_MAX || is_late(work, alarm) ||
		    escalate_digest_has(digest, alarm->address))
			escalate_digest_add(digest, alarm);
		else if (!tell(work, alarm, error))
			return false;
	}
	return escalate_digest_save(digest, work, error);
}
