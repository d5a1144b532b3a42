/* templates_mustache.c - every feature of the template language, case by case. */
/* SPDX-License-Identifier: MIT */
#include "templates/template.h"

#include <string.h>

/* Rows leave out what they do not need. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

typedef struct {
	const char *name, *json, *source, *want;
	const char *partials[7]; /* name, text, … NULL */
	Escape escape;
} Case;

static char *load(const char *name, void *data)
{
	const char *const *partials = data;
	for (; partials && *partials; partials += 2)
		if (strcmp(*partials, name) == 0)
			return g_strdup(partials[1]);
	return NULL;
}

/* clang-format off */
static const Case variables[] = {
	{"text without tags is printed as it is", "{}", "Hello {world}.\n", "Hello {world}.\n"},
	{"a variable is printed", "{\"who\":\"Ann\"}", "Hello {{who}}!", "Hello Ann!"},
	{"what a variable prints is not read again", "{\"a\":\"{{b}}\",\"b\":\"no\"}", "{{a}}", "{{b}}"},
	{"a variable is escaped", "{\"a\":\"& \\\" < >\"}", "{{a}}", "&amp; &quot; &lt; &gt;"},
	{"three braces do not escape", "{\"a\":\"& \\\" < >\"}", "{{{a}}}", "& \" < >"},
	{"an ampersand does not escape", "{\"a\":\"& \\\" < >\"}", "{{&a}}", "& \" < >"},
	{"numbers print as short as they can", "{\"a\":85,\"b\":1.21,\"c\":-0.1,\"d\":3.0}", "{{a}} {{{b}}} {{&c}} {{d}}", "85 1.21 -0.1 3"},
	{"true and false print as words", "{\"a\":true,\"b\":false}", "{{a}} {{b}}", "true false"},
	{"null prints nothing", "{\"a\":null}", "[{{a}}{{{a}}}{{&a}}]", "[]"},
	{"what is missing prints nothing", "{}", "[{{a}}{{{a}}}{{&a}}{{a.b}}]", "[]"},
	{"dots lead into maps", "{\"a\":{\"b\":{\"c\":\"x\"}}}", "{{a.b.c}}{{{a.b.c}}}{{&a.b.c}}", "xxx"},
	{"a missing link in a dotted name prints nothing", "{\"a\":{}}", "[{{a.b.c}}]", "[]"},
	{"a dotted name does not begin again outside", "{\"a\":{\"b\":{}},\"c\":{\"name\":\"no\"}}", "[{{a.b.c.name}}]", "[]"},
	{"the first part of a dotted name is found from the inside", "{\"a\":{\"b\":{\"c\":\"out\"}},\"s\":{\"b\":{\"c\":\"in\"}}}", "{{#s}}{{b.c}}{{/s}}", "in"},
	{"an inner map hides the rest of a dotted name", "{\"a\":{\"b\":{}},\"b\":{\"c\":\"no\"}}", "[{{#a}}{{b.c}}{{/a}}]", "[]"},
	{"a leading dot stays with the innermost value", "{\"a\":{},\"b\":{\"n\":\"in\",\"m\":{\"x\":\"y\"}},\"n\":\"out\"}", "{{#a}}{{.n}}{{/a}}{{#b}}{{.n}}{{.m.x}}{{/b}}", "iny"},
	{"a key with a dot is not a dotted name", "{\"a.b\":\"no\",\"a\":{\"b\":\"yes\"}}", "{{a.b}}", "yes"},
	{"a key with a dot cannot be reached", "{\"a.b\":\"no\"}", "[{{a.b}}]", "[]"},
	{"a dot is the value itself", "\"x<\"", "{{.}} {{{.}}} {{&.}}", "x&lt; x< x<"},
	{"blanks around a variable stay", "{\"a\":\"-\"}", "| {{a}} |  {{{a}}}\n", "| - |  -\n"},
	{"a variable alone on its line keeps the line", "{\"a\":\"-\"}", "  {{a}}\n  {{{a}}}\n  {{&a}}\n", "  -\n  -\n  -\n"},
	{"blanks inside a tag mean nothing", "{\"a\":\"-\"}", "{{ a }}{{{ a }}}{{& a }}{{\ta\n}}", "----"},
	{"UTF-8 names and values", "{\"имя\":\"Άννα\"}", "{{имя}}", "Άννα"},
};

static const Case sections[] = {
	{"a true section is printed", "{\"a\":true}", "{{#a}}yes{{/a}}", "yes"},
	{"a false section is not", "{\"a\":false}", "[{{#a}}no{{/a}}]", "[]"},
	{"null, nothing, empty text and empty lists are false", "{\"n\":null,\"e\":\"\",\"l\":[]}", "[{{#n}}1{{/n}}{{#m}}2{{/m}}{{#e}}3{{/e}}{{#l}}4{{/l}}]", "[]"},
	{"an empty map and zero are true", "{\"m\":{},\"z\":0}", "{{#m}}m{{/m}}{{#z}}z{{/z}}", "mz"},
	{"a map becomes the context", "{\"a\":{\"name\":\"Joe\"}}", "{{#a}}Hi {{name}}{{/a}}", "Hi Joe"},
	{"outer names are seen inside", "{\"a\":{\"x\":1},\"y\":2}", "{{#a}}{{x}}{{y}}{{/a}}", "12"},
	{"inner names hide outer ones", "{\"a\":{\"x\":\"in\"},\"x\":\"out\"}", "{{#a}}{{x}}{{/a}}{{x}}", "inout"},
	{"a text becomes the context", "{\"a\":\"hey\"}", "{{#a}}{{.}}{{/a}}", "hey"},
	{"a list repeats its section", "{\"l\":[{\"n\":1},{\"n\":2},{\"n\":3}]}", "{{#l}}{{n}}{{/l}}", "123"},
	{"a list of texts", "{\"l\":[\"a\",\"b<\"]}", "{{#l}}({{.}}{{{.}}}{{&.}}){{/l}}", "(aaa)(b&lt;b<b<)"},
	{"a list of numbers", "{\"l\":[1.1,2.2,3]}", "{{#l}}({{.}}){{/l}}", "(1.1)(2.2)(3)"},
	{"a list of lists", "{\"l\":[[1,2],[\"a\"]]}", "{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", "(12)(a)"},
	{"false elements of a list are elements", "{\"l\":[false,null,\"\"]}", "{{#l}}x{{/l}}", "xxx"},
	{"the top may be a list", "[{\"v\":\"a\"},{\"v\":\"b\"}]", "{{#.}}({{v}}){{/.}}", "(a)(b)"},
	{"dotted names are sections too", "{\"a\":{\"b\":{\"c\":true}}}", "{{#a.b.c}}yes{{/a.b.c}}{{#a.b.d}}no{{/a.b.d}}", "yes"},
	{"a dotted section is one context", "{\"a\":{\"b\":{\"x\":1}},\"x\":2}", "{{#a.b}}{{x}}{{/a.b}}", "1"},
	{"a number names an item of a list", "{\"l\":[\"a\",\"b\"],\"e\":[]}", "{{l.1}}{{#l.0}}!{{/l.0}}{{#e.0}}no{{/e.0}}{{l.2}}", "b!"},
	{"sections nest, also by the same name", "{\"a\":true,\"b\":[1,2]}", "{{#a}}A{{#b}}{{#a}}B{{/a}}{{/b}}{{/a}}", "ABB"},
	{"contexts stack deeply", "{\"a\":{\"one\":1},\"b\":{\"two\":2},\"c\":{\"three\":3,\"d\":{\"four\":4}}}", "{{#a}}{{one}}{{#b}}{{one}}{{two}}{{#c.d}}{{one}}{{two}}{{four}}{{/c.d}}{{/b}}{{/a}}", "112124"},
	{"an inverted section is printed when false", "{\"f\":false,\"l\":[],\"n\":null,\"e\":\"\"}", "{{^f}}1{{/f}}{{^l}}2{{/l}}{{^n}}3{{/n}}{{^m}}4{{/m}}{{^e}}5{{/e}}{{^a.b}}6{{/a.b}}", "123456"},
	{"an inverted section is not printed when true", "{\"t\":true,\"l\":[0],\"m\":{},\"s\":\"x\"}", "[{{^t}}1{{/t}}{{^l}}2{{/l}}{{^m}}3{{/m}}{{^s}}4{{/s}}]", "[]"},
	{"inverted sections nest", "{\"t\":true}", "{{^a}}A{{^t}}no{{/t}}{{^b}}B{{/b}}{{/a}}", "AB"},
	{"blanks inside section tags mean nothing", "{\"a\":true}", "|{{# a }}={{/ a }}|", "|=|"},
};

static const Case lines[] = {
	{"inline sections keep their blanks", "{\"a\":true}", " | {{#a}}\t|\t{{/a}} | \n", " | \t|\t | \n"},
	{"two tags on one line do not stand alone", "{\"a\":true}", " {{#a}} {{/a}}\n", "  \n"},
	{"a tag alone on its line takes the line", "{\"a\":true}", "| This\n{{#a}}\n|\n{{/a}}\n| End\n", "| This\n|\n| End\n"},
	{"also when it is indented", "{\"a\":true}", "| This\n  {{#a}}\n|\n  {{/a}}\t \n| End\n", "| This\n|\n| End\n"},
	{"also an inverted one", "{}", "1\n{{^a}}\n2\n{{/a}}\n3\n", "1\n2\n3\n"},
	{"also with CRLF", "{\"a\":true}", "|\r\n{{#a}}\r\n{{/a}}\r\n|", "|\r\n|"},
	{"also on the first line", "{\"a\":true}", "  {{#a}}\n#{{/a}}\n/", "#\n/"},
	{"also on the last line without a line end", "{\"a\":true}", "#{{#a}}\n/\n  {{/a}}", "#\n/\n"},
	{"an empty line inside a section stays", "{\"a\":true}", "{{#a}}\n\nx\n{{/a}}\n", "\nx\n"},
	{"standalone section in a list", "{\"l\":[1,2]}", "<\n{{#l}}\n- {{.}}\n{{/l}}\n>\n", "<\n- 1\n- 2\n>\n"},
	{"a comment prints nothing", "{}", "a{{! no {{x }}b", "ab"},
	{"a comment may have many lines", "{}", "a{{!\n one\n two\n}}b\n", "ab\n"},
	{"a comment alone takes its lines", "{}", "1\n  {{!\n no\n  }}\n2\n", "1\n2\n"},
	{"a comment with CRLF", "{}", "|\r\n{{! no }}\r\n|", "|\r\n|"},
	{"a comment on the first line", "{}", "  {{! no }}\n!", "!"},
	{"a comment on the last line", "{}", "!\n  {{! no }}", "!\n"},
	{"an inline comment keeps its blanks", "{}", "  12 {{! 34 }}\n", "  12 \n"},
	{"a comment is not a variable", "{\"! x\":1,\"x\":2}", "[{{! x }}]", "[]"},
};

static const Case delimiters[] = {
	{"delimiters can be changed", "{\"a\":\"Hey\"}", "{{=<% %>=}}(<%a%>)", "(Hey)"},
	{"special characters may be delimiters", "{\"a\":\"it\"}", "({{=[ ]=}}[a])", "(it)"},
	{"three braces come with the new delimiters", "{\"a\":\"<\"}", "{{=<% %>=}}<%{a}%><%&a%>", "<<"},
	{"changed delimiters in sections", "{\"a\":true,\"d\":\"x\"}", "[\n{{#a}}\n  {{d}}\n  |d|\n{{/a}}\n{{= | | =}}\n|#a|\n  {{d}}\n  |d|\n|/a|\n]\n", "[\n  x\n  |d|\n  {{d}}\n  x\n]\n"},
	{"changed delimiters in inverted sections", "{\"d\":\"x\"}", "{{= | | =}}|^a|{{d}}|d||/a|", "{{d}}x"},
	{"a partial begins with the usual delimiters", "{\"v\":\"yes\"}", "[ {{>p}} ]{{= | | =}}[ |>p| ]", "[ .yes. ][ .yes. ]", {"p", ".{{v}}."}},
	{"a partial's delimiters end with it", "{\"v\":\"yes\"}", "[{{>p}}][.{{v}}. .|v|.]", "[.yes.  .yes.][.yes. .|v|.]", {"p", ".{{v}}. {{= | | =}} .|v|."}},
	{"inline delimiters keep the blanks", "{}", "| {{=@ @=}} |", "|  |"},
	{"delimiters alone take their line", "{}", "1\n  {{=@ @=}}\n2", "1\n2"},
	{"delimiters with CRLF", "{}", "|\r\n{{= @ @ =}}\r\n|", "|\r\n|"},
	{"delimiters on the last line", "{}", "=\n  {{=@ @=}}", "=\n"},
	{"blanks around delimiters mean nothing", "{}", "|{{=   @     @  =}}|", "||"},
};

static const Case partials[] = {
	{"a partial is put in", "{}", "\"{{>p}}\"", "\"from p\"", {"p", "from p"}},
	{"a missing partial prints nothing", "{}", "\"{{>p}}\"", "\"\""},
	{"a partial sees the context", "{\"a\":\"x\"}", "\"{{>p}}\"", "\"*x*\"", {"p", "*{{a}}*"}},
	{"a partial may contain itself", "{\"c\":\"X\",\"n\":[{\"c\":\"Y\",\"n\":[]}]}", "{{>p}}", "X<Y<>>", {"p", "{{c}}<{{#n}}{{>p}}{{/n}}>"}},
	{"a partial may contain another", "{\"a\":\"hello\",\"b\":\"world\"}", "{{>o}}", "*hello world!*", {"o", "*{{a}} {{>i}}*", "i", "{{b}}!"}},
	{"an inline partial keeps the blanks", "{}", "| {{>p}} |", "| \t|\t |", {"p", "\t|\t"}},
	{"an inline partial is not indented", "{\"d\":\"|\"}", "  {{d}}  {{> p}}\n", "  |  >\n>\n", {"p", ">\n>"}},
	{"a partial alone takes its line, CRLF", "{}", "|\r\n{{>p}}\r\n|", "|\r\n>|", {"p", ">"}},
	{"its indentation goes before each line", "{}", "  {{>p}}\n>", "  >\n  >>", {"p", ">\n>"}},
	{"also on the last line", "{}", ">\n  {{>p}}", ">\n  >\n  >", {"p", ">\n>"}},
	{"but not before the lines of a value", "{\"c\":\"<\\n->\"}", "\\\n {{>p}}\n/\n", "\\\n |\n <\n->\n |\n/\n", {"p", "|\n{{{c}}}\n|\n"}},
	{"blanks inside a partial's tag mean nothing", "{}", "|{{> p }}|", "|[]|", {"p", "[]"}},
	{"a dynamic partial is named by a variable", "{\"d\":\"p\",\"*d\":\"no\"}", "{{>*d}} {{> * d }}", "yes yes", {"p", "yes", "no", "no"}},
	{"a dynamic name may be dotted", "{\"a\":{\"b\":\"p\"},\"p\":{}}", "{{>*a.b}}", "yes", {"p", "yes"}},
	{"a missing dynamic name prints nothing", "{\"d\":\"q\"}", "[{{>*x}}{{>*d}}{{>**d}}]", "[]", {"x", "no", "d", "no"}},
	{"a dynamic partial alone is indented", "{\"d\":\"p\"}", "  {{>*d}}\n>", "  >\n  >>", {"p", ">\n>"}},
};

static const Case inheritance[] = {
	{"a block prints its default", "{\"a\":\"<x>\"}", "{{$t}}Default {{a}} {{{a}}}{{/t}}\n", "Default &lt;x&gt; <x>\n"},
	{"a parent without arguments is a partial", "{}", "{{>p}}|{{<p}}{{/p}}", "dflt|dflt", {"p", "{{$f}}dflt{{/f}}"}},
	{"a missing parent prints nothing", "{}", "[{{<p}}{{$a}}x{{/a}}{{/p}}]", "[]"},
	{"an argument replaces a block", "{}", "{{<p}}{{$t}}mine{{/t}}{{/p}}", "...mine...", {"p", "...{{$t}}Default{{/t}}..."}},
	{"the context does not replace a block", "{\"v\":\"data\"}", "{{<p}}{{/p}}", "dflt", {"p", "{{$v}}dflt{{/v}}"}},
	{"two calls of one parent do not mix", "{}", "{{<p}}{{$s}}1{{/s}}{{/p}} {{<p}}{{$s}}2{{/s}}{{/p}}\n", "|1 d| |2 d|\n", {"p", "|{{$s}}.{{/s}}{{$d}} d{{/d}}|"}},
	{"text between arguments means nothing", "{}", "{{<p}} asd {{$f}}hm{{/f}} fgh {{/p}}", "hm", {"p", "{{$f}}dflt{{/f}}"}},
	{"the lines of an argument stay", "{}", "{{<p}}{{$b}}\npeaked\n\n:(\n{{/b}}{{/p}}", "peaked\n\n:(\n", {"p", "{{$b}}peaking{{/b}}"}},
	{"an argument sees the context of its place", "{\"f\":\"apples\",\"n\":{\"f\":\"bananas\"}}", "{{<p}}{{$b}}I say {{f}}.{{/b}}{{/p}}", "I say bananas.", {"p", "{{#n}}{{$b}}You say {{f}}.{{/b}}{{/n}}"}},
	{"the outermost argument wins", "{}", "{{<p}}{{$a}}c{{/a}}{{/p}}", "c", {"p", "{{<o}}{{$a}}p{{/a}}{{/o}}", "o", "{{<g}}{{$a}}o{{/a}}{{/g}}", "g", "{{$a}}g{{/a}}"}},
	{"an argument on the way wins when none is outside", "{}", "{{<p}}{{/p}}", "p", {"p", "{{<o}}{{$a}}p{{/a}}{{/o}}", "o", "{{<g}}{{$a}}o{{/a}}{{/g}}", "g", "{{$a}}g{{/a}}"}},
	{"arguments reach parents inside of parents", "{}", "{{<p}}{{$f}}over{{/f}}{{/p}}", "over over over stop", {"p", "{{$f}}d{{/f}} {{$b}}{{<q}}{{/q}}{{/b}}", "q", "{{$f}}d2{{/f}} {{<p}}{{$b}}stop{{/b}}{{/p}}"}},
	{"a block inside its own argument does not repeat itself", "{}", "{{<p}}{{$a}}[{{$a}}in{{/a}}]{{/a}}{{/p}}", "[in]", {"p", "{{$a}}d{{/a}}"}},
	{"a parent alone on its line is indented", "{}", "Hi,\n  {{<p}}{{/p}}\n", "Hi,\n  one\n  two\n", {"p", "one\ntwo\n"}},
	{"a block keeps the blanks before it", "{}", "{{<p}}{{$n}}time{{/n}}{{/p}}", "stop:\n  time\n", {"p", "stop:\n  {{$n}}listen{{/n}}\n"}},
	{"a block alone on its line indents its argument", "{}", "{{<p}}{{$b}}\none\ntwo{{/b}}\n{{/p}}\n", "Hi,\n  one\n  two\n", {"p", "Hi,\n  {{$b}}{{/b}}\n"}},
	{"the argument's own indentation goes first", "{}", "{{<p}}{{$b}}\n    one\n    two\n{{/b}}{{/p}}\n", "Hi,\n  one\n  two\n", {"p", "Hi,\n  {{$b}}\n  {{/b}}\n"}},
	{"the default's indentation counts", "{}", "{{<p}}{{$b}}\none\ntwo\n{{/b}}{{/p}}\n", "Hi,\n  one\n  two\n", {"p", "Hi,\n{{$b}}\n  default\n{{/b}}\n"}},
	{"a block inside an argument is indented with it", "{}", "{{<p}}{{$n}}\nthree\n{{/n}}{{/p}}\n", "one\n  three\n", {"p", "{{<g}}{{$b}}\n  one\n  {{$n}}\n    two\n  {{/n}}\n{{/b}}{{/g}}\n", "g", "{{$b}}default{{/b}}"}},
	{"an argument keeps the delimiters it was written in", "{\"v\":\"x\"}", "{{= | | =}}|<p||$b|\n  |v|\n  {{v}}\n|/b||/p|", "x\n{{v}}\n", {"p", "{{$b}}\nd\n{{/b}}"}},
	{"a parent may be dynamic", "{\"d\":\"p\"}", "{{<*d}}{{$b}}x{{/b}}{{/*d}}", "[x]", {"p", "[{{$b}}d{{/b}}]"}},
	{"sections in defaults", "{\"b\":{\"z\":\"q\"}}", "{{$f}}d {{#b}}{{z}}{{/b}} {{^c}}t{{/c}}{{/f}}\n", "d q t\n"},
};

static const Case markdown[] = {
	{"markup in a value is text", "{\"a\":\"*b* [l](u) `c` <b> &amp;\"}", "{{a}}", "\\*b\\* \\[l\\]\\(u\\) \\`c\\` \\<b\\> \\&amp;", {NULL}, ESCAPE_MARKDOWN},
	{"lines of a value are hard breaks", "{\"a\":\"\\n a\\r\\n\\nb\\n\"}", "{{a}}", "a\\\n\\\nb", {NULL}, ESCAPE_MARKDOWN},
	{"without escaping a value is as it is", "{\"a\":\"<*>\"}", "{{a}}", "<*>", {NULL}, ESCAPE_NONE},
};
/* clang-format on */

static const struct {
	const char *name, *source, *want;
} errors[] = {
	{"an open section", "a\nb\n{{#a}}", "line 3: section {{#a}} is never closed"},
	{"a section closed by another name", "{{#a}}{{/b}}",
	 "line 1: section {{#a}} is never closed"},
	{"a close without a section", "\n{{/a}}", "line 2: {{/a}} closes no section"},
	{"an open tag", "x\n{{a", "line 2: tag {{ is never closed"},
	{"a tag without a name", "{{ }}", "line 1: tag {{ has no name"},
	{"three braces closed by two", "{{{a}}", "line 1: tag {{ is never closed"},
	{"one delimiter", "{{=x=}}",
	 "line 1: delimiters are two words, {{=<% %>=}}, not «x»"},
	{"a partial that holds itself without end", "{{>p}}",
	 "partials or sections are nested too deeply"},
};

static void test_case(gconstpointer data)
{
	const Case *c = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(Value) value = value_from_json(c->json, &error);
	g_assert_no_error(error);
	g_autofree char *got = template_render(c->source, value, c->escape, load,
					       (void *)c->partials, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(got, ==, c->want);
}

/* The tables leave escape out: 0 is ESCAPE_NONE, and they mean HTML. */
static void test_html_case(gconstpointer data)
{
	Case c = *(const Case *)data;
	c.escape = ESCAPE_HTML;
	test_case(&c);
}

static void test_errors(void)
{
	const char *recursive[] = {"p", "{{>p}}", NULL};
	g_autoptr(Value) value = value_map();
	for (guint i = 0; i < G_N_ELEMENTS(errors); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *got = template_render(
			errors[i].source, value, ESCAPE_HTML, load, recursive, &error);
		g_assert_null(got);
		g_assert_error(error, TEMPLATE_ERROR, TEMPLATE_INVALID);
		g_assert_cmpstr(error->message, ==, errors[i].want);
	}
}

/* Nine nested lists of twelve: five thousand million rounds if nobody counts. */
static void test_work_is_bounded(void)
{
	g_autoptr(GString) source = g_string_new(NULL);
	for (int i = 0; i < 9; i++)
		g_string_append(source, "{{#l}}");
	for (int i = 0; i < 9; i++)
		g_string_append(source, "{{/l}}");
	g_autoptr(Value) value =
		value_from_json("{\"l\":[1,2,3,4,5,6,7,8,9,10,11,12]}", NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *got =
		template_render(source->str, value, ESCAPE_HTML, NULL, NULL, &error);
	g_assert_null(got);
	g_assert_error(error, TEMPLATE_ERROR, TEMPLATE_INVALID);
}

static void test_values(void)
{
	g_autoptr(Value) value = value_map();
	value_set(value, "a", "one");
	value_set(value, "a", "two");
	value_set(value, "n", NULL);
	value_set(value, "bad", "\xff\xfe");
	Value *list = value_list();
	value_append_take(list, value_string("x"));
	value_append_take(list, value_bool(true));
	value_set_take(value, "l", list);
	g_autofree char *got =
		template_render("{{a}}{{^n}}-{{/n}}{{#l}}{{.}}{{/l}}{{bad}}", value,
				ESCAPE_HTML, NULL, NULL, NULL);
	g_assert_cmpstr(got, ==, "two-xtrue\xef\xbf\xbd\xef\xbf\xbd");

	g_autoptr(GError) error = NULL;
	g_assert_null(value_from_json("{\n\"a\": }", &error));
	g_assert_error(error, TEMPLATE_ERROR, TEMPLATE_INVALID);
	g_assert_true(g_str_has_prefix(error->message, "line 2: "));
}

static void add_table(const char *table, const Case *cases, gsize count,
		      GTestDataFunc function)
{
	for (gsize i = 0; i < count; i++) {
		g_autofree char *path =
			g_strdup_printf("/mustache/%s/%s", table, cases[i].name);
		g_test_add_data_func(path, &cases[i], function);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_table("variables", variables, G_N_ELEMENTS(variables), test_html_case);
	add_table("sections", sections, G_N_ELEMENTS(sections), test_html_case);
	add_table("lines", lines, G_N_ELEMENTS(lines), test_html_case);
	add_table("delimiters", delimiters, G_N_ELEMENTS(delimiters), test_html_case);
	add_table("partials", partials, G_N_ELEMENTS(partials), test_html_case);
	add_table("inheritance", inheritance, G_N_ELEMENTS(inheritance), test_html_case);
	add_table("escapes", markdown, G_N_ELEMENTS(markdown), test_case);
	g_test_add_func("/mustache/an error names the line and what is wrong",
			test_errors);
	g_test_add_func("/mustache/no template can work for long", test_work_is_bounded);
	g_test_add_func("/mustache/values are a tree", test_values);
	return g_test_run();
}
