/* html_quote.h - the elements that mail clients make for quotes and signatures. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <gumbo.h>
#include <stdbool.h>

typedef enum {
	HTML_OWN,	  /* as far as the element itself tells */
	HTML_QUOTE,	  /* what it holds is quoted */
	HTML_ATTRIBUTION, /* "Ann wrote:", in whatever language */
	HTML_QUOTE_FRAME, /* an attribution up to its first blockquote, then own words */
	HTML_OLD_MAIL,	  /* from here to the end it is the mail that is answered */
	HTML_SIGNATURE,
} HtmlRole;

/* By the classes, ids and styles of Gmail, Outlook, Apple Mail, Thunderbird, Yahoo, K-9,
 * Proton, Zimbra, Mail.ru and others. */
HtmlRole html_role(const GumboNode *node);

/* A blockquote stands in it. */
bool html_has_blockquote(const GumboNode *node);
