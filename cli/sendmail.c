/* sendmail.c - Sendmail's settings for the desk, as lines for sendmail.mc and aliases. */
/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "cli/mta.h"

#include <stdio.h>
#include <string.h>

/*
 * The second door is a mailer of its own, as its user must be the daemon's; an alias of
 * each desk address leads to it. inject finds the address with its token in the header,
 * which an alias does not hand on. Without $u Sendmail would speak SMTP with it.
 */
static void mailer_print(const Config *config, const char *self, const char *file)
{
	printf("dnl the second door, for mail that no filter saw; the aliases lead to it "
	       "(at the end):\n"
	       "LOCAL_RULE_0\n"
	       "R$+ < @ $+ .postdesk.invalid > $*\t$#postdesk $: $1 @ $2\n"
	       "R$+ < @ $+ .postdesk.invalid. > $*\t$#postdesk $: $1 @ $2\n"
	       "MAILER_DEFINITIONS\n"
	       "Mpostdesk,\tP=%s, F=lsDFMSm, U=%s, S=EnvFromL/HdrFromL, "
	       "R=EnvToL/HdrToL,\n"
	       "\t\tT=DNS/RFC822/X-Unix, A=postdesk -c %s inject -f $g --door $u\n\n",
	       self, config->user ? config->user : "postdesk", file);
}

static void aliases_print(const Config *config)
{
	printf("# /etc/mail/aliases: every desk address goes through the door (run "
	       "newaliases).\n");
	for (guint i = 0; i < config->queues->len; i++) {
		const Queue *queue = config->queues->pdata[i];
		for (guint j = 0; j < queue->addresses->len; j++) {
			const char *address = queue->addresses->pdata[j];
			g_autofree char *local =
				g_strndup(address, strcspn(address, "@"));
			g_autofree char *mailbox =
				queue->deliver == QUEUE_KEEP
					? g_strdup_printf("\\%s, ", local)
					: g_strdup("");
			printf("%s: %s%s" DOOR_DOMAIN "\n", local, mailbox, address);
		}
	}
}

int sendmail_set_up(const Config *config, WhenDown when_down)
{
	g_autofree char *socket = socket_for_sendmail(config->socket);
	g_autofree char *link = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *file = g_canonicalize_filename(config->file, NULL);
	const char *self = link ? link : "/usr/bin/postdesk";
	printf("dnl At the end of /etc/mail/sendmail.mc; other filters that verify and "
	       "reject stand\n"
	       "dnl before this one, those that sign behind it:\n"
	       "INPUT_MAIL_FILTER(`postdesk', `S=%s,%s T=C:5s;S:30s;R:30s;E:5m')dnl\n"
	       "dnl macros that the desk reads (after the line above):\n"
	       "define(`confMILTER_MACROS_ENVFROM', `i, {auth_type}, {auth_authen}, "
	       "{auth_author}, {cert_subject}, {verify}, {mail_addr}')dnl\n",
	       socket, when_down == DOWN_TEMPFAIL ? " F=T," : "");
	mailer_print(config, self, file);
	aliases_print(config);
	if (config->authserv_id && *config->authserv_id)
		fprintf(stderr,
			"OpenDKIM and OpenDMARC have to remove claims of others to %s: "
			"set "
			"AuthservID %s in opendkim.conf and opendmarc.conf, and put both "
			"filters "
			"before this one\n",
			config->authserv_id, config->authserv_id);
	fprintf(stderr,
		"then: newaliases, «make -C /etc/mail» on Debian (m4 elsewhere), and "
		"restart Sendmail\n");
	fprintf(stderr,
		when_down == DOWN_TEMPFAIL
			? "F=T: while postdeskd is down all mail waits at its senders\n"
			: "without F= mail passes while postdeskd is down; the aliases "
			  "take it\n");
	return EXIT_DONE;
}
