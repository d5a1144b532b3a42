/* lesson.c - texts that people have labelled: what a model learns from. */
/* SPDX-License-Identifier: MIT */
#include "rules/lesson.h"
#include "mail/text.h"

#include <string.h>

#define SAMPLE_BYTES (64 * 1024) /* tells a language */

static void lesson_free(gpointer data)
{
	Lesson *lesson = data;

	g_free(lesson->subject);
	g_free(lesson->text);
	g_free(lesson);
}

static void name_free(gpointer data)
{
	LessonName *name = data;

	g_free(name->label);
	g_free(name->words);
	g_free(name);
}

Lessons *lessons_new(void)
{
	Lessons *lessons = g_new0(Lessons, 1);

	lessons->labels = g_ptr_array_new_with_free_func(g_free);
	lessons->lessons = g_ptr_array_new_with_free_func(lesson_free);
	lessons->names = g_ptr_array_new_with_free_func(name_free);
	lessons->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	return lessons;
}

void lessons_free(Lessons *lessons)
{
	if (!lessons)
		return;
	g_hash_table_unref(lessons->numbers);
	g_ptr_array_unref(lessons->labels);
	g_ptr_array_unref(lessons->lessons);
	g_ptr_array_unref(lessons->names);
	g_free(lessons);
}

static bool label_number(Lessons *lessons, const char *label, guint *number)
{
	gpointer known = g_hash_table_lookup(lessons->numbers, label);

	if (!known && (lessons->labels->len == LESSON_LABELS_MAX ||
		       strlen(label) > LESSON_LABEL_BYTES_MAX))
		return false;
	if (!known) {
		char *added = g_utf8_make_valid(label, -1);
		g_ptr_array_add(lessons->labels, added);
		known = GUINT_TO_POINTER(lessons->labels->len);
		g_hash_table_insert(lessons->numbers, added, known);
	}
	*number = GPOINTER_TO_UINT(known) - 1;
	return true;
}

static guint64 lesson_mark(const char *subject, const char *text)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof(digest);
	guint64 mark;

	g_checksum_update(sum, (const guchar *)(subject ? subject : ""), -1);
	g_checksum_update(sum, (const guchar *)"\n", 1);
	g_checksum_update(sum, (const guchar *)text, -1);
	g_checksum_get_digest(sum, digest, &length);
	memcpy(&mark, digest, sizeof(mark));
	return GUINT64_FROM_LE(mark);
}

bool lessons_add(Lessons *lessons, const char *subject, const char *text,
		 const char *label, gint64 ticket)
{
	guint number;

	if (!label_number(lessons, label, &number))
		return false;
	Lesson *lesson = g_new0(Lesson, 1);
	lesson->subject = g_utf8_make_valid(subject ? subject : "", -1);
	lesson->text = g_utf8_make_valid(text ? text : "", -1);
	lesson->label = number;
	lesson->ticket = ticket;
	lesson->mark = lesson_mark(lesson->subject, lesson->text);
	g_ptr_array_add(lessons->lessons, lesson);
	return true;
}

void lessons_name(Lessons *lessons, const char *label, const char *words)
{
	if (!*words)
		return;
	LessonName *name = g_new(LessonName, 1);
	name->label = g_strdup(label);
	name->words = g_utf8_make_valid(words, -1);
	g_ptr_array_add(lessons->names, name);
}

bool label_is_outside(const char *label)
{
	return g_str_equal(label, "oos") || g_str_equal(label, "unclassified");
}

typedef struct {
	const char *label;
	guint64 mark;
	guint lesson;
} Place;

static int by_label_and_mark(const void *a, const void *b)
{
	const Place *one = a, *two = b;
	int labels = strcmp(one->label, two->label);

	if (labels)
		return labels;
	if (one->mark != two->mark)
		return one->mark < two->mark ? -1 : 1;
	return one->lesson < two->lesson ? -1 : 1;
}

guint *lessons_folds(const Lessons *lessons, guint folds)
{
	guint count = lessons->lessons->len;
	guint *fold_of = g_new(guint, count + 1);
	g_autofree Place *places = g_new(Place, count + 1);

	for (guint i = 0; i < count; i++) {
		const Lesson *lesson = lessons->lessons->pdata[i];
		places[i] =
			(Place){lessons->labels->pdata[lesson->label], lesson->mark, i};
	}
	qsort(places, count, sizeof(*places), by_label_and_mark);
	for (guint i = 0, fold = 0; i < count; i++) {
		if (i && places[i].mark != places[i - 1].mark)
			fold = (fold + 1) % folds;
		fold_of[places[i].lesson] = fold;
	}
	return fold_of;
}

const char *lessons_latin(const Lessons *lessons)
{
	g_autoptr(GString) sample = g_string_new(NULL);
	guint step = lessons->lessons->len / 2000 + 1;

	for (guint i = 0; i < lessons->lessons->len; i += step) {
		const Lesson *lesson = lessons->lessons->pdata[i];
		for (const char *at = lesson->text; *at; at = g_utf8_next_char(at))
			if (g_utf8_get_char(at) < 0x250)
				g_string_append_unichar(sample, g_utf8_get_char(at));
		g_string_append_c(sample, '\n');
		if (sample->len > SAMPLE_BYTES)
			break;
	}
	return text_language(sample->str);
}

Unseen *unseen_new(guint count)
{
	Unseen *unseen = g_new0(Unseen, 1);

	unseen->count = count;
	unseen->marks = g_new0(guint64, count + 1);
	unseen->answers = g_new0(guint32, count + 1);
	return unseen;
}

void unseen_free(Unseen *unseen)
{
	if (!unseen)
		return;
	g_free(unseen->marks);
	g_free(unseen->answers);
	g_free(unseen);
}

gint64 unseen_answer(const Unseen *unseen, guint64 mark)
{
	guint low = 0, high = unseen->count;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (unseen->marks[middle] < mark)
			low = middle + 1;
		else
			high = middle;
	}
	return low < unseen->count && unseen->marks[low] == mark
		       ? (gint64)unseen->answers[low]
		       : -1;
}
