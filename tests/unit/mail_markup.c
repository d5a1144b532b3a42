/* mail_markup.c - plain text as HTML, and as a quote. */
/* SPDX-License-Identifier: MIT */
#include "mail/draft.h"

static const struct {
	const char *text, *html;
} markups[] = {
	{"", ""},
	{"a\nb\n\nc", "<p>a<br>\nb</p>\n<p>c</p>\n"},
	{"<b>&\"", "<p>&lt;b&gt;&amp;&quot;</p>\n"},
	{"see https://example.com/a?b=1&c=2.",
	 "<p>see <a href=\"https://example.com/a?b=1&amp;c=2\">"
	 "https://example.com/a?b=1&amp;c=2</a>.</p>\n"},
	{"x <http://example.com> y",
	 "<p>x &lt;<a href=\"http://example.com\">http://example.com</a>"
	 "&gt; y</p>\n"},
	{"http:// https://\" javascript:x",
	 "<p>http:// https://&quot; javascript:x</p>\n"},
	{"> a\n> > b\nc",
	 "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n"
	 "</blockquote>\n<p>c</p>\n"},
	{"> a\n>\n> b\r\n", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\n"},
	{"  in", "<p>&nbsp;&nbsp;in</p>\n"},
};

static void test_markup(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(markups); i++) {
		g_autofree char *got = text_to_html(markups[i].text);
		g_assert_cmpstr(got, ==, markups[i].html);
	}
	g_autofree char *quoted = text_quote("a\r\n\n> b\nlast", 0);
	g_assert_cmpstr(quoted, ==, "> a\n>\n> > b\n> last\n");

	g_autofree char *broken = text_quote(
		"It was charged twice, on Monday and Tuesday.\n\n"
		"> Наш счёт за ноябрь был оплачен ещё в понедельник.\n"
		"    https://example.org/a/long/address/that/nothing/breaks and more\n"
		"-- \nAnn",
		40);
	g_assert_cmpstr(broken, ==,
			"> It was charged twice, on Monday and\n> Tuesday.\n>\n"
			"> > Наш счёт за ноябрь был оплачен ещё\n> > в понедельник.\n"
			">     https://example.org/a/long/address/that/nothing/breaks\n"
			"> and more\n> -- \n> Ann\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/markup/plain text as HTML and as a quote", test_markup);
	return g_test_run();
}
