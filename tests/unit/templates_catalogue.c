/* templates_catalogue.c - the shipped words in each language, with any values. */
/* SPDX-License-Identifier: MIT */
#include "templates/catalogue.h"

#include <string.h>

#define SHIPPED POSTDESK_SHARE "/templates"

static const char *const languages[] = {"en", "ru", "el"};
static const char *const texts[] = {
	"ack",	    "faq",   "ask",	   "solved", "bounced", "notice",   "transcript",
	"refused",  "held",  "escalation", "digest", "failed",	"note",	    "survey",
	"incident", "limit", "status",	   "away",   "closing", "collision"};
static const char *const articles[] = {
	"order-status",	  "delivery-times", "return-item",  "refund-status",
	"password-reset", "change-address", "invoice-copy", "payment-failed",
	"damaged-item",	  "cancel-order"};

#define HOSTILE                                                                          \
	"<b>x</b> [link](http://evil.example) <http://evil.example> "                    \
	"![p](http://evil.example)\\n"                                                   \
	"# heading\\n\\n- list\\n\\n    code\\n> quote\\n{{ticket}} {{{tag}}} `c` "      \
	"**b** &lt; \\\\"

/* Every variable of every text, all of them hostile where mail can put something in. */
static const char full[] =
	"{\"ticket\":\"42\",\"tag\":\"[#42]\",\"subject\":\"" HOSTILE
	"\",\"queue\":\"Support\","
	"\"queue_address\":\"support@example.com\",\"customer\":\"" HOSTILE "\","
	"\"customer_address\":\"ann@example.org\",\"category\":\"Orders\",\"category_"
	"path\":\"order\","
	"\"promise\":\"Tuesday 24 November, 11:00\",\"hours\":\"Mon-Fri 09:00-18:00\","
	"\"article\":\"order-status\",\"title\":\"" HOSTILE
	"\",\"solved_url\":\"mailto:s+a@example.com\","
	"\"person_url\":\"mailto:s+b@example.com\",\"call_url\":\"mailto:s+c@example."
	"com\","
	"\"fields\":[{\"key\":\"k\",\"name\":\"order number\",\"value\":\"" HOSTILE
	"\"}],"
	"\"agent\":\"Anna\",\"reopen_until\":\"8 "
	"December\",\"address\":\"ann@example.org\","
	"\"status\":\"5.1.1\",\"reason\":\"" HOSTILE
	"\",\"hard\":true,\"sent_at\":\"Monday\","
	"\"excerpt\":[\"<b>\",\"\",\"# [x](http://code.example)\"],\"event\":\"new "
	"ticket\","
	"\"organisation\":\"" HOSTILE
	"\",\"tier\":\"gold\",\"reply_to\":\"bob@example.org\","
	"\"state\":\"new\",\"priority\":\"high\",\"confidence\":\"87 "
	"%\",\"runner_up\":\"billing\","
	"\"because\":[\"" HOSTILE
	"\"],\"due\":[{\"target\":\"First answer\",\"at\":\"now\",\"overdue\":true}],"
	"\"earlier\":[{\"ticket\":\"40\",\"subject\":\"" HOSTILE
	"\",\"state\":\"closed\",\"date\":\"1 May\"}],"
	"\"articles\":[{\"slug\":\"order-status\",\"title\":\"Where\",\"url\":\"mailto:s+"
	"d@example.com\"}],"
	"\"attachments\":[{\"name\":\"" HOSTILE "\",\"size\":\"3 kB\"}],"
	"\"claims\":[{\"ticket\":\"7\",\"subject\":\"" HOSTILE "\"}],"
	"\"people\":[{\"name\":\"" HOSTILE "\",\"address\":\"bob@example.org\"}],"
	"\"outsiders\":[\"" HOSTILE "\"],\"warnings\":[\"" HOSTILE
	"\"],\"command_address\":\"s+e@example.com\",\"copy\":true,"
	"\"failed\":true,\"lines\":[{\"line\":\"" HOSTILE "\",\"result\":\"" HOSTILE "\","
	"\"output\":[\"<i>\",\"  two\"]}],\"sent_to\":[\"ann@example.org\"],"
	"\"original\":[\"#take\",\"</"
	"pre>\"],\"from\":\"anna@example.com\",\"received_at\":\"Monday\","
	"\"other\":\"Boris\",\"other_at\":\"10:00\",\"other_text\":[\"<b>\"],"
	"\"send_url\":\"mailto:s+f@example.com\",\"drop_url\":\"mailto:s+g@example.com\","
	"\"reminder\":true,"
	"\"one\":true,\"answerable\":true,\"count\":\"1\",\"role\":\"lead\",\"target\":"
	"\"First "
	"answer\",\"percent\":\"75 %\","
	"\"overdue\":true,\"left\":\"2h\",\"tickets\":[{\"ticket\":\"42\",\"subject\":"
	"\"" HOSTILE "\","
	"\"date\":\"May\",\"due\":\"June\"}],\"items\":[{\"ticket\":\"42\",\"subject\":"
	"\"" HOSTILE "\","
	"\"what\":\"x\",\"at\":\"y\"}],\"recipient\":\"ann@example.org\",\"tries\":\"5\","
	"\"since\":\"Monday\",\"text_subject\":\"" HOSTILE
	"\",\"author\":\"Boris\",\"text\":\"" HOSTILE "\","
	"\"scores\":[{\"score\":\"5\",\"label\":\"Good\",\"url\":\"mailto:s+h@example."
	"com\"}],"
	"\"until\":\"June\",\"ended\":true,\"kind\":\"too "
	"many\",\"last_subject\":\"" HOSTILE "\","
	"\"back\":true,\"folded\":false,\"due_at\":\"x\"}";

static Catalogue *shipped(void)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	Catalogue *catalogue = catalogue_load(SHIPPED, NULL, problems);
	for (guint i = 0; i < problems->len; i++)
		g_error("%s", (char *)problems->pdata[i]);
	return catalogue;
}

/* A line is longer than 72 only when it is one word,
 * or a block that is shown as it is. */
static void check_lines(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_assert_false(g_str_has_suffix(*line, " "));
		const char *word = *line + strspn(*line, " ->0123456789.");
		if (g_utf8_strlen(*line, -1) > 72 && strchr(word, ' '))
			g_error("too long: %s", *line);
	}
}

static void check_html(const char *html)
{
	g_assert_null(strstr(html, "href=\"http://evil"));
	g_assert_null(strstr(html, "src="));
	g_assert_null(strstr(html, "<b>"));
	g_assert_null(strstr(html, "<i>"));
	g_assert_null(strstr(html, "<h1>"));
	g_assert_null(strstr(html, "raw HTML omitted"));
	g_assert_null(strstr(html, "href=\"\""));
}

static void check_rendered(const Rendered *rendered, const char *language)
{
	g_assert_cmpstr(rendered->language, ==, language);
	g_assert_cmpint(strlen(rendered->subject), >, 0);
	g_assert_cmpint(strlen(rendered->text), >, 20);
	g_assert_null(strchr(rendered->subject, '\n'));
	g_assert_true(g_utf8_validate(rendered->text, -1, NULL));
	g_assert_true(g_utf8_validate(rendered->html, -1, NULL));
	g_assert_true(g_str_has_suffix(rendered->text, "\n"));
	check_lines(rendered->text);
	check_html(rendered->html);
}

static void test_texts(gconstpointer data)
{
	g_autoptr(Catalogue) catalogue = shipped();
	g_autoptr(GError) error = NULL;
	g_autoptr(Value) value = value_from_json(data, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		for (guint j = 0; j < G_N_ELEMENTS(languages); j++) {
			g_test_message("%s %s", texts[i], languages[j]);
			g_autoptr(Rendered) rendered = catalogue_render(
				catalogue, texts[i], languages[j], value, &error);
			g_assert_no_error(error);
			check_rendered(rendered, languages[j]);
		}
	}
}

static void test_articles(void)
{
	g_autoptr(Catalogue) catalogue = shipped();
	g_autoptr(Value) value = value_map();
	for (guint i = 0; i < G_N_ELEMENTS(articles); i++) {
		for (guint j = 0; j < G_N_ELEMENTS(languages); j++) {
			g_autoptr(GError) error = NULL;
			g_assert_true(catalogue_has_article(catalogue, articles[i],
							    languages[j]));
			g_autoptr(Rendered) rendered = catalogue_article(
				catalogue, articles[i], languages[j], value, &error);
			g_assert_no_error(error);
			check_rendered(rendered, languages[j]);
			g_assert_cmpstr(rendered->subject, ==,
					catalogue_article_title(catalogue, articles[i],
								languages[j]));
		}
		g_assert_false(catalogue_has_article(catalogue, articles[i], "de"));
		g_assert_true(catalogue_knows_article(catalogue, articles[i]));
	}
	g_autoptr(GError) error = NULL;
	g_assert_null(catalogue_article(catalogue, "no-such", "en", value, &error));
	g_assert_error(error, TEMPLATE_ERROR, TEMPLATE_INVALID);
	g_assert_false(catalogue_knows_article(catalogue, "no-such"));
	g_assert_cmpstr(catalogue_article_title(catalogue, "no-such", "en"), ==, "");
}

/* The names in all tags of a file, sorted: a translation may reorder, not forget. */
static char *variables_of(const char *language, const char *file)
{
	g_autofree char *path = g_build_filename(SHIPPED, language, file, NULL);
	g_autofree char *source = NULL;
	g_assert_true(g_file_get_contents(path, &source, NULL, NULL));
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	g_auto(GStrv) pieces = g_strsplit(source, "{{", -1);
	for (char **piece = pieces + 1; *pieces && *piece; piece++) {
		*strstr(*piece, "}}") = '\0';
		g_hash_table_add(names, *piece + strspn(*piece, "#^/{>"));
	}
	g_autoptr(GList) sorted =
		g_list_sort(g_hash_table_get_keys(names), (GCompareFunc)strcmp);
	GString *out = g_string_new(NULL);
	for (GList *name = sorted; name; name = name->next)
		g_string_append_printf(out, "%s ", (char *)name->data);
	return g_string_free(out, FALSE);
}

static void test_translations(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *file = g_strconcat(texts[i], ".md", NULL);
		g_autofree char *want = variables_of("en", file);
		for (guint j = 1; j < G_N_ELEMENTS(languages); j++) {
			g_test_message("%s %s", texts[i], languages[j]);
			g_autofree char *got = variables_of(languages[j], file);
			g_assert_cmpstr(got, ==, want);
		}
	}
}

/* A phrase that a language lacks would come out in English. */
static void test_phrases_complete(void)
{
	g_autoptr(GKeyFile) english = g_key_file_new();
	g_assert_true(g_key_file_load_from_file(english, SHIPPED "/en/phrases.ini",
						G_KEY_FILE_NONE, NULL));
	g_auto(GStrv) groups = g_key_file_get_groups(english, NULL);
	for (guint i = 1; i < G_N_ELEMENTS(languages); i++) {
		g_autofree char *path =
			g_build_filename(SHIPPED, languages[i], "phrases.ini", NULL);
		g_autoptr(GKeyFile) file = g_key_file_new();
		g_assert_true(
			g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL));
		for (char **group = groups; *group; group++) {
			g_auto(GStrv) keys =
				g_key_file_get_keys(english, *group, NULL, NULL);
			for (char **key = keys; *key; key++) {
				g_test_message("%s [%s] %s", languages[i], *group, *key);
				g_assert_true(
					g_key_file_has_key(file, *group, *key, NULL));
			}
		}
	}
}

static const struct {
	const char *language, *key, *want;
} phrases[] = {
	{"en", "state.open", "open"},	    {"ru", "state.open", "открыто"},
	{"ru-RU", "state.open", "открыто"}, {"de", "state.open", "open"},
	{"", "state.open", "open"},	    {NULL, "state.open", "open"},
	{"ru", "no.such", "no.such"},	    {"ru", "command.solve", "решить"},
	{"el", "from.via", "%s μέσω %s"},   {"en", "unassigned", "nobody yet"},
};

static const struct {
	const char *word, *want;
} commands[] = {
	{"solve", "solve"},  {"SOLVE", "solve"},  {"решить", "solve"},
	{"РЕШЕНО", "solve"}, {"λύθηκε", "solve"}, {"ΛΥΘΗΚΕ", "solve"},
	{"λυθηκε", "solve"}, {"взять", "take"},	  {"жду", "wait"},
	{"έως", "until"},    {"ΕΩΣ", "until"},	  {"σημείωση", "note"},
	{"ждёт", NULL},	     {"", NULL},	  {"\xff", NULL},
	{"solv", NULL},
};

static void test_phrases(void)
{
	g_autoptr(Catalogue) catalogue = shipped();
	for (guint i = 0; i < G_N_ELEMENTS(phrases); i++)
		g_assert_cmpstr(
			catalogue_phrase(catalogue, phrases[i].language, phrases[i].key),
			==, phrases[i].want);
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
		g_assert_cmpstr(catalogue_command(catalogue, commands[i].word), ==,
				commands[i].want);
}

static void test_languages(void)
{
	static const struct {
		const char *wanted, *fallback, *want;
	} rows[] = {
		{"ru", "el", "ru"}, {"ru-by", "el", "ru"}, {"RU_ru", NULL, "ru"},
		{"de", "el", "el"}, {"de", "fr", "en"},	   {"", "", "en"},
		{NULL, NULL, "en"},
	};
	g_autoptr(Catalogue) catalogue = shipped();
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpstr(
			catalogue_language(catalogue, rows[i].wanted, rows[i].fallback),
			==, rows[i].want);
}

static void test_dates(void)
{
	static const struct {
		const char *language, *time, *brief, *day;
	} rows[] = {
		{"en", "Tuesday 24 November, 11:00", "Tue 24 Nov 11:00",
		 "24 November 2026"},
		{"ru", "вторник, 24 ноября, 11:00", "вт 24 нояб. 11:00",
		 "24 ноября 2026 г."},
		{"el", "Τρίτη 24 Νοεμβρίου, 11:00", "Τρί 24 Νοε 11:00",
		 "24 Νοεμβρίου 2026"},
	};
	g_autoptr(Catalogue) catalogue = shipped();
	g_autoptr(GTimeZone) athens = g_time_zone_new_identifier("Europe/Athens");
	g_assert_nonnull(athens);
	const gint64 at = 1795510800; /* 2026-11-24 09:00 UTC */
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		const char *language = rows[i].language;
		g_autofree char *time = catalogue_time(catalogue, language, at, athens);
		g_autofree char *brief =
			catalogue_time_short(catalogue, language, at, athens);
		g_autofree char *day = catalogue_day(catalogue, language, at, athens);
		g_assert_cmpstr(time, ==, rows[i].time);
		g_assert_cmpstr(brief, ==, rows[i].brief);
		g_assert_cmpstr(day, ==, rows[i].day);
	}
	g_autofree char *utc = catalogue_time_short(catalogue, "en", at, NULL);
	g_assert_cmpstr(utc, ==, "Tue 24 Nov 09:00");
	g_autofree char *never = catalogue_time(catalogue, "en", G_MAXINT64, NULL);
	g_assert_cmpstr(never, ==, "");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/catalogue/every text renders with hostile values", full,
			     test_texts);
	g_test_add_data_func(
		"/catalogue/every text renders with no values",
		"{\"agent\":\"Anna\",\"queue\":\"Support\",\"tag\":\"[#42]\"}",
		test_texts);
	g_test_add_func("/catalogue/every article renders", test_articles);
	g_test_add_func("/catalogue/translations use the same variables",
			test_translations);
	g_test_add_func("/catalogue/translations have the same phrases",
			test_phrases_complete);
	g_test_add_func("/catalogue/phrases and command words", test_phrases);
	g_test_add_func("/catalogue/a language falls back", test_languages);
	g_test_add_func("/catalogue/dates are in words", test_dates);
	return g_test_run();
}
