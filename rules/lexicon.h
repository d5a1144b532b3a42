/* lexicon.h - the words of one language that rules look for, each with a number. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Numbers begin at 1; 0 stands for what no rule looks for. Immutable after
 * lexicon_finish. */
typedef struct Lexicon Lexicon;

Lexicon *lexicon_new(void);
void lexicon_free(Lexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lexicon, lexicon_free)

/* The number of a stem, and of the beginning of folded words; a new one at need. */
guint lexicon_add_stem(Lexicon *lexicon, const char *stem);
guint lexicon_add_prefix(Lexicon *lexicon, const char *prefix);
/* After the last of them. */
void lexicon_finish(Lexicon *lexicon);

/* The highest number. */
guint lexicon_count(const Lexicon *lexicon);
guint lexicon_stem(const Lexicon *lexicon, const char *stem);
/* The longest prefix that a folded word has, and the next shorter one behind it. */
guint lexicon_prefix(const Lexicon *lexicon, const char *word);
guint lexicon_shorter(const Lexicon *lexicon, guint prefix);
