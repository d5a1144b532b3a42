/* markdown.c - Markdown as the two bodies of a mail. */
/* SPDX-License-Identifier: MIT */
#include "templates/markdown.h"

#include <cmark.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS	  72
#define DEPTH_MAX 40

/* Stands for a space that no line may be broken at, until the line is written. */
#define TIED_SPACE '\x01'

typedef cmark_node Markdown;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Markdown, cmark_node_free)

/* --- inlines --- */

/* Control characters go; a TIED_SPACE of the text's own would come out as
 * a space anyway. */
static void append_literal(GString *out, const char *text, char space)
{
	for (; *text; text++) {
		if (*text == ' ' || *text == '\n' || *text == '\t')
			g_string_append_c(out, space);
		else if ((unsigned char)*text >= ' ')
			g_string_append_c(out, *text);
	}
}

static bool is_known_scheme(const char *url)
{
	static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};
	for (guint i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

/* text_start is where the link's words begin in out. */
static void append_url(GString *out, const char *url, gsize text_start)
{
	const char *text = out->str + text_start;
	if (!is_known_scheme(url))
		return;
	if (g_str_has_prefix(url, "mailto:") && strcmp(url + 7, text) == 0)
		return;
	if (strcmp(url, text) == 0)
		g_string_truncate(out, text_start);
	else
		g_string_append_c(out, ' ');
	g_string_append_c(out, '<');
	append_literal(out, url, TIED_SPACE);
	g_string_append_c(out, '>');
}

static char *inline_text(cmark_node *block)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(gsize));
	cmark_iter *iter = cmark_iter_new(block);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (type == CMARK_NODE_TEXT)
			append_literal(out, cmark_node_get_literal(node), ' ');
		else if (type == CMARK_NODE_CODE)
			append_literal(out, cmark_node_get_literal(node), TIED_SPACE);
		else if (type == CMARK_NODE_SOFTBREAK)
			g_string_append_c(out, ' ');
		else if (type == CMARK_NODE_LINEBREAK)
			g_string_append_c(out, '\n');
		else if (type == CMARK_NODE_LINK && event == CMARK_EVENT_ENTER)
			g_array_append_val(links, out->len);
		else if (type == CMARK_NODE_LINK && links->len > 0) {
			append_url(out, cmark_node_get_url(node),
				   g_array_index(links, gsize, links->len - 1));
			g_array_set_size(links, links->len - 1);
		}
	}
	cmark_iter_free(iter);
	return g_string_free(out, FALSE);
}

/* --- lines --- */

static int columns_of(const char *text, gsize length)
{
	int columns = 0;
	for (const char *c = text; c < text + length; c = g_utf8_next_char(c)) {
		gunichar character = g_utf8_get_char(c);
		if (!g_unichar_iszerowidth(character))
			columns += g_unichar_iswide(character) ? 2 : 1;
	}
	return columns;
}

typedef struct {
	GString *out;
	GString *prefix;  /* of every line: "> ", the indentation of a list */
	GString *first;	  /* the same for the next line only: "- " */
	bool needs_blank; /* a blank line belongs before what comes next */
} Page;

static void append_trimmed(GString *out, const char *text, gsize length)
{
	g_string_append_len(out, text, length);
	while (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
}

static void write_blank(Page *page)
{
	if (!page->needs_blank)
		return;
	append_trimmed(page->out, page->prefix->str, page->prefix->len);
	g_string_append_c(page->out, '\n');
	page->needs_blank = false;
}

static void append_line(Page *page, const char *text, gsize length)
{
	write_blank(page);
	g_string_append(page->out, page->first->str);
	append_trimmed(page->out, text, length);
	g_string_append_c(page->out, '\n');
	g_string_assign(page->first, page->prefix->str);
}

/* Fills lines with the words of one line of text; a word is never broken. */
static void wrap(Page *page, const char *text)
{
	g_autoptr(GString) line = g_string_new(NULL);
	int room = MAX(COLUMNS - columns_of(page->prefix->str, page->prefix->len), 20);
	int used = 0;
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	for (char **word = words; *word; word++) {
		if (!**word)
			continue;
		g_strdelimit(*word, "\x01", ' ');
		int width = columns_of(*word, strlen(*word));
		if (used > 0 && used + 1 + width > room) {
			append_line(page, line->str, line->len);
			g_string_truncate(line, 0);
			used = 0;
		}
		if (used > 0)
			g_string_append_c(line, ' ');
		g_string_append(line, *word);
		used += width + (used > 0);
	}
	append_line(page, line->str, line->len);
}

/* --- blocks --- */

static void append_paragraph(Page *page, cmark_node *node)
{
	g_autofree char *text = inline_text(node);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		wrap(page, *line);
}

static void append_heading(Page *page, cmark_node *node)
{
	g_autofree char *text = g_strdelimit(inline_text(node), "\n\x01", ' ');
	int room = COLUMNS - columns_of(page->prefix->str, page->prefix->len);
	int columns = CLAMP(columns_of(text, strlen(text)), 1, MAX(room, 1));
	g_autofree char *rule = g_strnfill(columns, '-');
	wrap(page, text);
	append_line(page, rule, columns);
}

static void append_code(Page *page, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	for (const char *end; *text; text = end + 1) {
		end = strchrnul(text, '\n');
		append_line(page, text, end - text);
		if (!*end)
			break;
	}
}

static void append_blocks(Page *page, cmark_node *parent, bool tight, int depth);

static void append_inside(Page *page, cmark_node *node, const char *mark, int depth)
{
	gsize before = page->prefix->len;
	bool is_quote = *mark == '>';
	bool tight = !is_quote && cmark_node_get_list_tight(cmark_node_parent(node));
	g_autofree char *indent = g_strnfill(strlen(mark), ' ');

	write_blank(page);
	g_string_append(page->prefix, is_quote ? mark : indent);
	g_string_append(page->first, mark);
	append_blocks(page, node, tight, depth + 1);
	g_string_truncate(page->prefix, before);
	g_string_assign(page->first, page->prefix->str);
}

static void append_list(Page *page, cmark_node *list, int depth)
{
	bool tight = cmark_node_get_list_tight(list);
	bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	int number = cmark_node_get_list_start(list);

	for (cmark_node *item = cmark_node_first_child(list); item;
	     item = cmark_node_next(item)) {
		g_autofree char *mark =
			ordered ? g_strdup_printf("%d. ", number++) : g_strdup("- ");
		append_inside(page, item, mark, depth);
		page->needs_blank = !tight && cmark_node_next(item);
	}
}

static void append_block(Page *page, cmark_node *node, int depth)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_PARAGRAPH:
		append_paragraph(page, node);
		break;
	case CMARK_NODE_HEADING:
		append_heading(page, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		append_code(page, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		append_line(page, "----------------------------------------", 40);
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		append_inside(page, node, "> ", depth);
		break;
	case CMARK_NODE_LIST:
		append_list(page, node, depth);
		break;
	default:
		break;
	}
}

static void append_blocks(Page *page, cmark_node *parent, bool tight, int depth)
{
	if (depth > DEPTH_MAX || !parent)
		return;
	for (cmark_node *node = cmark_node_first_child(parent); node;
	     node = cmark_node_next(node)) {
		gsize before = page->out->len;
		append_block(page, node, depth);
		bool printed = page->out->len > before;
		if (printed && !tight && cmark_node_next(node))
			page->needs_blank = true;
	}
}

static Markdown *parse(const char *markdown)
{
	return cmark_parse_document(markdown, strlen(markdown), CMARK_OPT_VALIDATE_UTF8);
}

char *markdown_to_text(const char *markdown)
{
	g_autoptr(Markdown) document = parse(markdown);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GString) prefix = g_string_new(NULL);
	g_autoptr(GString) first = g_string_new(NULL);
	Page page = {.out = out, .prefix = prefix, .first = first};
	append_blocks(&page, document, false, 0);
	return g_strdup(out->str);
}

char *markdown_to_html(const char *markdown)
{
	g_autoptr(Markdown) document = parse(markdown);
	char *rendered = cmark_render_html(document, CMARK_OPT_DEFAULT);
	char *html = g_strdup(rendered);
	free(rendered);
	return html;
}
