/* verb_article.c - verbs about articles: answer with one, make one of an answer. */
/* SPDX-License-Identifier: MIT */
#include "desk/post.h"
#include "desk/publish.h"
#include "desk/verb_rows.h"
#include "rules/problem.h"
#include "store/record.h"

#include <string.h>

static bool refuse_article(const Verb *verb, const char *slug, GError **error)
{
	const Taxonomy *taxonomy = verb->work->setup->taxonomy;
	const Category *category = taxonomy_category(taxonomy, verb->ticket->category);
	g_autoptr(GPtrArray) slugs = g_ptr_array_new();
	GPtrArray *all = taxonomy_categories(taxonomy);

	for (guint i = 0; i < all->len; i++)
		for (guint j = 0; j < ((const Category *)all->pdata[i])->articles->len;
		     j++)
			g_ptr_array_add(
				slugs,
				((const Category *)all->pdata[i])->articles->pdata[j]);
	g_ptr_array_add(slugs, NULL);
	const char *near = problem_nearest(slug, (const char *const *)slugs->pdata);
	if (!near && category && category->articles->len)
		near = category->articles->pdata[0];
	return verb_refuse(verb, error, *slug ? "no-article" : "which-article", "word",
			   slug, "near", near, NULL);
}

/* The language that was asked for; without one the ticket's,
 * else another of the queue. */
static const char *find_language(const Verb *verb, const char *slug, const char *wanted)
{
	const Catalogue *catalogue = verb->work->setup->catalogue;
	const GPtrArray *languages = work_queue(verb->work, verb->ticket)->languages;
	const char *language =
		wanted ? wanted : post_customer_language(verb->work, verb->ticket);

	if (catalogue_has_article(catalogue, slug, language))
		return language;
	for (guint i = 0; !wanted && i < languages->len; i++)
		if (catalogue_has_article(catalogue, slug, languages->pdata[i]))
			return languages->pdata[i];
	return NULL;
}

bool verb_faq(Verb *verb, GError **error)
{
	Work *work = verb->work;
	const Catalogue *catalogue = work->setup->catalogue;
	const char *slug = verb_argument(verb);
	const char *wanted = *slug ? verb->arguments[1] : NULL;

	if (!*slug || !catalogue_knows_article(catalogue, slug))
		return refuse_article(verb, slug, error);
	if (verb->is_note || work->article)
		return verb_refuse(verb, error,
				   verb->is_note ? "faq-note" : "one-article", NULL);
	const char *language = find_language(verb, slug, wanted);
	if (!language)
		return verb_refuse(
			verb, error, "article-language", "word", slug, "language",
			wanted ? wanted
			       : post_customer_language(verb->work, verb->ticket),
			NULL);
	g_autoptr(Value) value = post_ticket_value(work, verb->ticket, language, error);
	if (!value)
		return false;
	work->article = catalogue_article(catalogue, slug, language, value, error);
	if (!work->article)
		return false;
	verb_tell(verb, "faq", "title", work->article->subject, NULL);
	return work_event(work, verb->ticket->id, "article", NULL, slug, error);
}

/* The answer in this mail, else the newest one that went out. */
static bool find_answer(const Verb *verb, char **text, GError **error)
{
	g_autoptr(GPtrArray) records = NULL;

	*text = NULL;
	if (verb->text && verb->text[strspn(verb->text, " \t\r\n")]) {
		*text = g_strdup(verb->text);
		return true;
	}
	if (!record_list(verb->work->db, verb->ticket->id, &records, error))
		return false;
	for (guint i = records->len; i > 0 && !*text; i--) {
		const Record *record = records->pdata[i - 1];
		if (record->kind == RECORD_OUT && record->agent && record->reply_text)
			*text = g_strdup(record->reply_text);
	}
	return true;
}

bool verb_publish(Verb *verb, GError **error)
{
	Work *work = verb->work;
	const char *slug = verb_argument(verb);
	g_autoptr(ArticleDraft) draft = article_draft_new();

	if (!article_is_slug(slug) || verb->arguments[1])
		return verb_refuse(verb, error, "slug", NULL);
	if (!find_answer(verb, &draft->text, error))
		return false;
	if (!draft->text)
		return verb_refuse(verb, error, "publish-text", NULL);
	draft->slug = g_strdup(slug);
	draft->language = g_strdup(post_customer_language(verb->work, verb->ticket));
	draft->title = g_strdup(verb->ticket->subject);
	draft->author = g_strdup(verb->agent ? verb->agent->name : work->who);
	draft->ticket = verb->ticket->id;
	draft->at = work->now;
	verb_tell(verb, "published", "slug", slug, "language", draft->language, NULL);
	return article_draft_save(work->db, draft, error) &&
	       work_event(work, verb->ticket->id, "article draft", NULL, slug, error);
}
