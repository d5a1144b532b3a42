/* language.c - the language of a text. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"

const char *text_language(const char *text)
{
	return "";
}
