/* bounce_list.c - mailing lists that refuse a mail. */
/* SPDX-License-Identifier: MIT */
#include "mail/bounce_list.h"
#include "mail/pattern.h"

#include <string.h>

/* Programs that keep mailing lists, and what they say to those who may not write there.
 */
static Pattern manager =
	PATTERN("^(?:owner-|list(?:serv|master|proc)|majordomo|mdomo|sympa|mailman|"
		"ezmlm|fml)|"
		"[-+](?:owner|admin|bounces|request|help|return|ctl)(?:[-+].*)?$");
static Pattern manager_of_list = PATTERN(
	"^(.+)[-+](?:owner|admin|bounces|request|help|return|ctl)(?:[-+][^@]*)?@");

static Pattern refusal = PATTERN(
	"\\bnot (?:(?:a|an|yet) )?(?:\\w+ )?(?:member|subscriber)|"
	"only (?:members|subscribers)|non-?members? (?:are|is|submission|post)|"
	"not (?:allowed|authori[sz]ed|permitted) to (?:post|send)|rejected "
	"(?:posting|mail)|not subscribed|unable to be delivered to the list|"
	"(?:posting|message|mail|article|request|post)\\b[^.]{0,120} (?:has "
	"been|was|is|list \\S+) "
	"(?:automatically )?(?:rejected|refused|denied|not distributed)|"
	"^post to \\S+ denied|"
	"abgelehnt|abgewiesen|kein (?:mitglied|abonnent)|(?:a été |est )?(?:rejeté|"
	"refusé)|n['’]êtes pas (?:abonné|autorisé)|rechazado|denegad|denegáu|no "
	"(?:está|es) (?:suscrito|miembro)|rifiutat|negato|non (?:sei|è) (?:iscritt|"
	"(?:un )?membro)|rejeitad|recusad|отклонен|не подписан|відхилен|odrzucon|"
	"geweigerd|zamítnut|není možné|odmiet|hylät|avvisa|afvist|απορρ[ίι]φθ|reddedil|"
	"elutasít|respins|拒绝|拒絕|拒否|却下|거부|"
	"loop alert|duplicated message-?id");
/* It may still come. */
static Pattern held = PATTERN("moderat|moderier|await|attesa|wartet|attente|pendiente|"
			      "ожида|oczekuj|odottaa|αναμονή|čeká|\\bheld\\b|等待|审核");

static Pattern list_word =
	PATTERN("\\b(?:list|ml|mailing|group|lista|liste|lijst|listy|listu)\\b|"
		"mailing-?list|список|списк|рассылк|λίστα|列表");

static bool says(Pattern *pattern, const Message *message, gsize length)
{
	return pattern_match(pattern, message->subject, -1) ||
	       pattern_match(pattern, message->text, (gssize)length);
}

/* "list" of "list-owner". g_free. */
static char *managed(const char *address)
{
	g_autofree char *list = pattern_capture(&manager_of_list, address, -1, 1);
	const char *at = strrchr(address, '@');
	return list == NULL || at == NULL ? NULL : g_strconcat(list, at, NULL);
}

/* The first address in the text at the manager's domain that is no manager's. g_free. */
static char *named_list(const Message *message, const char *domain)
{
	enum { LOOK_BYTES = 1000, ADDRESSES_MAX = 10 };
	static Pattern address = PATTERN("[^\\s<>\"'(),:;@\\[\\]]{1,64}@[\\w.-]+\\w");
	gsize start = 0, from, to, length = strnlen(message->text, LOOK_BYTES);
	for (int i = 0; i < ADDRESSES_MAX &&
			pattern_find(&address, message->text, length, start, &from, &to);
	     i++) {
		g_autofree char *found = g_strndup(message->text + from, to - from);
		const char *at = strchr(found, '@');
		start = to;
		if (g_ascii_strcasecmp(at, domain) == 0 &&
		    !pattern_match(&manager, found, at - found))
			return g_steal_pointer(&found);
	}
	return NULL;
}

char *bounce_list_address(const Message *message)
{
	const char *from = message_from_address(message);
	g_autofree char *list = managed(from);
	if (list == NULL || strcasestr(message->text, list) != NULL)
		return g_steal_pointer(&list);
	char *named = named_list(message, strrchr(list, '@'));
	return named != NULL ? named : g_steal_pointer(&list);
}

static bool names_list(const Message *message, gsize length)
{
	g_autofree char *address = managed(message_from_address(message));
	return (address != NULL && strcasestr(message->subject, address) != NULL) ||
	       says(&list_word, message, length);
}

/* Somebody on the list may say the same: the mail must be the manager's own. */
bool bounce_list_refusal(const Message *message, gsize length)
{
	enum { LOOK_BYTES = 1000 };
	const char *from = message_from_address(message);
	gsize look = MIN(length, LOOK_BYTES);
	return pattern_match(&manager, from, (gssize)strcspn(from, "@")) &&
	       message_automatic(message, NULL, NULL) != NULL &&
	       !pattern_match(&held, message->subject, -1) &&
	       says(&refusal, message, look) && names_list(message, look);
}
