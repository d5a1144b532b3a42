/* answer_words.h - what an agent wrote in an answer, as text and as HTML. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/command.h"
#include "desk/work.h"
#include "mail/message.h"

/* Without quotes, signature and our block; strings owned. */
typedef struct {
	char *text;	       /* commands and all, as it was written */
	CommandMail *commands; /* its body is the answer as text */
	char *html;	       /* the answer as HTML that may be sent; NULL: text only */
} AnswerWords;

/*
 * Reads an agent's mail. Text and HTML say the same: the text is made from the HTML,
 * which is left alone where it does not hold what the text part says or cannot be read.
 */
AnswerWords *answer_words_read(const Work *work, const Message *message);
void answer_words_free(AnswerWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AnswerWords, answer_words_free)
