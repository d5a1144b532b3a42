/* mail_answer.h - the marks of the block that tests cut out of answers. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/text.h"

static const char *const begins[] = {
	"---- below this line: for agents, cut from your answer ----",
	"---- ниже: для сотрудников, из ответа вырезается ----", NULL};
static const char *const ends[] = {"---- end of the part for agents ----",
				   "---- конец части для сотрудников ----", NULL};
static const BlockMarks marks = {begins, ends};
