/* sizes.c - whether a mail can have any size at all that a rule asks for. */
/* SPDX-License-Identifier: MIT */
#include "rules/sizes.h"

#include <string.h>

bool condition_is_size(const Condition *condition)
{
	return strcmp(condition->kind->name, "size") == 0 ||
	       strcmp(condition->kind->name, "attachment.size") == 0;
}

static bool size_fits(const ConditionValue *value, gint64 size)
{
	if (size == value->bytes)
		return value->or_equal;
	return (value->compare == '>') == (size > value->bytes);
}

static bool any_size_fits(const Condition *condition, gint64 size)
{
	for (guint i = 0; i < condition->values->len; i++)
		if (size_fits(condition->values->pdata[i], size))
			return true;
	return false;
}

/* What a mail must be like in size, and must not, and how large it can be at all. */
typedef struct {
	const Condition *wanted, *unwanted; /* NULL: not said */
	gint64 largest;
} Sizes;

static bool has_size(const Sizes *sizes, gint64 size)
{
	return size >= 0 && size <= sizes->largest &&
	       (!sizes->wanted || any_size_fits(sizes->wanted, size)) &&
	       (!sizes->unwanted || !any_size_fits(sizes->unwanted, size));
}

/* Comparisons change their mind at their own sizes only, so those are tried. */
bool sizes_fit(const Condition *wanted, const Condition *unwanted, gint64 largest)
{
	const Sizes sizes = {wanted, unwanted, largest};
	const Condition *both[] = {wanted, unwanted};

	if (has_size(&sizes, 0) || has_size(&sizes, largest))
		return true;
	for (gsize k = 0; k < G_N_ELEMENTS(both); k++)
		for (guint i = 0; both[k] && i < both[k]->values->len; i++) {
			const ConditionValue *value = both[k]->values->pdata[i];
			gint64 bytes = value->bytes;
			if (has_size(&sizes, bytes) || has_size(&sizes, bytes - 1) ||
			    (bytes < G_MAXINT64 && has_size(&sizes, bytes + 1)))
				return true;
		}
	return false;
}
