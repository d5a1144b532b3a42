/* catalogue.h - the words of the desk: texts, articles and phrases, by language. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "templates/template.h"

/*
 * A directory with one folder per language: en/ack.md, en/article/password-reset.md,
 * en/phrases.ini … Immutable after loading. overrides (may be NULL) is the
 * administrator's directory; a file there wins over the shipped one of the same name.
 *
 * A text starts with a "Subject: …" line (a template too), a blank line, then the body in
 * Markdown with Mustache. An article's file has "Title: …" instead. A file without either
 * is a partial: {{>name}} in any text of its language (then of English) puts its body
 * there. Partial names are looked for among texts first, then among articles.
 */
typedef struct Catalogue Catalogue;

/* Problems are appended as file:line: message. What could be read comes back all the
 * same, never NULL, to look on with for other mistakes. */
Catalogue *catalogue_load(const char *shipped, const char *overrides,
			  GPtrArray *problems);
void catalogue_free(Catalogue *catalogue);

/* A name in the administrator's files that nothing has. */
typedef struct {
	const char *file;
	int line;
	const char *what; /* "phrase", "partial" or "variable" */
	const char *name;
	const GPtrArray *known; /* const char*: those that there are, then NULL */
} CatalogueUnknown;
typedef void (*CatalogueUnknownSeen)(const CatalogueUnknown *unknown, void *data);
/* Calls seen for each of them: phrases, partials, variables, each in the order of the
 * files. */
void catalogue_unknown(const Catalogue *catalogue, CatalogueUnknownSeen seen, void *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalogue, catalogue_free)

/* Language of a text that exists: wanted, else its base ("pt-br" -> "pt"), else fallback,
 * else "en". Static for the catalogue's life. */
const char *catalogue_language(const Catalogue *catalogue, const char *wanted,
			       const char *fallback);

/* "el, en, ru": those in which there is a text. Borrowed. */
const char *catalogue_languages(const Catalogue *catalogue);

typedef struct {
	char *subject;	/* one line, rendered */
	char *text;	/* plain text, wrapped for reading, links as text <url> */
	char *html;	/* a complete fragment, no <html> */
	char *language; /* the language it is in */
} Rendered;
void rendered_free(Rendered *rendered);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rendered, rendered_free)

/* Renders a shipped text ("ack", "notice", "transcript", "escalation", …) in language. */
Rendered *catalogue_render(const Catalogue *catalogue, const char *name,
			   const char *language, const Value *value, GError **error);

/* True when the administrator wrote a text of this name in language (no fallback; NULL:
 * in any) that the desk does not need itself. */
bool catalogue_has_own_text(const Catalogue *catalogue, const char *name,
			    const char *language);
/* True when article slug exists in language (no fallback). */
bool catalogue_has_article(const Catalogue *catalogue, const char *slug,
			   const char *language);
/* True when it exists in any language. */
bool catalogue_knows_article(const Catalogue *catalogue, const char *slug);
/* The slugs of all articles (char*, borrowed), sorted. g_ptr_array_unref. */
GPtrArray *catalogue_articles(const Catalogue *catalogue);
/* Title, "" if there is none. Borrowed. */
const char *catalogue_article_title(const Catalogue *catalogue, const char *slug,
				    const char *language);
/* Body rendered with value; subject is the title. NULL with error if there is none. */
Rendered *catalogue_article(const Catalogue *catalogue, const char *slug,
			    const char *language, const Value *value, GError **error);

/*
 * A short phrase of phrases.ini ("state.open", "command.solve", "in-hours"); the key
 * itself when missing. Borrowed.
 */
const char *catalogue_phrase(const Catalogue *catalogue, const char *language,
			     const char *key);

/* What the phrase is in each language that has it (const char*, borrowed), with NULL at
 * the end. g_ptr_array_unref. */
GPtrArray *catalogue_phrases(const Catalogue *catalogue, const char *key);

/*
 * A phrase with its {{names}} filled in as they are; pairs is pairs of name and value
 * (NULL counts as ""), ended by NULL. The key itself when missing. g_free.
 */
char *catalogue_fill(const Catalogue *catalogue, const char *language, const char *key,
		     const char *const *pairs);

/* A length of time ("4h 30m", "+1d") with its units in words of the language. g_free. */
char *catalogue_length(const Catalogue *catalogue, const char *language,
		       const char *text);

/* Case and accents do not count: "ΛΎΘΗΚΕ" and "λυθηκε" are "λύθηκε". g_free. */
char *catalogue_fold(const char *word);
/* English command name of a word in any language of the catalogue ("решить" -> "solve";
 * "solve"
 * -> "solve"); NULL if no language knows it. Case-insensitive. Borrowed. */
const char *catalogue_command(const Catalogue *catalogue, const char *word);

/*
 * A moment in words of the language: "Tuesday 24 November, 11:00", short: "Tue 24 Nov
 * 11:00", and the day alone: "24 November 2026" (phrases date.long, date.short,
 * date.day). zone NULL: UTC. g_free.
 */
char *catalogue_time(const Catalogue *catalogue, const char *language, gint64 at,
		     GTimeZone *zone);
char *catalogue_time_short(const Catalogue *catalogue, const char *language, gint64 at,
			   GTimeZone *zone);
char *catalogue_day(const Catalogue *catalogue, const char *language, gint64 at,
		    GTimeZone *zone);
