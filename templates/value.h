/* value.h - the inside of a template's values, for the renderer. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "templates/template.h"

typedef enum { VALUE_NULL, VALUE_BOOL, VALUE_STRING, VALUE_LIST, VALUE_MAP } ValueKind;

struct Value {
	ValueKind kind;
	bool truth;	     /* VALUE_BOOL */
	char *text;	     /* VALUE_STRING */
	GPtrArray *items;    /* VALUE_LIST: Value* */
	GHashTable *members; /* VALUE_MAP: char* -> Value* */
};

/* What a section asks. NULL is false. */
bool value_is_true(const Value *value);
/* The text that a variable prints, "" for containers and NULL. Borrowed. */
const char *value_text(const Value *value);
/* The member of a map, or item "0", "1" … of a list;
 * NULL when there is none. Borrowed. */
const Value *value_member(const Value *value, const char *key);
