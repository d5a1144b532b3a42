/* value.c - the tree of values that a template sees. */
/* SPDX-License-Identifier: MIT */
#include "templates/value.h"

#include <jansson.h>

static Value *value_new(ValueKind kind)
{
	Value *value = g_new0(Value, 1);
	value->kind = kind;
	return value;
}

Value *value_string(const char *text)
{
	Value *value = value_new(VALUE_STRING);
	value->text = g_utf8_make_valid(text ? text : "", -1);
	return value;
}

Value *value_bool(bool truth)
{
	Value *value = value_new(VALUE_BOOL);
	value->truth = truth;
	return value;
}

static void item_free(gpointer item)
{
	value_free(item);
}

Value *value_list(void)
{
	Value *value = value_new(VALUE_LIST);
	value->items = g_ptr_array_new_with_free_func(item_free);
	return value;
}

Value *value_map(void)
{
	Value *value = value_new(VALUE_MAP);
	value->members =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, item_free);
	return value;
}

void value_append_take(Value *list, Value *item)
{
	g_assert(list->kind == VALUE_LIST);
	g_ptr_array_add(list->items, item);
}

Value *value_lines(const char *text)
{
	Value *list = value_list();
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	for (char **line = lines; *line; line++)
		value_append_take(list, value_string(*line));
	return list;
}

void value_set_take(Value *map, const char *key, Value *value)
{
	g_assert(map->kind == VALUE_MAP);
	g_hash_table_replace(map->members, g_strdup(key), value);
}

void value_set(Value *map, const char *key, const char *text)
{
	value_set_take(map, key, value_string(text));
}

void value_change_strings(Value *value, char *(*change)(const char *text, void *data),
			  void *data)
{
	GHashTableIter iter;
	gpointer member;

	if (value->text) {
		char *changed = change(value->text, data);
		g_free(value->text);
		value->text = changed;
	}
	for (guint i = 0; value->items && i < value->items->len; i++)
		value_change_strings(value->items->pdata[i], change, data);
	if (!value->members)
		return;
	g_hash_table_iter_init(&iter, value->members);
	while (g_hash_table_iter_next(&iter, NULL, &member))
		value_change_strings(member, change, data);
}

void value_free(Value *value)
{
	if (!value)
		return;
	g_free(value->text);
	g_clear_pointer(&value->items, g_ptr_array_unref);
	g_clear_pointer(&value->members, g_hash_table_unref);
	g_free(value);
}

/* The shortest decimal that reads back as the same number: 1.21,
 * not 1.2099999999999999645. */
static Value *value_real(double number)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];
	for (int digits = 15; digits <= 17; digits++) {
		char format[8] = "%.15g";
		format[3] = (char)('0' + digits - 10);
		g_ascii_formatd(text, sizeof text, format, number);
		if (g_ascii_strtod(text, NULL) == number)
			break;
	}
	return value_string(text);
}

static Value *value_from(json_t *json);

static Value *value_from_array(json_t *json)
{
	Value *list = value_list();
	size_t index;
	json_t *item;
	json_array_foreach(json, index, item) value_append_take(list, value_from(item));
	return list;
}

static Value *value_from_object(json_t *json)
{
	Value *map = value_map();
	const char *key;
	json_t *member;
	json_object_foreach(json, key, member)
		value_set_take(map, key, value_from(member));
	return map;
}

static Value *value_from(json_t *json)
{
	g_autofree char *digits = NULL;

	switch (json_typeof(json)) {
	case JSON_OBJECT:
		return value_from_object(json);
	case JSON_ARRAY:
		return value_from_array(json);
	case JSON_STRING:
		return value_string(json_string_value(json));
	case JSON_INTEGER:
		digits = g_strdup_printf("%" JSON_INTEGER_FORMAT,
					 json_integer_value(json));
		return value_string(digits);
	case JSON_REAL:
		return value_real(json_real_value(json));
	case JSON_NULL:
		return value_new(VALUE_NULL);
	default:
		return value_bool(json_is_true(json));
	}
}

Value *value_from_json(const char *json, GError **error)
{
	json_error_t problem;
	json_t *root = json_loads(json, JSON_DECODE_ANY, &problem);
	if (!root) {
		g_set_error(error, TEMPLATE_ERROR, TEMPLATE_INVALID, "line %d: %s",
			    problem.line, problem.text);
		return NULL;
	}
	Value *value = value_from(root);
	json_decref(root);
	return value;
}

bool value_is_true(const Value *value)
{
	if (!value)
		return false;
	switch (value->kind) {
	case VALUE_NULL:
		return false;
	case VALUE_BOOL:
		return value->truth;
	case VALUE_STRING:
		return *value->text != '\0';
	case VALUE_LIST:
		return value->items->len > 0;
	default:
		return true;
	}
}

const char *value_text(const Value *value)
{
	if (value && value->kind == VALUE_STRING)
		return value->text;
	if (value && value->kind == VALUE_BOOL)
		return value->truth ? "true" : "false";
	return "";
}

const Value *value_member(const Value *value, const char *key)
{
	if (value && value->kind == VALUE_MAP)
		return g_hash_table_lookup(value->members, key);
	if (!value || value->kind != VALUE_LIST)
		return NULL;
	guint64 index;
	bool is_index = g_ascii_string_to_unsigned(key, 10, 0, G_MAXUINT, &index, NULL);
	return is_index && index < value->items->len ? value->items->pdata[index] : NULL;
}
