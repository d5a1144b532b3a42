/* problem.c - collects what is wrong in a file, and finds the word that was meant. */
/* SPDX-License-Identifier: MIT */
#include "rules/problem.h"

#include <stdbool.h>
#include <string.h>

/* Beyond this length a word is no typing mistake of a key, and the table would grow. */
#define WORD_BYTES_MAX	 64
#define WORDS_LISTED_MAX 26

GPtrArray *problems_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

void problem_add(GPtrArray *problems, const char *file, int line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(problems, line ? g_strdup_printf("%s:%d: %s", file, line, message)
				       : g_strdup_printf("%s: %s", file, message));
}

/* Takes "file:12: message" apart: the length of "file", and 12 (0: no line). */
static gsize place_of(const char *problem, guint64 *line)
{
	const char *end = strstr(problem, ": ");
	gsize length = end ? (gsize)(end - problem) : strlen(problem);
	gsize digits = length;
	while (digits > 0 && g_ascii_isdigit(problem[digits - 1]))
		digits--;
	bool has_line = digits > 0 && digits < length && problem[digits - 1] == ':';
	*line = has_line ? g_ascii_strtoull(problem + digits, NULL, 10) : 0;
	return has_line ? digits - 1 : length;
}

static int by_place(gconstpointer a, gconstpointer b, gpointer data)
{
	const char *first = *(const char *const *)a;
	const char *second = *(const char *const *)b;
	guint64 first_line, second_line;
	gsize first_length = place_of(first, &first_line);
	gsize second_length = place_of(second, &second_line);
	int order = memcmp(first, second, MIN(first_length, second_length));
	if (order == 0)
		order = (first_length > second_length) - (first_length < second_length);
	return order ? order : (first_line > second_line) - (first_line < second_line);
}

void problems_sort(GPtrArray *problems, guint from)
{
	if (problems->len <= from)
		return;
	/* GLib's sort is stable: what a line has more than one of stays in order. */
	g_qsort_with_data(problems->pdata + from, (int)(problems->len - from),
			  sizeof(gpointer), by_place, NULL);
}

/* How many letters must be changed, put in, taken out or swapped with the next. */
static guint edit_distance(const char *a, const char *b)
{
	gsize length = strlen(b);
	guint rows[3][WORD_BYTES_MAX + 1]; /* of the table: this one and two above it */
	guint *above = rows[0], *row = rows[1], *spare = rows[2];
	for (gsize j = 0; j <= length; j++)
		row[j] = j;
	for (gsize i = 0; a[i]; i++) {
		guint *next = spare;
		next[0] = i + 1;
		for (gsize j = 0; j < length; j++) {
			guint replaced = row[j] + (a[i] != b[j]);
			next[j + 1] = MIN(replaced, MIN(next[j], row[j + 1]) + 1);
			if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
				next[j + 1] = MIN(next[j + 1], above[j - 1] + 1);
		}
		spare = above;
		above = row;
		row = next;
	}
	return row[length];
}

/* The word that needs the fewest changes, at most two in five letters. */
const char *problem_nearest(const char *word, const char *const *words)
{
	const char *found = NULL;
	guint best = G_MAXUINT;
	for (; strlen(word) <= WORD_BYTES_MAX && *words; words++) {
		gsize longer = MAX(strlen(word), strlen(*words));
		if (longer > WORD_BYTES_MAX)
			continue;
		guint distance = edit_distance(word, *words);
		if (distance < best && distance <= MAX(longer * 2 / 5, 1)) {
			best = distance;
			found = *words;
		}
	}
	return found;
}

char *problem_suggestion(const char *word, const char *const *words)
{
	const char *meant = problem_nearest(word, words);
	if (meant)
		return g_strdup_printf(", did you mean \"%s\"?", meant);
	guint count = g_strv_length((char **)words);
	if (count == 0 || count > WORDS_LISTED_MAX)
		return g_strdup("");
	g_autofree char *list = g_strjoinv(", ", (char **)words);
	return g_strdup_printf("; known: %s", list);
}
