/* setting.h - small values that must survive, by name. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "store/store.h"

/* Small durable settings by name; *value NULL when unset, and saving NULL unsets. */
bool setting_load(Db *db, const char *key, char **value, GError **error);
bool setting_save(Db *db, const char *key, const char *value, GError **error);
/* A number, such as a moment; 0 when unset. */
bool setting_load_number(Db *db, const char *key, gint64 *number, GError **error);
bool setting_save_number(Db *db, const char *key, gint64 number, GError **error);
/* Unsets the numbers below a prefix that are moments further from now than kept_s, behind
 * it or, of a clock that was wrong, before it. */
bool setting_expire(Db *db, const char *prefix, gint64 now, gint64 kept_s,
		    GError **error);
/* Names that start with prefix, by name: char*. */
bool setting_names(Db *db, const char *prefix, GPtrArray **names, GError **error);
