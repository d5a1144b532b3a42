/* catalogue.c - the words of the desk: texts, articles and phrases, by language. */
/* SPDX-License-Identifier: MIT */
#include "templates/catalogue_parts.h"
#include "templates/markdown.h"
#include "templates/value.h"

#include <string.h>

#define SUBJECT_CHARS_MAX 250

const char *catalogue_languages(const Catalogue *catalogue)
{
	return catalogue->names;
}

/* --- choosing a language --- */

/* The language of that name, else of its base: "pt-br", "PT_BR" and "pt" find "pt". */
static Language *exact_language(const Catalogue *catalogue, const char *name)
{
	if (!name || !*name)
		return NULL;
	g_autofree char *wanted = g_strdelimit(g_ascii_strdown(name, -1), "_", '-');
	for (;;) {
		Language *language = g_hash_table_lookup(catalogue->languages, wanted);
		char *dash = strrchr(wanted, '-');
		if (language || !dash)
			return language;
		*dash = '\0';
	}
}

const char *catalogue_language(const Catalogue *catalogue, const char *wanted,
			       const char *fallback)
{
	Language *language = exact_language(catalogue, wanted);
	if (!language)
		language = exact_language(catalogue, fallback);
	return language ? language->name : "en";
}

/*
 * Fills chain with the languages to look in: the wanted, its base, English. At most
 * three, ended by NULL.
 */
static void language_chain(const Catalogue *catalogue, const char *name,
			   Language *chain[4])
{
	guint count = 0;
	Language *first = exact_language(catalogue, name);
	if (first) {
		chain[count++] = first;
		g_autofree char *base = g_strndup(first->name, strcspn(first->name, "-"));
		Language *second = g_hash_table_lookup(catalogue->languages, base);
		if (second && second != first)
			chain[count++] = second;
	}
	Language *english = g_hash_table_lookup(catalogue->languages, "en");
	if (english && english != first && (count < 2 || english != chain[1]))
		chain[count++] = english;
	chain[count] = NULL;
}

static const Text *find_text(const Catalogue *catalogue, const char *language,
			     const char *name, const char **found_in)
{
	Language *chain[4];
	language_chain(catalogue, language, chain);
	for (guint i = 0; chain[i]; i++) {
		const Text *text = g_hash_table_lookup(chain[i]->texts, name);
		if (found_in)
			*found_in = chain[i]->name;
		if (text)
			return text;
	}
	return NULL;
}

static const Text *find_article(const Catalogue *catalogue, const char *language,
				const char *slug)
{
	Language *chain[4];
	language_chain(catalogue, language, chain);
	for (guint i = 0; chain[i]; i++) {
		const Text *text = g_hash_table_lookup(chain[i]->articles, slug);
		if (text)
			return text;
	}
	return NULL;
}

/* --- rendering --- */

typedef struct {
	const Catalogue *catalogue;
	const char *language;
} PartialSource;

static char *load_partial(const char *name, void *data)
{
	const PartialSource *source = data;
	const Text *text = find_text(source->catalogue, source->language, name, NULL);
	if (!text)
		text = find_article(source->catalogue, source->language, name);
	return text ? g_strdup(text->body) : NULL;
}

/* A header's worth: no line ends or other control characters, single spaces. */
static char *one_line(const char *text)
{
	GString *out = g_string_new(NULL);
	glong count = 0;
	for (const char *c = text; *c && count < SUBJECT_CHARS_MAX;
	     c = g_utf8_next_char(c), count++) {
		gunichar character = g_utf8_get_char(c);
		bool is_space =
			g_unichar_isspace(character) || g_unichar_iscntrl(character);
		if (!is_space)
			g_string_append_unichar(out, character);
		else if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	return g_strchomp(g_string_free(out, FALSE));
}

static Rendered *render(const Catalogue *catalogue, const Text *text,
			const char *language, const Value *value, GError **error)
{
	PartialSource source = {catalogue, language};
	g_autofree char *subject = template_render(text->subject, value, ESCAPE_NONE,
						   load_partial, &source, error);
	if (!subject)
		return NULL;
	g_autofree char *body = template_render(text->body, value, ESCAPE_MARKDOWN,
						load_partial, &source, error);
	if (!body)
		return NULL;
	Rendered *rendered = g_new0(Rendered, 1);
	rendered->subject = one_line(subject);
	rendered->text = markdown_to_text(body);
	rendered->html = markdown_to_html(body);
	rendered->language = g_strdup(language);
	return rendered;
}

void rendered_free(Rendered *rendered)
{
	if (!rendered)
		return;
	g_free(rendered->subject);
	g_free(rendered->text);
	g_free(rendered->html);
	g_free(rendered->language);
	g_free(rendered);
}

Rendered *catalogue_render(const Catalogue *catalogue, const char *name,
			   const char *language, const Value *value, GError **error)
{
	const char *found_in = "en";
	const Text *text = find_text(catalogue, language, name, &found_in);
	if (!text || !text->subject) {
		g_set_error(error, TEMPLATE_ERROR, TEMPLATE_INVALID, "text %s: %s", name,
			    text ? "it has no Subject line" : "there is none");
		return NULL;
	}
	Rendered *rendered = render(catalogue, text, found_in, value, error);
	if (!rendered)
		g_prefix_error(error, "text %s: ", name);
	return rendered;
}

static bool has_text(const Language *language, const char *name)
{
	const Text *text = language ? g_hash_table_lookup(language->texts, name) : NULL;
	return text && text->subject;
}

bool catalogue_has_own_text(const Catalogue *catalogue, const char *name,
			    const char *language)
{
	GHashTableIter iter;
	gpointer each;
	if (g_hash_table_contains(catalogue->shipped, name))
		return false;
	if (language)
		return has_text(exact_language(catalogue, language), name);
	g_hash_table_iter_init(&iter, catalogue->languages);
	while (g_hash_table_iter_next(&iter, NULL, &each))
		if (has_text(each, name))
			return true;
	return false;
}

/* --- articles --- */

static const Text *own_article(const Catalogue *catalogue, const char *slug,
			       const char *name)
{
	Language *language = exact_language(catalogue, name);
	return language ? g_hash_table_lookup(language->articles, slug) : NULL;
}

bool catalogue_has_article(const Catalogue *catalogue, const char *slug,
			   const char *language)
{
	return own_article(catalogue, slug, language) != NULL;
}

bool catalogue_knows_article(const Catalogue *catalogue, const char *slug)
{
	GHashTableIter iter;
	gpointer language;
	g_hash_table_iter_init(&iter, catalogue->languages);
	while (g_hash_table_iter_next(&iter, NULL, &language))
		if (g_hash_table_contains(((Language *)language)->articles, slug))
			return true;
	return false;
}

GPtrArray *catalogue_articles(const Catalogue *catalogue)
{
	GPtrArray *slugs = g_ptr_array_new();
	GHashTableIter iter;
	gpointer language;
	g_hash_table_iter_init(&iter, catalogue->languages);
	while (g_hash_table_iter_next(&iter, NULL, &language))
		catalogue_add_new(slugs, ((Language *)language)->articles);
	g_ptr_array_sort(slugs, catalogue_by_name);
	return slugs;
}

const char *catalogue_article_title(const Catalogue *catalogue, const char *slug,
				    const char *language)
{
	const Text *text = find_article(catalogue, language, slug);
	return text ? text->subject : "";
}

Rendered *catalogue_article(const Catalogue *catalogue, const char *slug,
			    const char *language, const Value *value, GError **error)
{
	const Text *text = own_article(catalogue, slug, language);
	if (!text) {
		g_set_error(error, TEMPLATE_ERROR, TEMPLATE_INVALID,
			    "article %s: there is none in language %s", slug, language);
		return NULL;
	}
	Rendered *rendered = render(
		catalogue, text, exact_language(catalogue, language)->name, value, error);
	if (!rendered)
		g_prefix_error(error, "article %s: ", slug);
	return rendered;
}

/* --- phrases --- */

const char *catalogue_phrase(const Catalogue *catalogue, const char *language,
			     const char *key)
{
	Language *chain[4];
	language_chain(catalogue, language, chain);
	for (guint i = 0; chain[i]; i++) {
		const char *phrase = g_hash_table_lookup(chain[i]->phrases, key);
		if (phrase)
			return phrase;
	}
	return key;
}

GPtrArray *catalogue_phrases(const Catalogue *catalogue, const char *key)
{
	GPtrArray *phrases = g_ptr_array_new();
	GHashTableIter iter;
	gpointer language;

	g_hash_table_iter_init(&iter, catalogue->languages);
	while (g_hash_table_iter_next(&iter, NULL, &language)) {
		char *phrase = g_hash_table_lookup(((Language *)language)->phrases, key);
		if (phrase)
			g_ptr_array_add(phrases, phrase);
	}
	g_ptr_array_add(phrases, NULL);
	return phrases;
}

char *catalogue_fill(const Catalogue *catalogue, const char *language, const char *key,
		     const char *const *pairs)
{
	const char *phrase = catalogue_phrase(catalogue, language, key);
	g_autoptr(Value) value = value_map();

	for (; pairs[0]; pairs += 2)
		value_set(value, pairs[0], pairs[1]);
	char *text = template_render(phrase, value, ESCAPE_NONE, NULL, NULL, NULL);
	return text ? text : g_strdup(phrase);
}

const char *catalogue_command(const Catalogue *catalogue, const char *word)
{
	g_autofree char *folded = catalogue_fold(word);
	return g_hash_table_lookup(catalogue->commands, folded);
}
