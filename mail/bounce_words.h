/* bounce_words.h - what mail servers say in their reports, in many languages. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* True for subjects that reports about failures and delays have; people and shops use
 * them too. */
bool bounce_words_subject(const char *subject);
/* True for subjects that only servers write. */
bool bounce_words_server_subject(const char *subject);

/* These look at the first length bytes of the text that a report says itself, without
 * the mail that it returns. */
bool bounce_words_failure(const char *text, gsize length);
bool bounce_words_delay(const char *subject, const char *text, gsize length);
/* It arrived, or was handed on, and nothing failed. */
bool bounce_words_success(const char *subject, const char *text, gsize length);
/* Somebody speaks of himself, or asks. */
bool bounce_words_personal(const char *text, gsize length);
/* A server speaks of somebody's mail, and nobody of his own. */
bool bounce_words_impersonal(const char *text, gsize length);
/* A line is nothing but one address: reports list whom they are about like that. */
bool bounce_words_lists_address(const char *text, gsize length);
