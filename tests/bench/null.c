/* null.c - two milters that do nothing, to measure what the protocol alone costs. */
/* SPDX-License-Identifier: MIT */
/*
 * null aside SOCKET   asks for RCPT and DATA and accepts at DATA: the content is never
 * sent null take SOCKET    takes the whole content without a reply to any of it, accepts
 * at its end
 *
 * Both ask for the same macros and steps as postdeskd.
 */
#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static sfsistat negotiate(SMFICTX *ctx, unsigned long actions, unsigned long steps,
			  unsigned long unused_2, unsigned long unused_3,
			  unsigned long *want_actions, unsigned long *want_steps,
			  unsigned long *want_2, unsigned long *want_3)
{
	*want_actions = actions & SMFIF_SETSYMLIST;
	*want_steps = SMFIP_NOHELO | SMFIP_NOEOH | SMFIP_NOUNKNOWN | SMFIP_NR_CONN |
		      SMFIP_NR_MAIL | SMFIP_NR_HDR | SMFIP_NR_BODY |
		      (steps & SMFIP_HDR_LEADSPC);
	*want_2 = *want_3 = 0;
	smfi_setsymlist(ctx, SMFIM_CONNECT, (char *)"j v {client_addr}");
	smfi_setsymlist(ctx, SMFIM_ENVFROM,
			(char *)"{auth_authen} {cert_subject} {verify}");
	smfi_setsymlist(ctx, SMFIM_ENVRCPT, (char *)"i");
	smfi_setsymlist(ctx, SMFIM_DATA, (char *)"i");
	smfi_setsymlist(ctx, SMFIM_EOM, (char *)"i");
	return SMFIS_CONTINUE;
}

static sfsistat on_connect(SMFICTX *ctx, char *name, _SOCK_ADDR *address)
{
	return SMFIS_NOREPLY;
}

static sfsistat on_mail(SMFICTX *ctx, char **arguments)
{
	return SMFIS_NOREPLY;
}

static sfsistat on_recipient(SMFICTX *ctx, char **arguments)
{
	return SMFIS_CONTINUE;
}

static sfsistat aside(SMFICTX *ctx)
{
	return SMFIS_ACCEPT;
}

static sfsistat take(SMFICTX *ctx)
{
	return SMFIS_CONTINUE;
}

static sfsistat on_header(SMFICTX *ctx, char *name, char *value)
{
	return SMFIS_NOREPLY;
}

static sfsistat on_body(SMFICTX *ctx, unsigned char *chunk, size_t size)
{
	return SMFIS_NOREPLY;
}

static sfsistat on_end(SMFICTX *ctx)
{
	return SMFIS_ACCEPT;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: null aside|take SOCKET\n", stderr);
		return 64;
	}
	struct smfiDesc filter = {
		.xxfi_name = (char *)"null",
		.xxfi_version = SMFI_VERSION,
		.xxfi_flags = SMFIF_SETSYMLIST,
		.xxfi_negotiate = negotiate,
		.xxfi_connect = on_connect,
		.xxfi_envfrom = on_mail,
		.xxfi_envrcpt = on_recipient,
		.xxfi_data = strcmp(argv[1], "aside") == 0 ? aside : take,
		.xxfi_header = on_header,
		.xxfi_body = on_body,
		.xxfi_eom = on_end,
	};

	smfi_setbacklog(256);
	if (smfi_setconn(argv[2]) != MI_SUCCESS || smfi_register(filter) != MI_SUCCESS)
		return 1;
	return smfi_main() == MI_SUCCESS ? 0 : 1;
}
