/* mail_html.c - HTML as the text that a reader sees. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"
#include "tests/unit/mail_parsed.h"

static const Case documents[] = {
	{"paragraphs", "<p>One</p><p>Two</p>", "One\n\nTwo\n"},
	{"line breaks", "One<br>Two<br/>Three", "One\nTwo\nThree\n"},
	{"a list that goes on", "<ol><li>A</ol><p>B<ol start=\"2\"><li>C<li>D</ol>",
	 "1. A\n\nB\n\n2. C\n3. D\n"},
	{"lists", "<ul><li>One<li>Two</ul><ol><li>A<li>B</ol>",
	 "* One\n* Two\n\n1. A\n2. B\n"},
	{"tables", "<table><tr><td>A<td>1<tr><td>B<td>2</table>", "A\t1\nB\t2\n"},
	{"quotes", "<div>Yes</div><blockquote type=cite><div>No?</div></blockquote>",
	 "Yes\n> No?\n"},
	{"nested quotes", "<blockquote>a<blockquote>b</blockquote></blockquote>",
	 "> a\n>> b\n"},
	{"a link that says more", "<a href=\"https://example.com/x\">here</a>",
	 "here <https://example.com/x>\n"},
	{"a link that says the same", "<a href=\"https://example.com/\">example.com</a>",
	 "example.com\n"},
	{"styles and scripts", "<style>p{}</style><script>x()</script>Text", "Text\n"},
	{"hidden preheaders", "<div style=\"display: none\">secret</div>Text", "Text\n"},
	{"what is shown after all",
	 "<p style=\"display:none;display:block\">a</p><p hidden "
	 "style=display:block>b</p>"
	 "<p style=\"display:block!important;display:none\">c</p>"
	 "<a style=\"color:red;mso-hide:all\">d</a>",
	 "a\n\nb\n\nc\n\nd\n"},
	{"what is hidden after all",
	 "<p style=\"display:block;display:none\">a</p>"
	 "<p style=\"font-size:9px;font-size:0px\">b<b>c</b></p>d",
	 "d\n"},
	{"text in cells of size 0",
	 "<table><td style=\"font-size:0px\"><div><p style=\"font-size:13px\">a</p></div>"
	 "</table><div style=visibility:hidden>b<p style=visibility:visible>c</p></div>",
	 "a\n\nb\n\nc\n"},
	{"entities", "&lt;b&gt; &amp; &nbsp;&eacute;", "<b> &  é\n"},
	{"preformatted text", "<pre>a\n  b</pre>", "a\n  b\n"},
	{"an indent that is no quote",
	 "<blockquote style=\"margin:0 0 0 40px;border:none\">x</blockquote>", "x\n"},
	{"pictures beside words", "<p>Look:<img alt=\"A broken lamp\" src=cid:a></p>",
	 "Look:\n"},
	{"pictures alone",
	 "<p>&nbsp;</p><a href=\"https://example.com/x\"><img alt=\"A broken lamp\" "
	 "src=cid:a></a>",
	 " \n\nA broken lamp <https://example.com/x>\n"},
	{"nothing", "", ""},
};

static void check_document(gconstpointer data)
{
	const Case *c = data;
	g_autofree char *text = html_to_text(c->given, strlen(c->given));
	g_assert_cmpstr(text, ==, c->want);
}

static void html_that_grows_without_end_is_stripped(void)
{
	GString *html = g_string_new(NULL);
	for (int i = 0; i < 100000; i++)
		g_string_append(html, "<b></p>");
	g_string_append(html, "end");
	g_autofree char *text = html_to_text(html->str, html->len);
	g_assert_true(g_str_has_suffix(text, "end"));
	g_string_free(html, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_cases("/html/", documents, G_N_ELEMENTS(documents), check_document);
	g_test_add_func("/html/HTML that grows without end is stripped",
			html_that_grows_without_end_is_stripped);
	return g_test_run();
}
