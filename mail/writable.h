/* writable.h - what may be written into the header of a mail, whatever it came from. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Embeddings, overrides and isolates make a line read as what it is not. */
bool turns_around(gunichar c);

/* text (NULL: "") as one line of valid UTF-8 without control characters and what turns
 * text around, at most chars_max characters, the rest shown by an ellipsis. g_free. */
char *writable_text(const char *text, glong chars_max);

/*
 * The address in the form in which it can stand in a header (local part as written,
 * domain in ASCII); NULL when it is none, would end the header or turn it around.
 * g_free.
 */
char *writable_address(const char *address);

/* True for printable ASCII without spaces, angle brackets and what would need quotes.
 * NULL is none. */
bool is_writable_message_id(const char *id);
/* True for letters, digits and hyphens: a header's name, a keyword. */
bool is_writable_header_name(const char *name);
