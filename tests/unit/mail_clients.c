/* mail_clients.c - mail_clients.tsv: many clients' quotes and footers are found. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"
#include "tests/unit/mail_parsed.h"

#define OWN    "The lamp is broken.\n\nRegards,\nAnn"
#define QUOTED "> Which lamp?\n> \n> Bob\n"
#define NAKED  "Which lamp?\n\nBob\n"

static void assert_reply(const char *mail, const char *want)
{
	g_autofree char *reply = NULL, *quoted = NULL;
	text_split_reply(mail, &reply, &quoted);
	g_autofree char *have = fold_space(reply), *wanted = fold_space(want);
	if (strcmp(have, wanted) != 0)
		g_test_message("of: %s", mail);
	g_assert_cmpstr(have, ==, wanted);
}

/* Lines of at most width octets; 0: not wrapped. g_free. */
static char *wrap(const char *text, gsize width)
{
	char *wrapped = g_strdup(text), *line = wrapped, *space = NULL;
	for (char *at = wrapped; width > 0 && *at != '\0'; at++) {
		if (*at == ' ' && (gsize)(at - line) > width && space != NULL) {
			*space = '\n';
			line = space + 1;
			space = NULL;
		}
		if (*at == ' ')
			space = at;
		else if (*at == '\n')
			line = at + 1;
	}
	return wrapped;
}

static void attribution_is_no_new_text(gconstpointer data)
{
	static const gsize widths[] = {0, 76, 60};
	for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
		g_autofree char *wrapped = wrap(data, widths[i]);
		g_autofree char *mail =
			g_strconcat(OWN "\n\n", wrapped, "\n\n" QUOTED, NULL);
		assert_reply(mail, OWN);
	}
	const char *bracket = strstr(data, "<bob@");
	if (bracket == NULL || !g_str_has_suffix(data, ":"))
		return;
	g_autofree char *start =
		g_strndup(data, (gsize)(bracket + 1 - (const char *)data));
	g_autofree char *split =
		g_strconcat(OWN "\n\n", start, "\n", bracket + 1, "\n\n" QUOTED, NULL);
	assert_reply(split, OWN);
}

static void block_ends_the_new_text(gconstpointer data)
{
	g_autofree char *mail = g_strconcat(
		OWN "\n\n", data, *(const char *)data == '>' ? "\n" QUOTED : "\n\n" NAKED,
		NULL);
	assert_reply(mail, OWN);
}

static void footer_is_no_new_text(gconstpointer data)
{
	g_autofree char *mail = g_strconcat(OWN "\n\n", data, "\n", NULL);
	assert_reply(mail, OWN);
	g_autofree char *reply = g_strconcat(OWN "\n\n", data,
					     "\n\nOn Mon, Mar 2, 2026 at 9:00 AM Bob "
					     "<bob@example.com> wrote:\n\n" QUOTED,
					     NULL);
	assert_reply(reply, OWN);
}

static void own_words_stay(gconstpointer data)
{
	assert_reply(data, data);
}

/* A whole mail, a tab, its new text. */
static void the_new_text_is_found(gconstpointer data)
{
	g_auto(GStrv) columns = g_strsplit(data, "\t", 2);
	assert_reply(columns[0], columns[1] == NULL ? "" : columns[1]);
}

/* The HTML of a mail, a tab, its new text. */
static void the_new_text_of_html_is_found(gconstpointer data)
{
	g_auto(GStrv) columns = g_strsplit(data, "\t", 2);
	g_autofree char *text = html_to_marked_text(columns[0], strlen(columns[0]));
	assert_reply(text, columns[1] == NULL ? "" : columns[1]);
}

static const struct {
	const char *kind, *name;
	GTestDataFunc test;
} kinds[] = {
	{"attribution", "an attribution is no new text, however it is wrapped",
	 attribution_is_no_new_text},
	{"block", "an old header block ends the new text", block_ends_the_new_text},
	{"footer", "the footer of an app is no new text", footer_is_no_new_text},
	{"own", "own words stay", own_words_stay},
	{"shape", "the new text is found", the_new_text_is_found},
	{"html", "the new text of HTML is found", the_new_text_of_html_is_found},
};

static void add_row(const char *line, guint number)
{
	const char *tab = strchr(line, '\t');
	if (*line == '#' || tab == NULL)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strncmp(line, kinds[i].kind, (gsize)(tab - line)) != 0)
			continue;
		g_autofree char *path =
			g_strdup_printf("/clients/%s/line %u", kinds[i].name, number);
		g_test_add_data_func_full(path, g_strcompress(tab + 1), kinds[i].test,
					  g_free);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_autofree char *rows = NULL;
	g_autoptr(GError) error = NULL;
	g_file_get_contents("tests/unit/mail_clients.tsv", &rows, NULL, &error);
	g_assert_no_error(error);
	g_auto(GStrv) lines = g_strsplit(rows, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		add_row(lines[i], i + 1);
	return g_test_run();
}
