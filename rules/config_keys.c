/* config_keys.c - every section and key of postdesk.ini, with its default and help. */
/* SPDX-License-Identifier: MIT */
#include "rules/config_keys.h"
#include "rules/config.h"

static const SectionKind kinds[SECTIONS] = {
	[SECTION_POSTDESK] =
		{"postdesk", NULL,
		 "The desk as a whole. Stands in the main file, and may be left "
		 "out."},
	[SECTION_QUEUE] =
		{"queue", "support",
		 "A support address, or several, and who answers there. At least "
		 "one is needed."},
	[SECTION_AGENT] = {"agent", "anna", "Somebody who answers."},
	[SECTION_ORGANISATION] = {"organisation", "acme",
				  "A company whose people are customers, known by their "
				  "domain."},
	[SECTION_TIER] = {"tier", "gold", "A contract level of customers."},
	[SECTION_SLA] = {"sla", "gold",
			 "What is promised to customers, and who is told before it is "
			 "missed. Times count only while the calendar is open."},
	[SECTION_CALENDAR] = {"calendar", "athens-office",
			      "Working hours. A weekday that is not given is closed."},
};

/* Tells apart the row that stands for every weekday and range of weekdays. */
static const char weekdays_key[] = "mon-fri";

#define IN(type, field) offsetof(type, field)

static const ConfigKey keys[] = {
	{SECTION_POSTDESK, "store", value_store, IN(Config, store),
	 "sqlite:/var/lib/postdesk/desk.db", "sqlite:/srv/desk/desk.db",
	 "Where tickets live: sqlite: and a path.", KEY_ONCE},
	{SECTION_POSTDESK, "socket", value_socket, IN(Config, socket),
	 "inet:8895@127.0.0.1", "unix:/var/spool/postfix/postdesk/milter.sock",
	 "Where the mail server reaches the milter: inet:PORT@HOST, inet6:PORT@HOST, "
	 "unix:/path, or fd:3 when the service manager opens the socket.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "outbox", value_outbox, IN(Config, outbox),
	 "smtp://127.0.0.1:25", "sendmail",
	 "How the desk sends: smtp://HOST:PORT, sendmail, or sendmail: and a path.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "include", NULL, 0, NULL, "desk.d/*.ini",
	 "More files of this kind, read in the order of their names. They have no"
	 " [postdesk] section.",
	 KEY_REPEATABLE},
	{SECTION_POSTDESK, "rules", value_path, IN(Config, rules_dir),
	 POSTDESK_SHARE "/rules/shop", "/etc/postdesk/rules",
	 "Directory of the taxonomy and the rules.", KEY_ONCE},
	{SECTION_POSTDESK, "model", value_path, IN(Config, model), NULL,
	 "/var/lib/postdesk/desk.model",
	 "File of what postdesk learn has learned. By default it stands beside the"
	 " SQLite store and has its name with .model behind it.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "auto_answer_precision", value_confidence,
	 IN(Config, auto_answer_precision), "0.95", "0.98",
	 "Of the mails whose category only the model says, so many shall be right; "
	 "postdesk learn chooses the threshold for it.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "templates", value_path, IN(Config, templates_dir),
	 POSTDESK_SHARE "/templates", "/etc/postdesk/templates",
	 "Directory of the texts that the desk writes.", KEY_ONCE},
	{SECTION_POSTDESK, "spool", value_path, IN(Config, spool_dir), NULL,
	 "/var/spool/postdesk",
	 "Directory for large mail while it comes in. By default the directory of the"
	 " SQLite store, else /var/lib/postdesk.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "user", value_line, IN(Config, user), NULL, "postdesk",
	 "User that the daemon becomes when root starts it.", KEY_ONCE},
	{SECTION_POSTDESK, "log", value_log, IN(Config, log_debug), "info", "debug",
	 "How much is logged: info or debug.", KEY_ONCE},
	{SECTION_POSTDESK, "recipient_delimiter", value_delimiters,
	 IN(Config, delimiters), "+", "+-",
	 "Characters that begin an address extension, as the mail server has them."
	 " Empty: replies are recognised without extensions.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "authserv_id", value_authserv, IN(Config, authserv_id), "",
	 "mx.example.com",
	 "Name under which the own mail server writes Authentication-Results. Empty:"
	 " they are not believed.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "agent_evidence", value_evidence, IN(Config, agent_evidence),
	 "auth cert token dmarc", "auth token",
	 "What proves that mail is an agent's: auth (SMTP login), cert (TLS"
	 " certificate), token (reply to a notice), dmarc (pass for the From domain),"
	 " trusted (network). A mail that only dmarc proves must name the desk in To"
	 " or Cc and its ticket in the subject, and counts once. Where From may be"
	 " read in several ways only auth and cert count.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "trusted", value_networks, IN(Config, trusted), NULL,
	 "192.0.2.0/24, 2001:db8::/32",
	 "Networks whose mail is evidence of its sender, if agent_evidence has trusted. "
	 "Counts only for mail that was submitted there.",
	 KEY_REPEATABLE},
	{SECTION_POSTDESK, "signers", value_milters, IN(Config, signers), NULL,
	 "inet:127.0.0.1:8892",
	 "Milters that only sign, as smtpd_milters names them: postdesk setup postfix "
	 "puts the desk before them, and behind all others.",
	 KEY_REPEATABLE},
	{SECTION_POSTDESK, "max_new_tickets", value_count, IN(Config, max_new_tickets),
	 "20", "50",
	 "New tickets per sender (with any extension) and hour; further mail joins "
	 "the sender's newest one.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "collision", value_wall_time, IN(Config, collision_s), "5m",
	 "10m",
	 "An answer by a second agent within this time is held; one that the agent"
	 " sends to the customer directly goes out, and both agents are told.",
	 KEY_ONCE},
	{SECTION_POSTDESK, "retention", value_retention, IN(Config, retention_s),
	 "forever", "730d",
	 "How long the original mail is to be kept. Nothing is deleted yet.", KEY_ONCE},

	{SECTION_QUEUE, "address", value_addresses, IN(Queue, addresses), NULL,
	 "support@example.com, help@example.com",
	 "Addresses of the queue. Needed. The desk writes from the first.",
	 KEY_REPEATABLE},
	{SECTION_QUEUE, "name", value_name, IN(Queue, display), NULL, "Example Support",
	 "Name that customers read. By default the section's name with a capital.",
	 KEY_ONCE},
	{SECTION_QUEUE, "agents", value_words, IN(Queue, agents), NULL, "anna, boris",
	 "Who answers: names of agent sections.", KEY_REPEATABLE},
	{SECTION_QUEUE, "lead", value_line, IN(Queue, lead), NULL, "boris",
	 "Who is told first when time runs out: an agent or an address.", KEY_ONCE},
	{SECTION_QUEUE, "head", value_line, IN(Queue, head), NULL, "head@example.com",
	 "Who is told last: an agent or an address.", KEY_ONCE},
	{SECTION_QUEUE, "languages", value_languages, IN(Queue, languages), "en",
	 "en, ru, el",
	 "Languages that the queue answers in; the first is for customers whose"
	 " language is not known.",
	 KEY_REPEATABLE},
	{SECTION_QUEUE, "sla", value_line, IN(Queue, sla_name), NULL, "standard",
	 "Service level of tickets for which nothing else decides.", KEY_ONCE},
	{SECTION_QUEUE, "deliver", value_deliver, IN(Queue, deliver), "keep", "consume",
	 "What becomes of the mail itself: keep (it goes on to the mailbox of the"
	 " address) or consume (it ends at the desk).",
	 KEY_ONCE},
	{SECTION_QUEUE, "tag", value_tag, IN(Queue, tag), "[#%d]", "[Support #%d]",
	 "Mark in the subject; %d is the ticket's number.", KEY_ONCE},
	{SECTION_QUEUE, "tag_archive", value_yes_no, IN(Queue, tag_archive), "no", "yes",
	 "Put the tag also into the mail that goes on to the mailbox. This breaks its"
	 " DKIM signature.",
	 KEY_ONCE},
	{SECTION_QUEUE, "answers", value_yes_no, IN(Queue, answers), "yes", "no",
	 "Send automatic answers.", KEY_ONCE},
	{SECTION_QUEUE, "answer_above", value_confidence, IN(Queue, answer_above), "0.8",
	 "0.9", "How sure the category must be before an article is sent, from 0 to 1.",
	 KEY_ONCE},
	{SECTION_QUEUE, "expert_answers", value_yes_no, IN(Queue, expert_answers), "no",
	 "yes",
	 "Agents of other queues who answer a copy write to the customer. Otherwise"
	 " their answers are notes.",
	 KEY_ONCE},
	{SECTION_QUEUE, "calls", value_yes_no, IN(Queue, calls), "no", "yes",
	 "Offer \"please call me\" below articles; who asks for it is promised a call.",
	 KEY_ONCE},
	{SECTION_QUEUE, "survey", value_part, IN(Queue, survey), "0%", "20%",
	 "Part of the solved tickets whose customers are asked, a day later, how "
	 "satisfied "
	 "they are.",
	 KEY_ONCE},
	{SECTION_QUEUE, "closing", value_yes_no, IN(Queue, closing), "no", "yes",
	 "Tell the customer when a solved ticket closes by itself.", KEY_ONCE},
	{SECTION_QUEUE, "limit", value_size, IN(Queue, limit_bytes), "25M", "10M",
	 "Largest mail that is taken, with K, M or G.", KEY_ONCE},
	{SECTION_QUEUE, "reopen", value_wall_time, IN(Queue, reopen_s), "14d", "30d",
	 "How long after its solution a reply reopens a ticket.", KEY_ONCE},
	{SECTION_QUEUE, "close", value_wall_time, IN(Queue, close_s), "14d", "30d",
	 "How long after its solution a ticket is closed.", KEY_ONCE},
	{SECTION_QUEUE, "list_ok", value_list_id, IN(Queue, list_ok), NULL,
	 "support.example.com",
	 "List-Id of a mailing list that feeds the queue: its mail is answered.",
	 KEY_ONCE},
	{SECTION_QUEUE, "form_sender", value_addresses, IN(Queue, form_senders), NULL,
	 "www@example.com",
	 "Addresses that web forms send from: the customer is in Reply-To.",
	 KEY_REPEATABLE},
	{SECTION_QUEUE, "retention", value_retention, IN(Queue, retention_s), NULL, "90d",
	 "The same for this queue; by default the desk's. Nothing is deleted yet.",
	 KEY_ONCE},

	{SECTION_AGENT, "address", value_addresses, IN(Agent, addresses), NULL,
	 "anna@example.com",
	 "Addresses that the agent writes from. Needed. Notices go to the first.",
	 KEY_REPEATABLE},
	{SECTION_AGENT, "name", value_name, IN(Agent, display), NULL, "Anna",
	 "Name that customers read. By default the section's name with a capital.",
	 KEY_ONCE},
	{SECTION_AGENT, "login", value_line, IN(Agent, login), NULL, "anna",
	 "Name under which the agent logs in to the mail server. By default the first "
	 "address.",
	 KEY_ONCE},
	{SECTION_AGENT, "language", value_language, IN(Agent, language), NULL, "ru",
	 "Language of all that the desk writes to the agent. By default the queue's "
	 "first.",
	 KEY_ONCE},
	{SECTION_AGENT, "skills", value_words, IN(Agent, skills), NULL,
	 "billing.*, device.broken",
	 "Categories that the agent knows best; billing.* is all below, too. New"
	 " tickets of these go to who has the skill, others to who has no skills"
	 " named. By default all.",
	 KEY_REPEATABLE},
	{SECTION_AGENT, "calendar", value_line, IN(Agent, calendar_name), NULL,
	 "athens-office", "The agent's own hours. By default any hour.", KEY_ONCE},

	{SECTION_ORGANISATION, "domain", value_domains, IN(Organisation, domains), NULL,
	 "example.org, example.net",
	 "Domains of its addresses, with all below them. Needed.", KEY_REPEATABLE},
	{SECTION_ORGANISATION, "tier", value_line, IN(Organisation, tier), "standard",
	 "gold", "Contract level of its people: standard, or the name of a tier section.",
	 KEY_ONCE},
	{SECTION_ORGANISATION, "sla", value_line, IN(Organisation, sla_name), NULL,
	 "acme", "Service level of its tickets, unless the tier has one.", KEY_ONCE},

	{SECTION_TIER, "sla", value_line, IN(Tier, sla_name), NULL, "gold",
	 "Service level of the tickets of its customers; it goes before all others. "
	 "Without one the tier is there for rules alone.",
	 KEY_ONCE},

	{SECTION_SLA, "calendar", value_line, IN(Sla, calendar_name), NULL,
	 "athens-office", "Hours in which time counts. By default round the clock.",
	 KEY_ONCE},
	{SECTION_SLA, "first_response", value_work_time,
	 IN(Sla, target_s) + SLA_FIRST_RESPONSE * sizeof(gint64), NULL, "1h",
	 "Time to the first answer by a person.", KEY_ONCE},
	{SECTION_SLA, "next_response", value_work_time,
	 IN(Sla, target_s) + SLA_NEXT_RESPONSE * sizeof(gint64), NULL, "4h",
	 "Time to the answer to each further mail.", KEY_ONCE},
	{SECTION_SLA, "update", value_work_time,
	 IN(Sla, target_s) + SLA_UPDATE * sizeof(gint64), NULL, "2d",
	 "Longest time without a word to the customer.", KEY_ONCE},
	{SECTION_SLA, "resolution", value_work_time,
	 IN(Sla, target_s) + SLA_RESOLUTION * sizeof(gint64), NULL, "3d",
	 "Time to the solution, without the time spent waiting for the customer.",
	 KEY_ONCE},
	{SECTION_SLA, "escalate", value_steps, 0, NULL,
	 "50% agent, 75% agent lead, 100% lead, +1d head",
	 "Who is told when: a part of the time, or working time after its end, and"
	 " some of agent, lead, head. Without an agent it is all who are on duty; the"
	 " lead hears of an absent agent's steps, too.",
	 KEY_REPEATABLE},

	{SECTION_CALENDAR, "timezone", value_calendar, 0, NULL, "Europe/Athens",
	 "Time zone of the hours, a name of the tz database. By default UTC.", KEY_ONCE},
	{SECTION_CALENDAR, weekdays_key, value_calendar, 0, NULL,
	 "09:00-13:00 14:00-18:00",
	 "Open hours of these weekdays: mon, tue, wed, thu, fri, sat, sun or a range."
	 " A later line replaces the hours of an earlier one. Hours across midnight"
	 " are two: 22:00-24:00, and 00:00-06:00 on the next day. Empty: closed.",
	 KEY_ONCE},
	{SECTION_CALENDAR, "holiday", value_calendar, 0, NULL, "2026-12-25, 2026-12-26",
	 "Dates that are closed.", KEY_REPEATABLE},
	{SECTION_CALENDAR, "holidays", value_holidays_file, 0, NULL, "greece.ics",
	 "An iCalendar file whose events of whole days are closed dates, recurring ones "
	 "too.",
	 KEY_REPEATABLE},
	{SECTION_CALENDAR, "day", value_calendar, 0, NULL, "8h",
	 "Working time that 1d means. By default that of the longest weekday.", KEY_ONCE},
};

const SectionKind *config_section_kind(ConfigSection section)
{
	return &kinds[section];
}

const ConfigKey *config_keys(gsize *count)
{
	*count = G_N_ELEMENTS(keys);
	return keys;
}

const ConfigKey *config_key_find(ConfigSection section, const char *key)
{
	if (section == SECTION_CALENDAR && calendar_key_is_weekdays(key))
		key = weekdays_key;
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
		if (keys[i].section == section && g_str_equal(keys[i].key, key))
			return &keys[i];
	return NULL;
}

const char **config_key_names(ConfigSection section)
{
	const char **names = g_new0(const char *, G_N_ELEMENTS(keys) + 1);
	gsize count = 0;
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
		if (keys[i].section == section)
			names[count++] = keys[i].key;
	return names;
}
