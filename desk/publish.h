/* publish.h - answers that may become articles: drafts, until somebody takes them. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/work.h"

/* A draft. Strings owned. */
typedef struct {
	char *slug, *language;
	char *title, *text; /* Markdown */
	char *author;	    /* agent's name */
	gint64 ticket;	    /* that it was written on */
	gint64 at;
} ArticleDraft;
ArticleDraft *article_draft_new(void);
void article_draft_free(ArticleDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArticleDraft, article_draft_free)

/* True for what may be the name of an article's file: small letters, digits, hyphens. */
bool article_is_slug(const char *word);

/* Keeps a draft; one of the same slug and language gives way. */
bool article_draft_save(Db *db, const ArticleDraft *draft, GError **error);
/* *drafts: ArticleDraft*, by language and slug. */
bool article_draft_list(Db *db, GPtrArray **drafts, GError **error);
bool article_draft_drop(Db *db, const char *slug, const char *language, GError **error);
/* The draft as the file of an article (postdesk-templates(5)). g_free. */
char *article_draft_file(const ArticleDraft *draft);
