/* pattern.c - regular expressions over mail text, bounded in time. */
/* SPDX-License-Identifier: MIT */
#include "mail/pattern.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { STEPS_MAX = 20000, BACKTRACK_KIB_MAX = 4096 };

/* What a Pattern is compiled to; never changed, never freed. */
typedef struct {
	pcre2_code *code;
	pcre2_match_context *limits;
} Compiled;

static Compiled *pattern_compile(const char *source)
{
	int number;
	PCRE2_SIZE offset;
	Compiled *compiled = g_new(Compiled, 1);
	compiled->code = pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED,
				       PCRE2_CASELESS | PCRE2_UTF | PCRE2_UCP |
					       PCRE2_MATCH_INVALID_UTF,
				       &number, &offset, NULL);
	if (compiled->code == NULL)
		g_error("pattern at %zu: error %d: %s", (size_t)offset, number, source);
	/* No JIT where the system forbids writable code: interpreted, then. */
	(void)pcre2_jit_compile(compiled->code, PCRE2_JIT_COMPLETE);
	compiled->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(compiled->limits, STEPS_MAX);
	pcre2_set_heap_limit(compiled->limits, BACKTRACK_KIB_MAX);
	return compiled;
}

static const Compiled *pattern_code(Pattern *pattern)
{
	if (g_once_init_enter(&pattern->compiled))
		g_once_init_leave(&pattern->compiled,
				  (gsize)pattern_compile(pattern->source));
	return (const Compiled *)pattern->compiled;
}

static pcre2_match_data *pattern_run(Pattern *pattern, const char *text, gsize length,
				     gsize start)
{
	const Compiled *compiled = pattern_code(pattern);
	pcre2_match_data *found =
		pcre2_match_data_create_from_pattern(compiled->code, NULL);
	int rc = pcre2_match(compiled->code, (PCRE2_SPTR)text, length, start, 0, found,
			     compiled->limits);
	if (rc > 0)
		return found;
	pcre2_match_data_free(found);
	return NULL;
}

static gsize text_length(const char *text, gssize length)
{
	return length < 0 ? strlen(text) : (gsize)length;
}

bool pattern_match(Pattern *pattern, const char *text, gssize length)
{
	pcre2_match_data *found =
		pattern_run(pattern, text, text_length(text, length), 0);
	bool matched = found != NULL;
	pcre2_match_data_free(found);
	return matched;
}

char *pattern_capture(Pattern *pattern, const char *text, gssize length, guint group)
{
	pcre2_match_data *found =
		pattern_run(pattern, text, text_length(text, length), 0);
	if (found == NULL)
		return NULL;
	char *capture = NULL;
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(found);
	if (group < pcre2_get_ovector_count(found) && at[2 * group] != PCRE2_UNSET)
		capture = g_strndup(text + at[2 * group],
				    at[2 * group + 1] - at[2 * group]);
	pcre2_match_data_free(found);
	return capture;
}

bool pattern_find(Pattern *pattern, const char *text, gsize length, gsize start,
		  gsize *from, gsize *to)
{
	pcre2_match_data *found = pattern_run(pattern, text, length, start);
	if (found == NULL)
		return false;
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(found);
	*from = at[0];
	*to = at[1];
	pcre2_match_data_free(found);
	return true;
}
