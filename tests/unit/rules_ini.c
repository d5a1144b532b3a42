/* rules_ini.c - INI files: what arrives, with which line, and what is refused. */
/* SPDX-License-Identifier: MIT */
#include "rules/ini.h"
#include "rules/problem.h"

#include <glib/gstdio.h>
#include <string.h>

static void write_down(const IniEntry *entry, void *data)
{
	if (entry->key)
		g_string_append_printf(data, "%d [%s %d] %s=%s\n", entry->line,
				       entry->section, entry->section_line, entry->key,
				       entry->value);
	else
		g_string_append_printf(data, "[%s %d] empty\n", entry->section,
				       entry->section_line);
}

/* Entries, then problems. */
static char *read_text(const char *text, gsize length)
{
	GString *result = g_string_new(NULL);
	g_autoptr(GPtrArray) problems = problems_new();
	ini_read_text("f.ini", text, length, write_down, result, problems);
	for (guint i = 0; i < problems->len; i++)
		g_string_append_printf(result, "%s\n", (char *)problems->pdata[i]);
	return g_string_free(result, FALSE);
}

typedef struct {
	const char *name, *given, *want;
} Case;

static const Case cases[] = {
	{"keys come with their line and section", "[a b]\nk = v\n\n[c]\nx: y",
	 "2 [a b 1] k=v\n5 [c 4] x=y\n"},
	{"an empty file says nothing", "", ""},
	{"a section without keys is reported", "[a]\n[b]\nk=\n[c]",
	 "[a 1] empty\n3 [b 2] k=\n[c 4] empty\n"},
	{"comments and a byte order mark are skipped",
	 "\xEF\xBB\xBF; one\n# two\n[a] ; three\nk = v ; four\n  ; five\n",
	 "4 [a 3] k=v\n"},
	{"a semicolon inside a word is no comment", "[a]\nk = a;b ;c\n",
	 "2 [a 1] k=a;b\n"},
	{"lines may end as on Windows", "[a]\r\nk = v\r\n\r\nl = w",
	 "2 [a 1] k=v\n4 [a 1] l=w\n"},
	{"repeated keys are each delivered", "[a]\nk=1\nk=2\n",
	 "2 [a 1] k=1\n3 [a 1] k=2\n"},
	{"an indented line is another value of the key above",
	 "[a]\nif subject = /x/\n  /y ; z/i ; comment\n\n\tmore\n",
	 "2 [a 1] if subject=/x/\n3 [a 1] if subject=/y ; z/i\n5 [a 1] if "
	 "subject=more\n"},
	{"a regular expression keeps its semicolons", "[a]\nk = /a ;b/i\n",
	 "2 [a 1] k=/a ;b/i\n"},
	{"a regular expression may be followed by a comment", "[a]\nk = /a ;b/ ; c/d\n",
	 "2 [a 1] k=/a ;b/\n"},
	{"an escaped slash does not end an expression", "[a]\nk = /a\\/ ;b/\n",
	 "2 [a 1] k=/a\\/ ;b/\n"},
	{"a slash in a class does not end an expression", "[a]\nk = /[]/ ;]x/ ; c\n",
	 "2 [a 1] k=/[]/ ;]x/\n"},
	{"a path is no expression", "[a]\nk = /etc/postdesk.d ; the files\n",
	 "2 [a 1] k=/etc/postdesk.d\n"},
	{"an equals sign may be in a value", "[a]\nk = b = c: d\n",
	 "2 [a 1] k=b = c: d\n"},
	{"a key before the first section is refused", "k = v\n[a]\nl = w\n",
	 "3 [a 2] l=w\n"
	 "f.ini:1: a key stands before the first section; write [postdesk] above it\n"},
	{"a line that is nothing is refused, with what continues it",
	 "[a]\nk = v\nnonsense\n  more of it\nl = w\n",
	 "2 [a 1] k=v\n5 [a 1] l=w\n"
	 "f.ini:3: the line is neither a [section], key = value nor a ; comment\n"},
	{"a key without a name is refused", "[a]\n= v\n",
	 "[a 1] empty\n"
	 "f.ini:2: the line is neither a [section], key = value nor a ; comment\n"},
	{"an open bracket is refused, with the keys below it", "[a\nk = v\n[b]\nl = w\n",
	 "4 [b 3] l=w\n"
	 "f.ini:1: the section has no closing bracket; write [queue support]\n"},
	{"text after a section is refused", "[a] k = v\n",
	 "f.ini:1: there is text after the section; write it on the next line\n"},
	{"a section without a name is refused", "[ ]\n",
	 "f.ini:1: the section has no name; write [postdesk]\n"},
	{"an indented key is refused", "[a]\nk = v\n  l = w\n",
	 "2 [a 1] k=v\n"
	 "f.ini:3: an indented line continues the value above it; write the key at the "
	 "start "
	 "of the line\n"},
	{"an indented section is refused", "[a]\nk = v\n  [b]\n",
	 "2 [a 1] k=v\n"
	 "f.ini:3: a section must not be indented; write [ at the start of the line\n"},
	{"a control character is refused", "[a]\nk = a\x01z\n",
	 "[a 1] empty\n"
	 "f.ini:2: the line has a control character; save the file as plain UTF-8 "
	 "text\n"},
	{"text that is not UTF-8 is refused", "[a]\nk = caf\xE9\n",
	 "[a 1] empty\n"
	 "f.ini:2: the line is not UTF-8; save the file as plain UTF-8 text\n"},
	{"a section name of 49 bytes is taken, of 50 refused",
	 "[queue 6789012345678901234567890123456789012345678]\nk=\n"
	 "[queue 67890123456789012345678901234567890123456789]\nk=\n",
	 "2 [queue 6789012345678901234567890123456789012345678 1] k=\n"
	 "f.ini:3: the section name is longer than 49 bytes; choose a shorter one\n"},
};

static void test_case(gconstpointer data)
{
	const Case *one = data;
	g_autofree char *got = read_text(one->given, strlen(one->given));
	g_assert_cmpstr(got, ==, one->want);
}

/* libinih's own buffer holds 199 bytes: every cut must fall somewhere in here. */
static void test_long_values(void)
{
	static const char pattern[] = "a ;b; \xCE\xB1  c|d=[e] /f:";
	for (gsize length = 1; length < 8000; length += length < 700 ? 1 : 997) {
		g_autoptr(GString) value = g_string_new("/");
		while (value->len < length)
			g_string_append_c(value, 'x');
		while (value->len < length + 30)
			g_string_append(value, pattern);
		g_string_append(value, "/i");
		g_autofree char *text = g_strdup_printf("[a]\nk = %s ; comment\n  l %s\n",
							value->str, value->str);
		g_autofree char *want =
			g_strdup_printf("2 [a 1] k=%s\n3 [a 1] k=l", value->str);
		g_autofree char *got = read_text(text, strlen(text));
		g_assert_true(g_str_has_prefix(got, want));
	}
}

static void test_long_line(void)
{
	g_autofree char *most = g_strnfill(INI_LINE_MAX - 4, 'x');
	g_autofree char *text =
		g_strdup_printf("[a]\nk = %s\nl = %sx\nm = v\n", most, most);
	g_autofree char *want =
		g_strdup_printf("2 [a 1] k=%s\n4 [a 1] m=v\nf.ini:3: the line is longer "
				"than 8192 bytes; write "
				"the value as several lines of the same key\n",
				most);
	g_autofree char *got = read_text(text, strlen(text));
	g_assert_cmpstr(got, ==, want);
}

static void test_zero_byte(void)
{
	static const char text[] = "[a]\nk = v\0x\nl = w\n";
	g_autofree char *got = read_text(text, sizeof text - 1);
	g_assert_cmpstr(
		got, ==,
		"3 [a 1] l=w\nf.ini:2: the line has a control character; save the file "
		"as plain UTF-8 text\n");
}

static void test_missing_file(void)
{
	g_autoptr(GPtrArray) problems = problems_new();
	ini_read("/nonexistent/f.ini", write_down, NULL, problems);
	ini_read("/", write_down, NULL, problems);
	g_assert_cmpuint(problems->len, ==, 2);
	g_assert_cmpstr(problems->pdata[0], ==,
			"/nonexistent/f.ini: cannot be read: No such file or directory");
	g_assert_cmpstr(problems->pdata[1], ==, "/: is not a file");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strconcat("/ini/", cases[i].name, NULL);
		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func("/ini/long values arrive whole", test_long_values);
	g_test_add_func("/ini/a line over 8192 bytes is refused", test_long_line);
	g_test_add_func("/ini/a zero byte is refused", test_zero_byte);
	g_test_add_func("/ini/a file that is not there is a problem", test_missing_file);
	return g_test_run();
}
