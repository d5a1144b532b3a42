/* verb_subscribe.c - experts ask for copies of a category's new tickets, or none. */
/* SPDX-License-Identifier: MIT */
#include "desk/subscription.h"
#include "desk/verb_rows.h"

#include <string.h>

/* At least one category has to be meant. */
static bool names_category(const Verb *verb, const char *pattern)
{
	GPtrArray *categories = taxonomy_categories(verb->work->setup->taxonomy);

	for (guint i = 0; i < categories->len; i++)
		if (category_fits(((const Category *)categories->pdata[i])->path,
				  pattern))
			return true;
	return false;
}

static bool tell_patterns(const Verb *verb, GError **error)
{
	g_autoptr(GPtrArray) patterns = NULL;

	if (!subscription_list(verb->work, verb->agent, &patterns, error))
		return false;
	g_ptr_array_add(patterns, NULL);
	g_autofree char *list = g_strjoinv(" ", (char **)patterns->pdata);
	verb_tell(verb, *list ? "subscribed" : "unsubscribed", "list", list, NULL);
	return true;
}

bool verb_subscribe(Verb *verb, GError **error)
{
	const char *pattern = verb_argument(verb);

	if (!verb->agent)
		return verb_refuse(verb, error, "agents-only", NULL);
	if (!*pattern)
		return tell_patterns(verb, error);
	if (!names_category(verb, pattern)) {
		g_autofree char *path = g_strndup(pattern, strcspn(pattern, "*"));
		if (g_str_has_suffix(path, "."))
			path[strlen(path) - 1] = '\0';
		return verb_refuse_category(verb, path, error);
	}
	return subscription_add(verb->work, verb->agent, pattern, error) &&
	       tell_patterns(verb, error);
}

bool verb_unsubscribe(Verb *verb, GError **error)
{
	const char *pattern = verb_argument(verb);
	guint removed;

	if (!verb->agent)
		return verb_refuse(verb, error, "agents-only", NULL);
	if (!subscription_remove(verb->work, verb->agent, pattern, &removed, error))
		return false;
	if (*pattern && removed == 0)
		return verb_refuse(verb, error, "not-subscribed", "word", pattern, NULL);
	return tell_patterns(verb, error);
}
