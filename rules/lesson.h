/* lesson.h - texts that people have labelled: what a model learns from. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define LESSON_LABELS_MAX      4000
#define LESSON_LABEL_BYTES_MAX 1000

typedef struct {
	char *subject, *text;
	guint label;   /* number in labels */
	gint64 ticket; /* 0: none */
	guint64 mark;  /* the same for the same text, everywhere and always */
} Lesson;

/* Other words for a label than its own. */
typedef struct {
	char *label, *words;
} LessonName;

typedef struct {
	GPtrArray *labels;   /* char*, in order of first use */
	GPtrArray *lessons;  /* Lesson* */
	GPtrArray *names;    /* LessonName* */
	GHashTable *numbers; /* private: label -> number + 1 */
} Lessons;

Lessons *lessons_new(void);
void lessons_free(Lessons *lessons);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lessons, lessons_free)

/* Adds one; text need not be valid UTF-8. False: one label too many,
 * or it is too long. */
bool lessons_add(Lessons *lessons, const char *subject, const char *text,
		 const char *label, gint64 ticket);
/* Words that name a label, such as a title: they are learned beside its lessons, where it
 * has some. */
void lessons_name(Lessons *lessons, const char *label, const char *words);

/* "oos" and "unclassified" are no categories: their texts teach what belongs to none. */
bool label_is_outside(const char *label);

/*
 * A number below folds for each lesson, so that each label is spread evenly and equal
 * texts stay together. The same lessons get the same folds in any order. g_free.
 */
guint *lessons_folds(const Lessons *lessons, guint folds);

/* The language of most words in Latin letters, "" when unsure. Static. */
const char *lessons_latin(const Lessons *lessons);

/* What was answered for lessons while they were not learned from. */
typedef struct {
	guint count;
	guint64 *marks;	  /* ascending */
	guint32 *answers; /* numbers of labels */
} Unseen;
Unseen *unseen_new(guint count);
void unseen_free(Unseen *unseen);
/* Number of the answer for a text; -1: it was not among them. */
gint64 unseen_answer(const Unseen *unseen, guint64 mark);
