/* catalogue.c - the words of the desk: texts, articles and phrases, by language. */
/* SPDX-License-Identifier: MIT */
#include "templates/catalogue.h"

#include <string.h>

#include "templates/markdown.h"
#include "templates/shelf.h"
#include "templates/value.h"

#define SUBJECT_CHARS_MAX 250

struct Catalogue {
	GHashTable *languages; /* "en" -> Language* */
	GHashTable *shipped;   /* names of the texts that the desk itself sends */
	GHashTable *known_phrases, *known_partials; /* what the shipped files name */
	GPtrArray *mentions;  /* Mention*, of the administrator's files */
	char *names;	      /* of the languages: "el, en, ru" */
	GHashTable *commands; /* word in any language, folded -> English name, borrowed */
};

/* --- loading --- */

/* Case and accents do not count: "#ΛΥΘΗΚΕ" and "#λυθηκε" are "λύθηκε". */
static char *fold(const char *word)
{
	g_autofree char *whole = g_utf8_make_valid(word, -1);
	g_autofree char *lower = g_utf8_casefold(whole, -1);
	g_autofree char *apart = g_utf8_normalize(lower, -1, G_NORMALIZE_ALL);
	GString *out = g_string_new(NULL);
	for (const char *c = apart ? apart : lower; *c; c = g_utf8_next_char(c))
		if (!g_unichar_ismark(g_utf8_get_char(c)))
			g_string_append_unichar(out, g_utf8_get_char(c));
	return g_string_free(out, FALSE);
}

/*
 * Finds the words of [command]: "command.solve" = "решить решено". Only the first stays
 * in the phrase: it is the one that texts show.
 */
static void collect_commands(Catalogue *catalogue, Language *language)
{
	GHashTableIter iter;
	gpointer key, phrase;
	g_hash_table_iter_init(&iter, language->phrases);
	while (g_hash_table_iter_next(&iter, &key, &phrase)) {
		if (!g_str_has_prefix(key, "command."))
			continue;
		g_auto(GStrv) words = g_strsplit_set(phrase, " ,", -1);
		for (char **word = words; *word; word++)
			if (**word)
				g_hash_table_insert(catalogue->commands, fold(*word),
						    g_strdup((char *)key + 8));
		g_hash_table_iter_replace(&iter, g_strdup(words[0] ? words[0] : ""));
	}
}

/* English goes last, so that a word of another language cannot take an English name away.
 */
static void collect_all_commands(Catalogue *catalogue)
{
	g_autoptr(GList) names = g_hash_table_get_keys(catalogue->languages);
	names = g_list_sort(names, (GCompareFunc)strcmp);
	for (GList *name = names; name; name = name->next)
		if (strcmp(name->data, "en") != 0)
			collect_commands(
				catalogue,
				g_hash_table_lookup(catalogue->languages, name->data));
	Language *english = g_hash_table_lookup(catalogue->languages, "en");
	if (english)
		collect_commands(catalogue, english);
}

static void note_shipped(Catalogue *catalogue)
{
	GHashTableIter languages, texts;
	gpointer language, name;
	g_hash_table_iter_init(&languages, catalogue->languages);
	while (g_hash_table_iter_next(&languages, NULL, &language)) {
		g_hash_table_iter_init(&texts, ((Language *)language)->texts);
		while (g_hash_table_iter_next(&texts, &name, NULL))
			g_hash_table_add(catalogue->shipped, g_strdup(name));
	}
}

Catalogue *catalogue_load(const char *shipped, const char *overrides, GPtrArray *problems)
{
	guint before = problems->len;
	g_autoptr(Catalogue) catalogue =
		catalogue_load_anyway(shipped, overrides, problems);

	return problems->len == before ? g_steal_pointer(&catalogue) : NULL;
}

static GHashTable *name_set(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void note_mentions(Catalogue *catalogue)
{
	for (guint i = 0; i < catalogue->mentions->len; i++) {
		const Mention *mention = catalogue->mentions->pdata[i];
		g_hash_table_add(mention->is_phrase ? catalogue->known_phrases
						    : catalogue->known_partials,
				 g_strdup(mention->name));
	}
	g_ptr_array_set_size(catalogue->mentions, 0);
}

static char *join_names(GHashTable *languages)
{
	g_autoptr(GList) names = g_hash_table_get_keys(languages);
	GString *text = g_string_new(NULL);
	names = g_list_sort(names, (GCompareFunc)strcmp);
	for (GList *name = names; name; name = name->next)
		g_string_append_printf(text, "%s%s", text->len ? ", " : "",
				       (const char *)name->data);
	return g_string_free(text, FALSE);
}

Catalogue *catalogue_load_anyway(const char *shipped, const char *overrides,
				 GPtrArray *problems)
{
	Catalogue *catalogue = g_new0(Catalogue, 1);
	catalogue->languages = shelf_new();
	catalogue->mentions = mentions_new();
	catalogue->shipped = name_set();
	catalogue->known_phrases = name_set();
	catalogue->known_partials = name_set();
	catalogue->commands =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	shelf_read(shipped, catalogue->languages, catalogue->mentions, problems);
	note_shipped(catalogue);
	note_mentions(catalogue);
	if (overrides && strcmp(overrides, shipped) != 0)
		shelf_read(overrides, catalogue->languages, catalogue->mentions,
			   problems);
	collect_all_commands(catalogue);
	catalogue->names = join_names(catalogue->languages);
	return catalogue;
}

void catalogue_free(Catalogue *catalogue)
{
	if (!catalogue)
		return;
	g_hash_table_unref(catalogue->languages);
	g_hash_table_unref(catalogue->shipped);
	g_hash_table_unref(catalogue->known_phrases);
	g_hash_table_unref(catalogue->known_partials);
	g_hash_table_unref(catalogue->commands);
	g_ptr_array_unref(catalogue->mentions);
	g_free(catalogue->names);
	g_free(catalogue);
}

const char *catalogue_languages(const Catalogue *catalogue)
{
	return catalogue->names;
}

/* --- names that nothing has --- */

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_new(GPtrArray *names, GHashTable *table)
{
	GHashTableIter iter;
	gpointer name;
	g_hash_table_iter_init(&iter, table);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
			g_ptr_array_add(names, name);
}

/* NULL-terminated, sorted. */
static GPtrArray *known_names(const Catalogue *catalogue, bool are_phrases)
{
	GPtrArray *names = g_ptr_array_new();
	GHashTableIter iter;
	gpointer language;
	add_new(names,
		are_phrases ? catalogue->known_phrases : catalogue->known_partials);
	g_hash_table_iter_init(&iter, catalogue->languages);
	while (!are_phrases && g_hash_table_iter_next(&iter, NULL, &language)) {
		add_new(names, ((Language *)language)->texts);
		add_new(names, ((Language *)language)->articles);
	}
	g_ptr_array_sort(names, by_name);
	g_ptr_array_add(names, NULL);
	return names;
}

static bool is_among(const GPtrArray *names, const char *name)
{
	return g_strv_contains((const char *const *)names->pdata, name);
}

void catalogue_unknown(const Catalogue *catalogue, CatalogueUnknownSeen seen, void *data)
{
	g_autoptr(GPtrArray) phrases = known_names(catalogue, true);
	g_autoptr(GPtrArray) partials = known_names(catalogue, false);
	for (guint i = 0; i < catalogue->mentions->len; i++) {
		const Mention *mention = catalogue->mentions->pdata[i];
		const GPtrArray *known = mention->is_phrase ? phrases : partials;
		const CatalogueUnknown unknown = {
			mention->file, mention->line,
			mention->is_phrase ? "phrase" : "partial", mention->name, known};
		/* Fields have the names that the administrator gives them. */
		if (!is_among(known, mention->name) &&
		    !(mention->is_phrase && g_str_has_prefix(mention->name, "field.")))
			seen(&unknown, data);
	}
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
		add_new(slugs, ((Language *)language)->articles);
	g_ptr_array_sort(slugs, by_name);
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
	g_autofree char *folded = fold(word);
	return g_hash_table_lookup(catalogue->commands, folded);
}
