/* fuzz_mustache.c - any bytes as a template and its partials, then as Markdown. */
/* SPDX-License-Identifier: MIT */
/*
 * The input is the template, then after each NUL a partial: the first is "a", the next
 * "b" … Whatever comes out must be bounded, and escaped values must not bring markup of
 * their own.
 */
#include "templates/markdown.h"
#include "templates/template.h"
#include "templates/value.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char values[] = "{\"s\":\"<q>&\\\"*_`[x](y)\\n\\n# "
			     "z\",\"t\":true,\"f\":false,\"n\":null,\"e\":\"\","
			     "\"l\":[1,\"two\",{\"s\":\"in\"},[3]],\"m\":{\"s\":\"deep\","
			     "\"m\":{\"x\":\"deeper\"}},"
			     "\"p\":\"a\",\"0\":\"zero\"}";

static char *load(const char *name, void *data)
{
	char **pieces = data;
	guint index = (guint)(*name - 'a') + 1;
	return !name[1] && index < g_strv_length(pieces) ? g_strdup(pieces[index]) : NULL;
}

static char **split(const uint8_t *bytes, size_t size)
{
	GPtrArray *pieces = g_ptr_array_new();
	const char *at = (const char *)bytes, *end = at + size;
	while (at <= end && pieces->len < 8) {
		size_t length = strnlen(at, end - at);
		g_ptr_array_add(pieces, g_strndup(at, length));
		at += length + 1;
	}
	g_ptr_array_add(pieces, NULL);
	return (char **)g_ptr_array_free(pieces, FALSE);
}

static void check_bodies(const char *markdown)
{
	g_autofree char *text = markdown_to_text(markdown);
	g_autofree char *html = markdown_to_html(markdown);
	if (!g_utf8_validate(text, -1, NULL) || !g_utf8_validate(html, -1, NULL))
		__builtin_trap();
	if (strstr(html, "<q>"))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const Escape escapes[] = {ESCAPE_NONE, ESCAPE_HTML, ESCAPE_MARKDOWN};
	if (size == 0 || size > 64 * 1024)
		return 0;
	g_autoptr(Value) value = value_from_json(values, NULL);
	g_auto(GStrv) pieces = split(bytes, size);
	g_autoptr(Value) other = value_from_json(*pieces, NULL);
	value_is_true(other);
	for (guint i = 0; i < G_N_ELEMENTS(escapes); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *out = template_render(pieces[0], value, escapes[i], load,
						       pieces, &error);
		if (!out != (error != NULL))
			__builtin_trap();
		if (out && strlen(out) < 100000)
			check_bodies(out);
	}
	return 0;
}
