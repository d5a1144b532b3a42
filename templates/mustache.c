/* mustache.c - takes a Mustache template apart. */
/* SPDX-License-Identifier: MIT */
/*
 * One pass over the source; the open sections are a stack. A tag that stands alone on its
 * line takes the line with it. Blocks also keep their source, because the replacement of
 * a block is written with the indentation of the place that it goes to, and indentation
 * is a matter of source lines (what a variable prints is never indented).
 */
#include "templates/mustache.h"

#include <string.h>

#define NESTING_MAX 100

typedef struct {
	const char *source, *end; /* the whole */
	const char *at;		  /* what is not read yet */
	const char *open, *close; /* delimiters */
	GPtrArray *stack;	  /* Node* borrowed: what is open */
	Template *template;
} Parser;

typedef struct {
	char type;	  /* '\0' for a variable */
	const char *name; /* in the chunk */
	const char *start, *after;
	const char *margin; /* first of the white space before it when only that precedes
			       it on its line, else NULL */
	const char *rest;   /* behind the line end when the tag stands alone */
} Tag;

static void node_free(gpointer data)
{
	Node *node = data;
	if (node->children)
		g_ptr_array_unref(node->children);
	g_free(node);
}

void template_free(Template *template)
{
	if (!template)
		return;
	g_ptr_array_unref(template->nodes);
	g_string_chunk_free(template->strings);
	g_free(template);
}

static const char *keep(Parser *parser, const char *from, const char *to)
{
	return g_string_chunk_insert_len(parser->template->strings, from, to - from);
}

static bool fail(Parser *parser, const char *where, GError **error, const char *format,
		 const char *name)
{
	int line = 1;
	for (const char *c = parser->source; c < where; c++)
		line += *c == '\n';
	GString *text = g_string_new(NULL);
	g_string_append_printf(text, "line %d: ", line);
	const char *mark = strchr(format, '@');
	g_string_append_len(text, format, mark ? mark - format : (gssize)strlen(format));
	if (mark)
		g_string_append_printf(text, "%s%s", name, mark + 1);
	g_set_error_literal(error, TEMPLATE_ERROR, TEMPLATE_INVALID, text->str);
	g_string_free(text, TRUE);
	return false;
}

static Node *innermost(Parser *parser)
{
	return parser->stack->len
		       ? g_ptr_array_index(parser->stack, parser->stack->len - 1)
		       : NULL;
}

static bool is_in_parent(Parser *parser)
{
	Node *node = innermost(parser);
	return node && node->kind == NODE_PARENT;
}

static Node *add(Parser *parser, NodeKind kind, const char *text)
{
	Node *node = g_new0(Node, 1);
	node->kind = kind;
	node->text = text;
	node->indent = "";
	if (kind >= NODE_SECTION && kind != NODE_PARTIAL)
		node->children = g_ptr_array_new_with_free_func(node_free);
	Node *outer = innermost(parser);
	g_ptr_array_add(outer ? outer->children : parser->template->nodes, node);
	return node;
}

/* Text between the blocks of a parent means nothing. */
static Node *add_text(Parser *parser, const char *from, const char *to)
{
	if (from >= to || is_in_parent(parser))
		return NULL;
	return add(parser, NODE_TEXT, keep(parser, from, to));
}

/* --- the extent of a tag --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void find_margins(Parser *parser, Tag *tag)
{
	const char *c = tag->start;
	while (c > parser->source && is_blank(c[-1]))
		c--;
	tag->margin = c == parser->source || c[-1] == '\n' ? c : NULL;

	c = tag->after;
	while (is_blank(*c))
		c++;
	if (*c == '\0')
		tag->rest = c;
	else if (*c == '\n')
		tag->rest = c + 1;
	else if (c[0] == '\r' && c[1] == '\n')
		tag->rest = c + 2;
	else
		tag->rest = NULL;
}

static const char *trimmed(Parser *parser, const char *from, const char *to)
{
	while (from < to && g_ascii_isspace(*from))
		from++;
	while (from < to && g_ascii_isspace(to[-1]))
		to--;
	return keep(parser, from, to);
}

/* Reads the tag whose opening delimiter stands at start. */
static bool read_tag(Parser *parser, const char *start, Tag *tag, GError **error)
{
	const char *inside = start + strlen(parser->open);
	while (g_ascii_isspace(*inside))
		inside++;

	*tag = (Tag){.start = start};
	if (*inside && strchr("#^/>&!=<${", *inside))
		tag->type = *inside++;

	char ending[40];
	const char *extra = tag->type == '{' ? "}" : tag->type == '=' ? "=" : "";
	g_snprintf(ending, sizeof ending, "%s%s", extra, parser->close);
	const char *stop = strstr(inside, ending);
	if (!stop)
		return fail(parser, start, error, "tag @ is never closed", parser->open);

	tag->after = stop + strlen(ending);
	tag->name = trimmed(parser, inside, stop);
	if (!*tag->name && tag->type != '!')
		return fail(parser, start, error, "tag @ has no name", parser->open);
	find_margins(parser, tag);
	return true;
}

/* --- opening and closing --- */

static bool stands_alone(const Tag *tag)
{
	return tag->margin && tag->rest;
}

static bool set_delimiters(Parser *parser, const Tag *tag, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(tag->name, " \t\r\n", -1);
	const char *first = words[0], *last = NULL;
	guint count = 0;
	for (guint i = 0; words[i]; i++) {
		if (!*words[i])
			continue;
		last = words[i];
		count++;
	}
	bool fits = count == 2 && strlen(first) <= 16 && strlen(last) <= 16 &&
		    !strchr(first, '=') && !strchr(last, '=');
	if (!fits)
		return fail(parser, tag->start, error,
			    "delimiters are two words, {{=<% %>=}}, not «@»", tag->name);
	parser->open = g_string_chunk_insert(parser->template->strings, first);
	parser->close = g_string_chunk_insert(parser->template->strings, last);
	return true;
}

static const char *name_of_partial(Parser *parser, const Tag *tag, bool *dynamic)
{
	*dynamic = *tag->name == '*';
	if (!*dynamic)
		return tag->name;
	return trimmed(parser, tag->name + 1, tag->name + strlen(tag->name));
}

/*
 * What a block's replacement is indented by is known here when the tag shares its line
 * with the default content or that is empty; else close_block takes it from the default
 * content.
 */
static void open_block(Parser *parser, Node *node, const Tag *tag, bool is_argument)
{
	node->own_line = is_argument ? tag->rest != NULL : stands_alone(tag);
	if (node->own_line)
		node->after = tag->rest;
	if (tag->margin)
		node->indent = keep(parser, tag->margin, tag->start);
}

static bool open_section(Parser *parser, const Tag *tag, NodeKind kind, GError **error)
{
	if (parser->stack->len >= NESTING_MAX)
		return fail(parser, tag->start, error,
			    "sections are nested too deeply at @", tag->name);

	bool is_argument = is_in_parent(parser);
	Node *margin = NULL;
	if (kind == NODE_PARENT && tag->margin)
		margin = add_text(parser, tag->margin, tag->start);

	Node *node = add(parser, kind, tag->name);
	node->tag = tag->start;
	node->after = kind != NODE_PARENT && stands_alone(tag) ? tag->rest : tag->after;
	node->margin = margin;
	node->open = parser->open;
	node->close = parser->close;
	if (kind == NODE_BLOCK)
		open_block(parser, node, tag, is_argument);
	if (kind == NODE_PARENT) {
		node->own_line = tag->margin != NULL;
		node->text = name_of_partial(parser, tag, &node->dynamic);
	}
	g_ptr_array_add(parser->stack, node);
	parser->at = node->after;
	return true;
}

static void close_block(Parser *parser, Node *node, const char *stop)
{
	node->content = keep(parser, node->after, MAX(stop, node->after));
	if (!node->own_line || !*node->content)
		return;
	gsize blanks = strspn(node->content, " \t");
	node->indent = keep(parser, node->content, node->content + blanks);
}

/* A parent stands alone with its closing tag, on one line or on several. */
static void close_parent(Parser *parser, Node *node, const Tag *tag)
{
	parser->at = tag->after;
	bool one_line = !memchr(node->after, '\n', tag->start - node->after);
	if (!tag->rest || (one_line && !node->own_line))
		return;
	parser->at = tag->rest;
	if (!node->margin)
		return;
	node->indent = node->margin->text;
	node->margin->text = "";
}

static bool close_section(Parser *parser, const Tag *tag, GError **error)
{
	Node *node = innermost(parser);
	if (!node)
		return fail(parser, tag->start, error, "{{/@}} closes no section",
			    tag->name);
	const char *name = tag->name;
	if (node->dynamic && *name == '*')
		name = trimmed(parser, name + 1, name + strlen(name));
	if (strcmp(node->text, name) != 0)
		return fail(parser, node->tag, error, "section {{#@}} is never closed",
			    node->text);

	g_ptr_array_set_size(parser->stack, parser->stack->len - 1);
	bool is_argument = node->kind == NODE_BLOCK && is_in_parent(parser);
	bool alone = is_argument ? tag->margin != NULL : stands_alone(tag);
	parser->at = alone && !is_argument ? tag->rest : tag->after;
	if (node->kind == NODE_BLOCK)
		close_block(parser, node, alone ? tag->margin : tag->start);
	else if (node->kind == NODE_PARENT)
		close_parent(parser, node, tag);
	return true;
}

static void add_partial(Parser *parser, const Tag *tag)
{
	bool dynamic;
	const char *name = name_of_partial(parser, tag, &dynamic);
	Node *node = add(parser, NODE_PARTIAL, name);
	node->dynamic = dynamic;
	if (stands_alone(tag))
		node->indent = keep(parser, tag->margin, tag->start);
}

static bool take_tag(Parser *parser, const Tag *tag, GError **error)
{
	parser->at = stands_alone(tag) ? tag->rest : tag->after;
	switch (tag->type) {
	case '#':
		return open_section(parser, tag, NODE_SECTION, error);
	case '^':
		return open_section(parser, tag, NODE_INVERTED, error);
	case '$':
		return open_section(parser, tag, NODE_BLOCK, error);
	case '<':
		return open_section(parser, tag, NODE_PARENT, error);
	case '/':
		return close_section(parser, tag, error);
	case '=':
		return set_delimiters(parser, tag, error);
	case '!':
		return true;
	case '>':
		add_partial(parser, tag);
		return true;
	default:
		parser->at = tag->after;
		add(parser, tag->type ? NODE_RAW : NODE_VARIABLE, tag->name);
		return true;
	}
}

/* How far the text before the tag goes: a tag alone on its line takes the line's margin
 * too. */
static const char *text_end(Parser *parser, const Tag *tag)
{
	bool is_variable = tag->type == '\0' || tag->type == '&' || tag->type == '{';
	Node *node = innermost(parser);
	bool closes_argument =
		tag->type == '/' && node && node->kind == NODE_BLOCK &&
		parser->stack->len > 1 &&
		((Node *)g_ptr_array_index(parser->stack, parser->stack->len - 2))
				->kind == NODE_PARENT;
	if (closes_argument && tag->margin)
		return tag->margin;
	if (tag->type == '<' && tag->margin)
		return tag->margin;
	return !is_variable && stands_alone(tag) ? tag->margin : tag->start;
}

static bool read_source(Parser *parser, GError **error)
{
	const char *start;
	while ((start = strstr(parser->at, parser->open))) {
		Tag tag;
		if (!read_tag(parser, start, &tag, error))
			return false;
		add_text(parser, parser->at, text_end(parser, &tag));
		if (!take_tag(parser, &tag, error))
			return false;
	}
	add_text(parser, parser->at, parser->end);

	Node *unclosed = innermost(parser);
	return !unclosed || fail(parser, unclosed->tag, error,
				 "section {{#@}} is never closed", unclosed->text);
}

Template *template_parse(const char *source, const char *open, const char *close,
			 GError **error)
{
	g_autoptr(Template) template = g_new0(Template, 1);
	template->nodes = g_ptr_array_new_with_free_func(node_free);
	template->strings = g_string_chunk_new(1024);
	template->length = strlen(source);
	g_autoptr(GPtrArray) stack = g_ptr_array_new();
	Parser parser = {
		.source = source,
		.end = source + template->length,
		.at = source,
		.open = g_string_chunk_insert(template->strings, open),
		.close = g_string_chunk_insert(template->strings, close),
		.stack = stack,
		.template = template,
	};
	if (!read_source(&parser, error))
		return NULL;
	return g_steal_pointer(&template);
}
