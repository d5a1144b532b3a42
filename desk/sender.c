/* sender.c - weighs the evidence of who sent a mail, strongest first. */
/* SPDX-License-Identifier: MIT */
#include "desk/sender.h"
#include "mail/address.h"

#include <gio/gio.h>
#include <string.h>

const char *sender_kind_name(SenderKind kind)
{
	static const char *const names[] = {"customer", "agent", "own", "robot",
					    "bounce"};
	return names[kind];
}

/* What every kind of evidence looks at. */
typedef struct {
	const Config *config;
	const Envelope *envelope;
	const Message *message;
	const Route *route;
	const char *token_address; /* whom the recipient's token names, NULL */
	const Agent *from;	   /* agent of the From address, NULL */
	bool dmarc_failed, dmarc_passed;
	bool is_in_doubt; /* a filter may have seen another author, or none */
} Case;

static bool has_auth(const Case *c)
{
	const char *user = c->envelope->auth_user;
	return user && *user && config_agent_by_login(c->config, user) == c->from;
}

/* Postfix tells the common name, Sendmail the whole subject: /C=GR/CN=anna@example.com. A
 * second name in it may be part of another value, where nobody looks. g_free. */
static char *common_name(const char *subject)
{
	const char *name = *subject == '/' ? strstr(subject, "/CN=") : NULL;

	if (!name)
		return g_strdup(subject);
	if (strstr(name + 1, "/CN="))
		return g_strdup("");
	name += strlen("/CN=");
	return g_strndup(name, strcspn(name, "/"));
}

static bool has_cert(const Case *c)
{
	const char *subject = c->envelope->cert_subject;

	if (!subject || !*subject)
		return false;
	g_autofree char *name = common_name(subject);
	return config_agent_by_login(c->config, name) == c->from;
}

static bool has_token(const Case *c)
{
	const Recipient *first = c->route->first_token;
	return first && c->token_address && !c->dmarc_failed && !c->is_in_doubt &&
	       (first->token.purpose == TOKEN_AGENT ||
		first->token.purpose == TOKEN_DESK) &&
	       config_agent_by_address(c->config, c->token_address) == c->from;
}

static bool names_desk(const Case *c, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];
		if (config_is_own_address(c->config, address->address))
			return true;
	}
	return false;
}

/* A signature says who wrote it, not to whom it was sent: what the agent wrote to others
 * may be sent to us by anybody, so it must name us. */
static bool has_dmarc(const Case *c)
{
	return c->dmarc_passed &&
	       (names_desk(c, c->message->to) || names_desk(c, c->message->cc));
}

/* Only mail submitted there: a Received header means that it has come
 * from further away. */
static bool has_trusted(const Case *c)
{
	const char *client = c->envelope->client_address;

	if (!client || c->is_in_doubt || c->envelope->door != DOOR_MILTER ||
	    message_header(c->message, "Received"))
		return false;
	g_autoptr(GInetAddress) address = g_inet_address_new_from_string(client);
	for (guint i = 0; address && i < c->config->trusted->len; i++) {
		g_autoptr(GInetAddressMask) mask = g_inet_address_mask_new_from_string(
			c->config->trusted->pdata[i], NULL);
		if (mask && g_inet_address_mask_matches(mask, address))
			return true;
	}
	return false;
}

static const struct {
	Evidence bit;
	const char *name;
	bool (*holds)(const Case *c);
} evidences[] = {
	{EVIDENCE_AUTH, "auth", has_auth},	    {EVIDENCE_CERT, "cert", has_cert},
	{EVIDENCE_TOKEN, "token", has_token},	    {EVIDENCE_DMARC, "dmarc", has_dmarc},
	{EVIDENCE_TRUSTED, "trusted", has_trusted},
};

static void weigh(const Case *c, Sender *sender)
{
	sender->evidence = "";
	if (!c->from)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(evidences); i++) {
		if ((c->config->agent_evidence & evidences[i].bit) &&
		    evidences[i].holds(c)) {
			sender->agent = c->from;
			sender->evidence = evidences[i].name;
			return;
		}
	}
	sender->claimed = c->from;
}

/* In any field of that name: a filter may add its own below what the sender wrote. */
static bool says_yes(const Message *message, const char *name)
{
	for (guint i = 0; i < message->headers->len; i++) {
		const Header *header = message->headers->pdata[i];
		if (g_ascii_strcasecmp(header->name, name) == 0 &&
		    g_ascii_strncasecmp(header->value, "yes", 3) == 0)
			return true;
	}
	return false;
}

static bool is_form_sender(const Route *route, const char *address)
{
	const Queue *queue = route->queues->len ? route->queues->pdata[0] : NULL;

	for (guint i = 0; queue && i < queue->form_senders->len; i++) {
		g_autofree char *form = address_normalise(queue->form_senders->pdata[i]);
		if (strcmp(form, address) == 0)
			return true;
	}
	return false;
}

/* From, but for a web form's relay Reply-To, which anybody may have typed; never one of
 * our own addresses. */
static void find_person(const Case *c, Sender *sender)
{
	g_autofree char *from = address_normalise(message_from_address(c->message));

	sender->name = g_strdup(message_from_name(c->message));
	sender->address = g_steal_pointer(&from);
	if (!is_form_sender(c->route, sender->address)) {
		sender->dmarc_passed = c->dmarc_passed;
		bool own = config_is_own_address(c->config, sender->address);
		bool near =
			!c->envelope->sender ||
			address_same_organisation(c->envelope->sender, sender->address);
		sender->answer_to = g_strdup(
			!own && (near || c->dmarc_passed) ? sender->address : "");
		return;
	}
	if (c->message->reply_to->len) {
		const Address *reply_to = c->message->reply_to->pdata[0];
		g_free(sender->address);
		g_free(sender->name);
		sender->address = address_normalise(reply_to->address);
		sender->name = g_strdup(reply_to->name);
	}
	sender->answer_to = g_strdup(
		config_is_own_address(c->config, sender->address) ? "" : sender->address);
}

static SenderKind kind_of(const Sender *sender, const Message *message, bool is_own)
{
	if (is_own)
		return SENDER_OWN;
	if (message->bounce.is)
		return SENDER_BOUNCE;
	if (sender->agent)
		return SENDER_AGENT;
	return sender->automatic ? SENDER_ROBOT : SENDER_CUSTOMER;
}

static bool is_domain_of(const char *domain, const char *address)
{
	g_autofree char *any = g_strconcat("any@", domain, NULL);
	g_autofree char *one = address_normalise(any);
	g_autofree char *other = address_normalise(address);

	return strcmp(address_domain(one), address_domain(other)) == 0;
}

Sender *sender_read(const Setup *setup, const Envelope *envelope, const Message *message,
		    const Route *route, const char *token_address, bool is_own)
{
	const Config *config = setup->config;
	const Queue *queue = route->queues->len ? route->queues->pdata[0] : NULL;
	const char *judged = "";
	const char *dmarc =
		message_auth_result(message, config->authserv_id, "dmarc", &judged);
	const char *from = message_from_address(message);
	bool is_in_doubt =
		message->from_is_odd || (*judged && !is_domain_of(judged, from));
	Case c = {.config = config,
		  .envelope = envelope,
		  .message = message,
		  .route = route,
		  .token_address = token_address,
		  .from = *from && !message->from_is_borrowed
				  ? config_agent_by_address(config, from)
				  : NULL,
		  /* of a domain that it does not name it is nobody's pass */
		  .dmarc_passed = !is_in_doubt && *judged && !message->from_is_borrowed &&
				  g_ascii_strcasecmp(dmarc, "pass") == 0,
		  .dmarc_failed = g_ascii_strcasecmp(dmarc, "fail") == 0,
		  .is_in_doubt = is_in_doubt};
	Sender *sender = g_new0(Sender, 1);

	weigh(&c, sender);
	const char *user = envelope->auth_user;
	const Agent *login = user && *user ? config_agent_by_login(config, user) : NULL;
	sender->is_refused = login && c.from && login != c.from;
	if (sender->is_refused) {
		sender->claimed = c.from;
		sender->agent = NULL;
		sender->evidence = "";
	}
	find_person(&c, sender);
	sender->dmarc_failed = c.dmarc_failed;
	sender->is_spam = says_yes(message, "X-Spam-Flag") ||
			  says_yes(message, "X-Spam-Status") ||
			  says_yes(message, "X-Spam");
	sender->automatic = message_automatic(message, envelope->sender,
					      queue ? queue->list_ok : NULL);
	sender->kind = kind_of(sender, message, is_own);
	return sender;
}

void sender_doubt(Sender *sender)
{
	sender->is_replayed = true;
	sender->claimed = sender->agent;
	sender->agent = NULL;
	sender->evidence = "";
	sender->kind = sender->automatic ? SENDER_ROBOT : SENDER_CUSTOMER;
}

void sender_free(Sender *sender)
{
	if (!sender)
		return;
	g_free(sender->address);
	g_free(sender->name);
	g_free(sender->answer_to);
	g_free(sender);
}
