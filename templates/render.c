/* render.c - prints a Mustache template with values. */
/* SPDX-License-Identifier: MIT */
/*
 * The context is a stack of values, the innermost last. A replacement of a block is
 * looked for in the parents that led here, the outermost first; while it is printed only
 * the parents outside of its own count, so that it cannot find itself. Every node,
 * looked-up name, parsed byte and printed byte is a step, and steps are bounded: no
 * template can run for long.
 */
#include "templates/escape.h"
#include "templates/mustache.h"
#include "templates/value.h"

#include <string.h>

#define DEPTH_MAX	      100
#define STEPS_MAX	      (16 * 1024 * 1024)
#define STEPS_PER_PARSED_BYTE 8
#define OUTPUT_MAX	      (4 * 1024 * 1024)

typedef struct {
	GString *out;
	Escape escape;
	PartialLoader loader;
	void *data;
	GPtrArray *context;   /* const Value* */
	GPtrArray *parents;   /* const Node*: outermost first */
	GHashTable *partials; /* indent, LF, name -> Template*; NULL when there is none */
	gsize steps;
	int depth;
} Renderer;

static bool render_nodes(Renderer *renderer, const GPtrArray *nodes, GError **error);

static bool spend(Renderer *renderer, gsize steps, GError **error)
{
	renderer->steps += steps;
	if (renderer->steps <= STEPS_MAX && renderer->out->len <= OUTPUT_MAX)
		return true;
	g_set_error_literal(error, TEMPLATE_ERROR, TEMPLATE_INVALID,
			    "the template's output or work has no end");
	return false;
}

/* --- names --- */

static const Value *innermost(const Renderer *renderer)
{
	return g_ptr_array_index(renderer->context, renderer->context->len - 1);
}

static const Value *find_first(const Renderer *renderer, const char *name)
{
	for (guint i = renderer->context->len; i > 0; i--) {
		const Value *frame = g_ptr_array_index(renderer->context, i - 1);
		const Value *found = value_member(frame, name);
		if (found)
			return found;
	}
	return NULL;
}

/*
 * Only the first part of a dotted name walks the stack; the rest are members of what it
 * found. A leading dot stands for the innermost value: {{.}}, {{.name}}.
 */
static const Value *find(const Renderer *renderer, const char *name)
{
	if (!strchr(name, '.'))
		return find_first(renderer, name);
	if (strcmp(name, ".") == 0)
		return innermost(renderer);

	g_auto(GStrv) parts = g_strsplit(name, ".", 20);
	const Value *value =
		*name == '.' ? innermost(renderer) : find_first(renderer, parts[0]);
	for (guint i = 1; parts[i] && value; i++)
		value = value_member(value, parts[i]);
	return value;
}

/* --- sections --- */

static bool render_inside(Renderer *renderer, const Node *node, const Value *value,
			  GError **error)
{
	g_ptr_array_add(renderer->context, (gpointer)value);
	bool ok = render_nodes(renderer, node->children, error);
	g_ptr_array_set_size(renderer->context, renderer->context->len - 1);
	return ok;
}

static bool render_section(Renderer *renderer, const Node *node, GError **error)
{
	const Value *value = find(renderer, node->text);
	if (!value_is_true(value))
		return true;
	if (value->kind != VALUE_LIST)
		return render_inside(renderer, node, value, error);
	for (guint i = 0; i < value->items->len; i++)
		if (!render_inside(renderer, node, value->items->pdata[i], error))
			return false;
	return true;
}

/* --- partials --- */

/* Puts indent before each line of text that holds anything; before the first only if
 * asked. */
static char *indented(const char *text, const char *indent, bool first)
{
	GString *out = g_string_sized_new(strlen(text) + 64);
	bool at_start = first;
	for (const char *c = text; *c; c++) {
		if (at_start && *c != '\n' && *c != '\r')
			g_string_append(out, indent);
		g_string_append_c(out, *c);
		at_start = *c == '\n';
	}
	return g_string_free(out, FALSE);
}

static bool load_partial(Renderer *renderer, const char *name, const char *indent,
			 Template **template, GError **error)
{
	g_autofree char *key = g_strdup_printf("%s\n%s", indent, name);
	gpointer found;
	if (g_hash_table_lookup_extended(renderer->partials, key, NULL, &found)) {
		*template = found;
		return true;
	}

	*template = NULL;
	g_autofree char *source =
		renderer->loader ? renderer->loader(name, renderer->data) : NULL;
	if (source) {
		g_autofree char *text = indented(source, indent, true);
		*template = template_parse(text, "{{", "}}", error);
		if (!*template) {
			g_prefix_error(error, "partial %s: ", name);
			return false;
		}
	}
	g_hash_table_insert(renderer->partials, g_steal_pointer(&key), *template);
	gsize length = *template ? (*template)->length : 1;
	return spend(renderer, length * STEPS_PER_PARSED_BYTE, error);
}

static bool render_partial(Renderer *renderer, const Node *node, GError **error)
{
	const char *name =
		node->dynamic ? value_text(find(renderer, node->text)) : node->text;
	if (!*name)
		return true;
	Template *template;
	if (!load_partial(renderer, name, node->indent, &template, error))
		return false;
	if (!template)
		return true;

	bool replaces = node->kind == NODE_PARENT;
	if (replaces)
		g_ptr_array_add(renderer->parents, (gpointer)node);
	bool ok = render_nodes(renderer, template->nodes, error);
	if (replaces)
		g_ptr_array_set_size(renderer->parents, renderer->parents->len - 1);
	return ok;
}

/* --- blocks --- */

static const Node *argument_of(const Node *parent, const char *name)
{
	for (guint i = 0; i < parent->children->len; i++) {
		const Node *node = g_ptr_array_index(parent->children, i);
		if (node->kind == NODE_BLOCK && strcmp(node->text, name) == 0)
			return node;
	}
	return NULL;
}

static const Node *find_argument(const Renderer *renderer, const char *name, guint *depth)
{
	for (guint i = 0; i < renderer->parents->len; i++) {
		const Node *node = argument_of(renderer->parents->pdata[i], name);
		*depth = i;
		if (node)
			return node;
	}
	return NULL;
}

/* Takes the indentation of the first line away from every line that begins with it. */
static char *dedented(const char *text, const char *indent)
{
	gsize length = strlen(indent);
	GString *out = g_string_sized_new(strlen(text));
	bool at_start = true;
	for (const char *c = text; *c; c++) {
		if (at_start && length && strncmp(c, indent, length) == 0)
			c += length;
		if (!*c)
			break;
		g_string_append_c(out, *c);
		at_start = *c == '\n';
	}
	return g_string_free(out, FALSE);
}

static bool render_reindented(Renderer *renderer, const Node *block, const Node *argument,
			      GError **error)
{
	g_autofree char *plain =
		dedented(argument->content, argument->own_line ? argument->indent : "");
	g_autofree char *text = indented(plain, block->indent, block->own_line);
	g_autoptr(Template) template =
		template_parse(text, argument->open, argument->close, error);
	return template &&
	       spend(renderer, template->length * STEPS_PER_PARSED_BYTE, error) &&
	       render_nodes(renderer, template->nodes, error);
}

static bool render_argument(Renderer *renderer, const Node *block, const Node *argument,
			    GError **error)
{
	bool same_lines = !argument->own_line && !*block->indent;
	if (same_lines || !*argument->content)
		return render_nodes(renderer, argument->children, error);
	return render_reindented(renderer, block, argument, error);
}

static bool render_block(Renderer *renderer, const Node *node, GError **error)
{
	guint depth = 0;
	const Node *argument = find_argument(renderer, node->text, &depth);
	if (!spend(renderer, renderer->parents->len, error))
		return false;
	if (!argument)
		return render_nodes(renderer, node->children, error);

	GPtrArray *all = renderer->parents;
	g_autoptr(GPtrArray) outer = g_ptr_array_new();
	for (guint i = 0; i < depth; i++)
		g_ptr_array_add(outer, all->pdata[i]);
	renderer->parents = outer;
	bool ok = render_argument(renderer, node, argument, error);
	renderer->parents = all;
	return ok;
}

/* --- all of them --- */

static bool render_node(Renderer *renderer, const Node *node, GError **error)
{
	switch (node->kind) {
	case NODE_TEXT:
		g_string_append(renderer->out, node->text);
		return true;
	case NODE_VARIABLE:
		escape_append(renderer->out, value_text(find(renderer, node->text)),
			      renderer->escape);
		return true;
	case NODE_RAW:
		g_string_append(renderer->out, value_text(find(renderer, node->text)));
		return true;
	case NODE_SECTION:
		return render_section(renderer, node, error);
	case NODE_INVERTED:
		return value_is_true(find(renderer, node->text)) ||
		       render_nodes(renderer, node->children, error);
	case NODE_BLOCK:
		return render_block(renderer, node, error);
	default:
		return render_partial(renderer, node, error);
	}
}

static bool render_nodes(Renderer *renderer, const GPtrArray *nodes, GError **error)
{
	if (renderer->depth >= DEPTH_MAX) {
		g_set_error_literal(error, TEMPLATE_ERROR, TEMPLATE_INVALID,
				    "partials or sections are nested too deeply");
		return false;
	}
	renderer->depth++;
	bool ok = spend(renderer, 1, error);
	for (guint i = 0; ok && i < nodes->len; i++) {
		const Node *node = g_ptr_array_index(nodes, i);
		gsize before = renderer->out->len;
		ok = render_node(renderer, node, error);
		gsize printed = node->kind <= NODE_RAW ? renderer->out->len - before : 1;
		ok = ok && spend(renderer, printed + renderer->context->len, error);
	}
	renderer->depth--;
	return ok;
}

static void partial_free(gpointer template)
{
	template_free(template);
}

char *template_render(const char *source, const Value *value, Escape escape,
		      PartialLoader partials, void *data, GError **error)
{
	g_autoptr(Template) template = template_parse(source, "{{", "}}", error);
	if (!template)
		return NULL;
	g_autoptr(GString) out = g_string_sized_new(template->length + 256);
	g_autoptr(GPtrArray) context = g_ptr_array_new();
	g_autoptr(GPtrArray) parents = g_ptr_array_new();
	g_autoptr(GHashTable) loaded =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, partial_free);
	g_ptr_array_add(context, (gpointer)value);
	Renderer renderer = {
		.out = out,
		.escape = escape,
		.loader = partials,
		.data = data,
		.context = context,
		.parents = parents,
		.partials = loaded,
	};
	if (!render_nodes(&renderer, template->nodes, error))
		return NULL;
	return g_strdup(out->str);
}

bool template_check(const char *source, GError **error)
{
	g_autoptr(Template) template = template_parse(source, "{{", "}}", error);
	return template != NULL;
}
