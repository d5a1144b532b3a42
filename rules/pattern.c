/* pattern.c - what a rule looks for in a text: a regular expression or plain words. */
/* SPDX-License-Identifier: MIT */
/*
 * Guarantee: one match costs at most a fixed number of steps, whatever the expression and
 * the text. PCRE2 counts backtracking per starting position, so the limit shrinks as the
 * text grows; callers cut texts to READING_BYTES_MAX, which bounds the scan itself.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rules/pattern.h"
#include "mail/error.h"
#include "rules/literal.h"

#include <pcre2.h>
#include <string.h>

#define STEPS_MAX      30000000 /* backtracking steps of one match, all positions together */
#define STEPS_EACH_MIN 1000	/* per starting position, however long the text */
#define STEPS_EACH_MAX 200000
#define DEPTH_MAX      5000
#define HEAP_KIB_MAX   8192
#define JIT_STACK_MIN  (32 * 1024)
#define JIT_STACK_MAX  (1024 * 1024)
#define PATIENCE                                                                         \
	8 /* patterns over their limits in one mail before the others get less           \
	   */

struct RulePattern {
	pcre2_code *code;
	GPtrArray *clues; /* NULL: none for sure */
};

struct Matcher {
	pcre2_match_context *context; /* NULL until the first match */
	pcre2_jit_stack *stack;	      /* NULL while the thread's own is enough */
	guint exceeded;
};

static char *literal_expression(const char *text)
{
	g_autoptr(GString) expression = g_string_new(NULL);
	gunichar first = g_utf8_get_char(text), last = 0;

	if (g_unichar_isalnum(first))
		g_string_append(expression, "(?<!\\w)");
	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isspace(c)) {
			if (!g_unichar_isspace(last))
				g_string_append(expression, "\\s+");
		} else {
			if (c < 128 && !g_ascii_isalnum(c))
				g_string_append_c(expression, '\\');
			g_string_append_unichar(expression, c);
		}
		last = c;
	}
	if (g_unichar_isalnum(last))
		g_string_append(expression, "(?!\\w)");
	return g_string_free(g_steal_pointer(&expression), FALSE);
}

static bool flag_options(const char *flags, guint32 *options, GError **error)
{
	for (; *flags; flags++) {
		switch (*flags) {
		case 'i':
			*options |= PCRE2_CASELESS;
			break;
		case 'm':
			*options |= PCRE2_MULTILINE;
			break;
		case 's':
			*options |= PCRE2_DOTALL;
			break;
		case 'x':
			*options |= PCRE2_EXTENDED;
			break;
		default:
			g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
				    "unknown flag %c after the expression; write i, m, s "
				    "or x",
				    *flags);
			return false;
		}
	}
	return true;
}

/* The expression between the slashes; the flags are turned into options. */
static char *slashed_expression(const char *value, guint32 *options, GError **error)
{
	const char *end = strrchr(value, '/');

	if (end == value) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "the expression has no closing slash; write /%s/", value + 1);
		return NULL;
	}
	if (end == value + 1) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "the expression is empty; write /what to look for/");
		return NULL;
	}
	if (!flag_options(end + 1, options, error))
		return NULL;
	return g_strndup(value + 1, end - value - 1);
}

static pcre2_code *compile(const char *expression, guint32 options, GError **error)
{
	int code = 0;
	PCRE2_SIZE offset = 0;
	pcre2_code *compiled =
		pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED, options,
			      &code, &offset, NULL);

	if (compiled)
		return compiled;
	PCRE2_UCHAR reason[256] = "";
	pcre2_get_error_message(code, reason, sizeof reason);
	gsize length = strlen(expression);
	g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
		    "bad regular expression at column %ld of /%s/: %s",
		    g_utf8_strlen(expression, (gssize)MIN(offset, length)) + 1,
		    expression, (const char *)reason);
	return NULL;
}

RulePattern *rule_pattern_new(const char *value, GError **error)
{
	guint32 options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
	g_autofree char *expression = NULL;

	if (!g_utf8_validate(value, -1, NULL)) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_INVALID,
			    "the value is not UTF-8; save the file as UTF-8");
		return NULL;
	}
	if (!*value) {
		g_set_error(
			error, POSTDESK_ERROR, POSTDESK_INVALID,
			"nothing to look for; write a text or a /regular expression/");
		return NULL;
	}
	if (*value == '/') {
		expression = slashed_expression(value, &options, error);
	} else {
		expression = literal_expression(value);
		options |= PCRE2_CASELESS;
	}
	pcre2_code *code = expression ? compile(expression, options, error) : NULL;
	if (!code)
		return NULL;
	/* Without JIT (a hardened unit forbids it) the interpreter matches the same. */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	RulePattern *pattern = g_new0(RulePattern, 1);
	pattern->code = code;
	if (!(options & PCRE2_EXTENDED))
		pattern->clues = literal_clues(expression);
	return pattern;
}

void rule_pattern_free(RulePattern *pattern)
{
	if (!pattern)
		return;
	pcre2_code_free(pattern->code);
	if (pattern->clues)
		g_ptr_array_unref(pattern->clues);
	g_free(pattern);
}

const GPtrArray *rule_pattern_clues(const RulePattern *pattern)
{
	return pattern->clues;
}

/* Calls each with every named group of the pattern: its name and number. */
static void each_name(const RulePattern *pattern,
		      void (*each)(const char *name, guint number, gpointer data),
		      gpointer data)
{
	guint32 count = 0, size = 0;
	PCRE2_SPTR table = NULL;

	pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMECOUNT, &count);
	if (!count)
		return;
	pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMETABLE, &table);
	for (guint32 i = 0; i < count; i++, table += size)
		each((const char *)table + 2, table[0] << 8 | table[1], data);
}

static void add_name(const char *name, guint number, gpointer data)
{
	g_hash_table_add(data, g_strdup(name));
}

void rule_pattern_list_captures(const RulePattern *pattern, GHashTable *names)
{
	each_name(pattern, add_name, names);
}

Matcher *matcher_new(void)
{
	return g_new0(Matcher, 1);
}

/* With the first match: most mails need none. */
static void matcher_prepare(Matcher *matcher)
{
	if (matcher->context)
		return;
	matcher->context = pcre2_match_context_create(NULL);
	g_assert(matcher->context);
	pcre2_set_depth_limit(matcher->context, DEPTH_MAX);
	pcre2_set_heap_limit(matcher->context, HEAP_KIB_MAX);
}

/* Compiled expressions use 32 KiB of the thread's stack, which few of them exceed, and
 * to map another takes longer than to match. False when there is none larger. */
static bool matcher_grow(Matcher *matcher)
{
	if (matcher->stack)
		return false;
	matcher->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
	if (matcher->stack)
		pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
	return matcher->stack;
}

void matcher_free(Matcher *matcher)
{
	if (!matcher)
		return;
	pcre2_jit_stack_free(matcher->stack);
	pcre2_match_context_free(matcher->context);
	g_free(matcher);
}

static guint32 steps_each(const Matcher *matcher, gsize length)
{
	if (matcher->exceeded >= PATIENCE)
		return STEPS_EACH_MIN;
	return CLAMP(STEPS_MAX / (length + 1), STEPS_EACH_MIN, STEPS_EACH_MAX);
}

typedef struct {
	const char *text;
	PCRE2_SIZE *ovector;
	guint groups;
	GHashTable *captures;
} Groups;

static void keep_group(const char *name, guint number, gpointer data)
{
	Groups *groups = data;

	if (number >= groups->groups || groups->ovector[2 * number] == PCRE2_UNSET)
		return;
	PCRE2_SIZE start = groups->ovector[2 * number],
		   end = groups->ovector[2 * number + 1];
	if (start < end)
		g_hash_table_replace(groups->captures, g_strdup(name),
				     g_strndup(groups->text + start, end - start));
}

PatternResult rule_pattern_match(const RulePattern *pattern, Matcher *matcher,
				 const char *text, char **found, GHashTable *captures)
{
	gsize length = strlen(text);
	pcre2_match_data *data =
		pcre2_match_data_create_from_pattern(pattern->code, NULL);

	g_assert(data);
	matcher_prepare(matcher);
	pcre2_set_match_limit(matcher->context, steps_each(matcher, length));
	int count;
	do
		count = pcre2_match(pattern->code, (PCRE2_SPTR)text, length, 0,
				    PCRE2_NO_UTF_CHECK, data, matcher->context);
	while (count == PCRE2_ERROR_JIT_STACKLIMIT && matcher_grow(matcher));
	if (count > 0) {
		PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(data);
		Groups groups = {text, ovector, count, captures};
		/* \K can put the start behind the end. */
		if (found)
			*found = g_strndup(text + MIN(ovector[0], ovector[1]),
					   MAX(ovector[0], ovector[1]) -
						   MIN(ovector[0], ovector[1]));
		if (captures)
			each_name(pattern, keep_group, &groups);
	}
	pcre2_match_data_free(data);
	if (count > 0)
		return PATTERN_PRESENT;
	if (count == PCRE2_ERROR_NOMATCH)
		return PATTERN_ABSENT;
	matcher->exceeded++;
	return PATTERN_EXCEEDED;
}
