/* session.c - one connection of the mail server: libmilter's callbacks. */
/* SPDX-License-Identifier: MIT */
/*
 * libmilter moves a session from thread to thread between any two callbacks, so all state
 * hangs on the context and nothing is thread-local. MAIL is the only sure sign that a new
 * mail begins; close may come without anything before it. Replies are given at RCPT, DATA
 * and end of message only: everything between is sent to us in one go. Mail without a
 * recipient of ours is left at DATA, so that its content is never sent; not earlier,
 * since accepting at RCPT would hide the recipients that follow. What an agent who is
 * logged in sends to a customer is read too: it may be an answer (desk/direct.h).
 */
#include "milter/session.h"
#include "mail/error.h"
#include "milter/answer.h"
#include "milter/log.h"
#include "milter/transaction.h"

#include <arpa/inet.h>
#include <libmilter/mfdef.h>
#include <netinet/in.h>

typedef struct {
	char *client_address;
	char *hostname;
	bool local;	    /* no SMTP client: sendmail(1) */
	bool leading_space; /* header values keep theirs */
	Transaction *mail;  /* NULL between mails */
} Session;

/* libmilter's callbacks have no user pointer. Written once, before it starts. */
static struct {
	Desk *desk;
	Gate *gate;
} serving;

static gint64 clock_now(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

static void session_free(Session *session)
{
	g_free(session->client_address);
	g_free(session->hostname);
	transaction_free(session->mail);
	g_free(session);
}

static Session *session_of(SMFICTX *ctx)
{
	Session *session = smfi_getpriv(ctx);

	if (session == NULL) {
		session = g_new0(Session, 1);
		smfi_setpriv(ctx, session);
	}
	return session;
}

static const char *macro(SMFICTX *ctx, const char *name)
{
	const char *value = smfi_getsymval(ctx, (char *)name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

static const char *queue_id(SMFICTX *ctx)
{
	return macro(ctx, "i");
}

static sfsistat on_negotiate(SMFICTX *ctx, unsigned long actions, unsigned long steps,
			     unsigned long unused_2, unsigned long unused_3,
			     unsigned long *want_actions, unsigned long *want_steps,
			     unsigned long *want_2, unsigned long *want_3)
{
	/* The same on every connection: libmilter keeps parts of it for the whole
	 * process. */
	*want_actions = actions & (SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_DELRCPT |
				   SMFIF_CHGFROM | SMFIF_SETSYMLIST);
	*want_steps = SMFIP_NOHELO | SMFIP_NOEOH | SMFIP_NOUNKNOWN | SMFIP_NR_CONN |
		      SMFIP_NR_MAIL | SMFIP_NR_HDR | SMFIP_NR_BODY |
		      (steps & SMFIP_HDR_LEADSPC);
	*want_2 = *want_3 = 0;
	session_of(ctx)->leading_space = (steps & SMFIP_HDR_LEADSPC) != 0;
	if ((actions & SMFIF_SETSYMLIST) == 0)
		return SMFIS_CONTINUE;
	smfi_setsymlist(ctx, SMFIM_CONNECT, (char *)"j v {client_addr}");
	smfi_setsymlist(ctx, SMFIM_ENVFROM,
			(char *)"{auth_authen} {cert_subject} {verify}");
	smfi_setsymlist(ctx, SMFIM_ENVRCPT, (char *)"i");
	smfi_setsymlist(ctx, SMFIM_DATA, (char *)"i");
	smfi_setsymlist(ctx, SMFIM_EOM, (char *)"i");
	return SMFIS_CONTINUE;
}

/* The address as text, NULL for none; *port 0 is what Postfix invents for sendmail(1). */
static char *client_address(const _SOCK_ADDR *address, guint *port)
{
	char text[INET6_ADDRSTRLEN] = "";

	*port = 0;
	if (address == NULL)
		return NULL;
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *four = (const void *)address;
		*port = ntohs(four->sin_port);
		inet_ntop(AF_INET, &four->sin_addr, text, sizeof(text));
	} else if (address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *six = (const void *)address;
		*port = ntohs(six->sin6_port);
		inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof(text));
	}
	return text[0] != '\0' ? g_strdup(text) : NULL;
}

static sfsistat on_connect(SMFICTX *ctx, char *name, _SOCK_ADDR *address)
{
	Session *session = session_of(ctx);
	guint port;

	g_free(session->client_address);
	session->client_address = client_address(address, &port);
	session->local = session->client_address == NULL || port == 0;
	g_free(session->hostname);
	session->hostname = g_strdup(macro(ctx, "j"));
	return SMFIS_NOREPLY;
}

/* Sendmail names the subject of any certificate and says in {verify} what it is worth;
 * Postfix has no {verify} and names only what it trusts. */
static const char *verified_subject(SMFICTX *ctx)
{
	const char *verify = macro(ctx, "{verify}");
	const char *server = macro(ctx, "v");

	if (verify != NULL ? g_str_equal(verify, "OK")
			   : server != NULL && g_str_has_prefix(server, "Postfix"))
		return macro(ctx, "{cert_subject}");
	return NULL;
}

static sfsistat on_mail(SMFICTX *ctx, char **arguments)
{
	Session *session = session_of(ctx);

	transaction_free(session->mail);
	session->mail = transaction_new(arguments);
	session->mail->auth_user = g_strdup(macro(ctx, "{auth_authen}"));
	session->mail->cert_subject = g_strdup(verified_subject(ctx));
	return SMFIS_NOREPLY;
}

static sfsistat tempfail(SMFICTX *ctx, const char *reply)
{
	answer_say(ctx, reply);
	return SMFIS_TEMPFAIL;
}

static Door door_of(const Session *session)
{
	return session->local ? DOOR_MILTER_LOCAL : DOOR_MILTER;
}

static void content_begin(Transaction *mail)
{
	g_autoptr(Setup) setup = desk_setup(serving.desk);

	mail->content = content_new(setup->config->spool_dir);
	/* final delivery writes it (RFC 5321 4.4), and reports are told by it */
	if (*mail->sender == '\0')
		content_add_header(mail->content, "Return-Path", "<>", false);
}

/* A recipient that is refused is no recipient: it is not remembered. */
static sfsistat take_recipient(SMFICTX *ctx, const Session *session,
			       const char *recipient)
{
	Transaction *mail = session->mail;
	g_autofree char *reply = NULL;
	RecipientKind kind = desk_recipient(serving.desk, door_of(session), mail->sender,
					    mail->auth_user, recipient, mail->size_bytes,
					    clock_now(), &reply);

	if (kind == RECIPIENT_REFUSED || kind == RECIPIENT_LATER) {
		g_autofree char *from = log_address(mail->sender);
		log_mail(LOG_INFO, queue_id(ctx), "from=<%s> to=%s: %s", from, recipient,
			 reply);
		answer_say(ctx, reply);
		return kind == RECIPIENT_REFUSED ? SMFIS_REJECT : SMFIS_TEMPFAIL;
	}
	if (kind == RECIPIENT_OURS && mail->content == NULL)
		content_begin(mail);
	g_ptr_array_add(mail->recipients, g_strdup(recipient));
	return SMFIS_CONTINUE;
}

static sfsistat on_recipient(SMFICTX *ctx, char **arguments)
{
	Session *session = session_of(ctx);
	Transaction *mail = session->mail;

	if (mail == NULL || arguments[0] == NULL)
		return SMFIS_CONTINUE;
	if (mail->recipients->len >= TRANSACTION_RECIPIENTS_MAX)
		return tempfail(ctx, "452 4.5.3 Too many recipients");
	/* Whose mail it is cannot be known any more: no desk address was accepted for
	 * nothing. */
	if (!gate_enter(serving.gate))
		return session->local
			       ? SMFIS_CONTINUE
			       : tempfail(ctx, "451 4.3.2 The help desk is stopping");
	sfsistat status = take_recipient(ctx, session, arguments[0]);
	gate_leave(serving.gate);
	return status;
}

/* An agent's own mail to a customer is the desk's too, though no recipient is. */
static void look_for_direct(Transaction *mail)
{
	if (mail->content != NULL || mail->auth_user == NULL || !gate_enter(serving.gate))
		return;
	if (desk_may_be_direct(serving.desk, mail->auth_user, mail->recipients))
		content_begin(mail);
	gate_leave(serving.gate);
}

static sfsistat on_data(SMFICTX *ctx)
{
	Session *session = session_of(ctx);

	if (session->mail != NULL)
		look_for_direct(session->mail);
	if (session->mail != NULL && session->mail->content != NULL)
		return SMFIS_CONTINUE;
	log_mail(LOG_DEBUG, queue_id(ctx), "not for the desk");
	g_clear_pointer(&session->mail, transaction_free);
	return SMFIS_ACCEPT;
}

static sfsistat on_header(SMFICTX *ctx, char *name, char *value)
{
	Session *session = session_of(ctx);
	Transaction *mail = session->mail;

	if (mail == NULL || mail->content == NULL)
		return SMFIS_NOREPLY;
	content_add_header(mail->content, name, value, session->leading_space);
	mail->tickets_claimed += g_ascii_strcasecmp(name, "X-Postdesk-Ticket") == 0;
	return SMFIS_NOREPLY;
}

static sfsistat on_body(SMFICTX *ctx, unsigned char *chunk, size_t size)
{
	Transaction *mail = session_of(ctx)->mail;

	if (mail != NULL && mail->content != NULL)
		content_add_body(mail->content, chunk, size);
	return SMFIS_NOREPLY;
}

/* What makes the edits while the desk waits. */
typedef struct {
	SMFICTX *ctx;
	AnswerEdits edits;
} Editing;

static bool edit_now(const Verdict *verdict, void *data)
{
	Editing *editing = data;

	editing->edits.are_made = answer_edit(editing->ctx, queue_id(editing->ctx),
					      verdict, &editing->edits);
	return editing->edits.are_made;
}

static Verdict *take_mail(SMFICTX *ctx, const Session *session, Transaction *mail,
			  Editing *editing)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) raw = content_take(mail->content, &error);
	const Envelope envelope = {
		.door = door_of(session),
		.sender = mail->sender,
		.recipients = mail->recipients,
		.auth_user = mail->auth_user,
		.cert_subject = mail->cert_subject,
		.client_address = session->client_address,
		.queue_id = queue_id(ctx),
		.hostname = session->hostname,
		.edit = edit_now,
		.edit_data = editing,
	};

	if (raw != NULL)
		return desk_intake(serving.desk, &envelope, raw, clock_now());
	Verdict *verdict = verdict_new(VERDICT_LATER);
	verdict->reply =
		g_strdup("451 4.3.1 The help desk has no room, please try again later");
	verdict->log = g_strdup(error->message);
	return verdict;
}

static const char *verdict_text(const Verdict *verdict)
{
	if (verdict->log != NULL)
		return verdict->log;
	return verdict->reply != NULL ? verdict->reply : "not for the desk";
}

static sfsistat on_end(SMFICTX *ctx)
{
	Session *session = session_of(ctx);
	g_autoptr(Transaction) mail = g_steal_pointer(&session->mail);

	if (mail == NULL || mail->content == NULL)
		return SMFIS_ACCEPT;
	if (!gate_enter(serving.gate))
		return tempfail(ctx, "451 4.3.2 The help desk is stopping");

	Editing editing = {ctx, {mail->tickets_claimed, session->leading_space, false}};
	g_autoptr(Verdict) verdict = take_mail(ctx, session, mail, &editing);
	g_autofree char *from = log_address(mail->sender);
	log_mail(LOG_INFO, queue_id(ctx), "from=<%s> size=%" G_GINT64_FORMAT ": %s", from,
		 content_size(mail->content), verdict_text(verdict));
	sfsistat status = answer_verdict(ctx, queue_id(ctx), verdict, &editing.edits);
	gate_leave(serving.gate);
	return status;
}

static sfsistat on_abort(SMFICTX *ctx)
{
	g_clear_pointer(&session_of(ctx)->mail, transaction_free);
	return SMFIS_CONTINUE;
}

static sfsistat on_close(SMFICTX *ctx)
{
	Session *session = smfi_getpriv(ctx);

	smfi_setpriv(ctx, NULL);
	if (session != NULL)
		session_free(session);
	return SMFIS_CONTINUE;
}

bool session_register(Desk *desk, Gate *gate, GError **error)
{
	struct smfiDesc filter = {
		.xxfi_name = (char *)"postdeskd",
		.xxfi_version = SMFI_VERSION,
		.xxfi_flags = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_DELRCPT |
			      SMFIF_CHGFROM | SMFIF_SETSYMLIST,
		.xxfi_negotiate = on_negotiate,
		.xxfi_connect = on_connect,
		.xxfi_envfrom = on_mail,
		.xxfi_envrcpt = on_recipient,
		.xxfi_data = on_data,
		.xxfi_header = on_header,
		.xxfi_body = on_body,
		.xxfi_eom = on_end,
		.xxfi_abort = on_abort,
		.xxfi_close = on_close,
	};

	serving.desk = desk;
	serving.gate = gate;
	if (smfi_register(filter) == MI_SUCCESS)
		return true;
	g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN,
		    "libmilter took no callbacks");
	return false;
}
