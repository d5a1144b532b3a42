/* mail_html_cut.c - agents' HTML answers, cut as mail clients write them. */
/* SPDX-License-Identifier: MIT */
#include "mail/html_cut.h"
#include "tests/unit/mail_answer.h"
#include "tests/unit/mail_parsed.h"

/* The notice as clients quote it: the customer's words, the block. */
#define ASKED "<div><p>I was charged twice.</p><p>Where is my parcel?</p></div>"
#define BLOCK                                                                            \
	"<p>---- below this line: for agents, cut from your answer ----</p>"             \
	"<div><p><strong>Ticket 1</strong>: new ticket</p><ul><li>Customer: ann</li>"    \
	"<li>Category: billing</li></ul><p>Reply to answer the customer. "               \
	"<code>#note</code> <code>#take</code> <code>#solve</code></p></div>"            \
	"<p>---- end of the part for agents ----</p>"
#define NOTICE ASKED BLOCK

typedef struct {
	const char *name, *html;
	const char *text;    /* with white space folded */
	const char *written; /* NULL: any; the HTML that may be sent */
} Sample;

static const Sample samples[] = {
	{"Gmail, above the quote",
	 "<div dir=\"ltr\"><div>It was <b>one</b> charge.</div><div><br></div>"
	 "<div>Regards</div><div>-- <br></div><div dir=\"ltr\" class=\"gmail_signature\">"
	 "<div>Anna Petrova, +30 210 000</div></div></div><br>"
	 "<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Mon, Jun "
	 "1, "
	 "2026 at 9:00 AM Ann via Support &lt;<a href=\"mailto:support@example.com\">"
	 "support@example.com</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\" "
	 "style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);"
	 "padding-left:1ex\">" NOTICE "</blockquote></div>",
	 "It was one charge. Regards",
	 "<div dir=\"ltr\"><div>It was <b>one</b> charge.</div><div><br></div>"
	 "<div>Regards</div></div>"},
	{"Gmail, attribution in a language nobody knows",
	 "<div dir=\"ltr\">One.</div><br><div class=\"gmail_quote\"><div "
	 "class=\"gmail_attr\">"
	 "Qabil 1-5-2026 zirtil Ann:</div><blockquote class=\"gmail_quote\">" NOTICE
	 "</blockquote></div>",
	 "One.", "<div dir=\"ltr\">One.</div>"},
	{"Gmail, below the quote",
	 "<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, Jun 1, 2026 Ann "
	 "wrote:<br></div><blockquote class=\"gmail_quote\">" NOTICE
	 "</blockquote><div>It was one charge.</div></div>",
	 "It was one charge.", "<div><div>It was one charge.</div></div>"},
	{"Gmail, between the lines",
	 "<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, Jun 1, 2026 Ann "
	 "wrote:</div><blockquote class=\"gmail_quote\"><p>I was charged twice.</p>"
	 "</blockquote><div>Once only.</div><blockquote class=\"gmail_quote\">"
	 "<p>Where is my parcel?</p></blockquote><div>On its way.</div>"
	 "<blockquote class=\"gmail_quote\">" BLOCK "</blockquote></div>",
	 "> I was charged twice. Once only. > Where is my parcel? On its way.",
	 "<div><blockquote><p>I was charged twice.</p></blockquote><div>Once only.</div>"
	 "<blockquote><p>Where is my parcel?</p></blockquote><div>On its "
	 "way.</div></div>"},
	{"Outlook, above the old header",
	 "<html><head><style>p.MsoNormal{margin:0}</style></head><body lang=\"EN\">"
	 "<div class=\"WordSection1\"><p class=\"MsoNormal\">It was one "
	 "charge.<o:p></o:p>"
	 "</p><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><div><div style=\"border:none;"
	 "border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p "
	 "class=\"MsoNormal\">"
	 "<b>Van:</b> Ann via Support &lt;support@example.com&gt;<br><b>Verzonden:</b> "
	 "maandag 1 juni 2026 09:00<br><b>Aan:</b> Anna<br><b>Onderwerp:</b> [#1] Hi</p>"
	 "</div></div>" NOTICE "</div></body></html>",
	 "It was one charge.", "<div><p>It was one charge.</p></div>"},
	{"Outlook on the web",
	 "<div class=\"elementToProof\" style=\"font-family:Calibri;font-size:12pt\">It "
	 "was "
	 "one charge.</div><div id=\"Signature\"><p>Anna Petrova</p></div>"
	 "<div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" "
	 "tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><b>Ziirdaz:</b> Ann<br>"
	 "<b>Nopea:</b> Monday</div><div>" NOTICE "</div>",
	 "It was one charge.",
	 "<div style=\"font-family:Calibri;font-size:12pt\">It was one charge.</div>"},
	{"Outlook, below the mail that is answered",
	 "<div id=\"divRplyFwdMsg\"><b>From:</b> Ann "
	 "&lt;support@example.com&gt;<br><b>Sent:"
	 "</b> Monday, 1 June 2026 09:00<br><b>Subject:</b> Hi</div>" NOTICE
	 "<p class=\"MsoNormal\">It was one charge.</p>",
	 "It was one charge.", "<p>It was one charge.</p>"},
	{"Outlook, with a line at the left",
	 "<p class=\"MsoNormal\">It was one charge.</p><div "
	 "style=\"border:none;border-left:"
	 "solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt\">" NOTICE "</div>",
	 "It was one charge.", "<p>It was one charge.</p>"},
	{"Outlook for phones",
	 "<div>It was one charge.</div><div id=\"ms-outlook-mobile-signature\">Get <a "
	 "href=\"https://example.net\">Outlook</a></div>"
	 "<div id=\"mail-editor-reference-message-container\"><hr><b>From:</b> "
	 "Ann<br>" NOTICE "</div>",
	 "It was one charge.", "<div>It was one charge.</div>"},
	{"Apple Mail",
	 "<html><body style=\"overflow-wrap: break-word;\">It was one charge.<br id=\""
	 "lineBreakAtBeginningOfMessage\"><div><br><blockquote type=\"cite\"><div>On Jun "
	 "1, "
	 "2026, at 9:00 AM, Ann via Support &lt;support@example.com&gt; wrote:</div><br "
	 "class=\"Apple-interchange-newline\"><div>" NOTICE
	 "</div></blockquote></div><br></body></html>",
	 "It was one charge.", "It was one charge."},
	{"iOS Mail",
	 "<html><body dir=\"auto\">It was one charge.<br "
	 "id=\"lineBreakAtBeginningOfSignature"
	 "\"><div dir=\"ltr\">Sent from my iPhone</div><div dir=\"ltr\"><br><blockquote "
	 "type=\"cite\">On Jun 1, 2026, at 9:00, Ann wrote:<br><br></blockquote></div>"
	 "<blockquote type=\"cite\"><div dir=\"ltr\">" NOTICE "</div></blockquote></body>"
	 "</html>",
	 "It was one charge.", "It was one charge."},
	{"Thunderbird, below the quote",
	 "<html><body><div class=\"moz-cite-prefix\">Am 01.06.2026 um 09:00 schrieb Ann "
	 "via "
	 "Support:<br></div><blockquote type=\"cite\" cite=\"mid:x@example.com\">" NOTICE
	 "</blockquote><p>It was one charge.</p><div class=\"moz-signature\">-- <br>Anna "
	 "Petrova</div></body></html>",
	 "It was one charge.", "<p>It was one charge.</p>"},
	{"Yahoo",
	 "<div class=\"ydp1a2byahoo-style-wrap\"><div dir=\"ltr\">It was one "
	 "charge.</div>"
	 "</div><div id=\"ydp1a2byahoo_quoted_99\" class=\"ydp1a2byahoo_quoted\"><div>On "
	 "Monday, June 1, 2026 at 09:00:00 AM GMT+3, Ann wrote:</div>" NOTICE "</div>",
	 "It was one charge.", "<div><div dir=\"ltr\">It was one charge.</div></div>"},
	{"K-9",
	 "<!DOCTYPE html><html><body>It was one charge.<br><br><div "
	 "class='k9mail-signature'>"
	 "-- <br>Anna Petrova</div><div class=\"gmail_quote\">Am 1. Juni 2026 09:00:00 "
	 "MESZ "
	 "schrieb Ann:<blockquote class=\"gmail_quote\" style=\"margin: 0pt 0pt 0pt "
	 "0.8ex; "
	 "border-left: 1px solid rgb(204, 204, 204);\">" NOTICE
	 "</blockquote></div></body></html>",
	 "It was one charge.", "It was one charge."},
	{"Mail.ru",
	 "<HTML><BODY><div>It was one charge.</div><div><br></div><div "
	 "data-signature-widget=\"container\"><div "
	 "data-signature-widget=\"content\"><div>--"
	 "<br>Anna Petrova</div></div></div><blockquote style=\"border-left:1px solid "
	 "#0857A6;"
	 "margin:10px;padding:0 0 0 10px;\">Понедельник, 1 июня 2026, 9:00 +03:00 от Ann "
	 "&lt;support@example.com&gt;:<br>&nbsp;<div>" NOTICE
	 "</div></blockquote></BODY></HTML>",
	 "It was one charge.", "<div>It was one charge.</div>"},
	{"Yandex",
	 "<div>It was one charge.</div><div> </div><div>01.06.2026, 09:00, \"Ann via "
	 "Support"
	 "\" &lt;support@example.com&gt;:</div><blockquote><div>" NOTICE
	 "</div></blockquote>",
	 "It was one charge.", "<div>It was one charge.</div>"},
	{"Proton",
	 "<div style=\"font-family: Arial;\">It was one charge.</div><div class=\""
	 "protonmail_signature_block\">Anna Petrova</div><div "
	 "class=\"protonmail_quote\">On "
	 "Monday, June 1st, 2026 at 9:00, Ann wrote:<br><blockquote "
	 "class=\"protonmail_quote\" "
	 "type=\"cite\">" NOTICE "</blockquote></div>",
	 "It was one charge.",
	 "<div style=\"font-family:Arial\">It was one charge.</div>"},
	{"Samsung",
	 "<div>It was one charge.</div><div id=\"composer_signature\">From my "
	 "phone</div><div><br></div><div>-------- Original message "
	 "--------</div><div>From: "
	 "Ann via Support &lt;support@example.com&gt; </div><div>Date: 01/06/2026  09:00 "
	 "(GMT+02:00) </div><div>To: Anna </div>" NOTICE,
	 "It was one charge.", "<div>It was one charge.</div>"},
	{"GMX",
	 "<html><body><div style=\"font-family: Verdana;font-size: 12.0px;\"><div>It was "
	 "one charge.</div><div> <div name=\"quote\" style=\"margin:10px 5px 5px 10px; "
	 "padding: "
	 "10px 0 10px 10px; border-left:2px solid "
	 "#C3D9E5;\"><div><b>Gesendet:</b>&nbsp;Montag, "
	 "01. Juni 2026 um 09:00 Uhr<br/><b>Von:</b>&nbsp;Ann</div><div "
	 "name=\"quoted-content\">" NOTICE "</div></div></div></div></body></html>",
	 "It was one charge.",
	 "<div style=\"font-family:Verdana;font-size:12.0px\"><div>It was one "
	 "charge.</div></div>"},
	{"Spark",
	 "<html><body><div name=\"messageBodySection\"><div dir=\"auto\">It was one "
	 "charge.</div></div><div name=\"messageSignatureSection\"><br>Anna "
	 "Petrova</div><div "
	 "name=\"messageReplySection\">On 1 Jun 2026, 09:00 +0300, Ann, "
	 "wrote:<br><blockquote "
	 "type=\"cite\" style=\"border-left: thin solid #1abc9c\">" NOTICE
	 "</blockquote></div></body></html>",
	 "It was one charge.", "<div><div dir=\"auto\">It was one charge.</div></div>"},
	{"Roundcube, below the quote",
	 "<p id=\"reply-intro\">Den 2026-06-01 09:00, zirtil Ann "
	 "dette:</p><blockquote type=\"cite\" style=\"padding: 0 0.4em; border-left: "
	 "#1010ff "
	 "2px solid\">" NOTICE
	 "</blockquote><p>It was one charge.</p><div id=\"signature\">-- "
	 "<br>Anna</div>",
	 "It was one charge.", "<p>It was one charge.</p>"},
	{"Outlook, with an answer in colour and a table",
	 "<div class=\"WordSection1\"><p class=\"MsoNormal\"><span "
	 "style='font-size:11.0pt;"
	 "color:#1F497D;mso-fareast-language:EN-US'>It was one charge:</span></p><table "
	 "class=\"MsoNormalTable\" border=\"0\"><tbody><tr style='mso-yfti-irow:0'><td "
	 "width=\"64\"><p class=\"MsoNormal\">Card</p></td><td><p class=\"MsoNormal\">12 "
	 "EUR</p></td></tr></tbody></table><p "
	 "class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><div>"
	 "<div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in "
	 "0in'><p "
	 "class=\"MsoNormal\"><b><span>From:</span></b><span> Ann via Support "
	 "[mailto:support@example.com] <br><b>Sent:</b> Monday, June 1, 2026 9:00 "
	 "AM</span></p>"
	 "</div></div>" NOTICE "</div>",
	 "It was one charge: Card 12 EUR",
	 "<div><p><span style=\"font-size:11.0pt;color:#1F497D\">It was one "
	 "charge:</span></p>"
	 "<table border=\"0\"><tbody><tr><td width=\"64\"><p>Card</p></td><td><p>12 "
	 "EUR</p>"
	 "</td></tr></tbody></table></div>"},
	{"a client that marks nothing", "<p>It was one charge.</p><p>Ann wrote</p>" BLOCK,
	 "It was one charge. Ann wrote", "<p>It was one charge.</p><p>Ann wrote</p>"},
	{"commands, then words",
	 "<div>#solve</div><div><br></div><div>It was <i>one</i> charge.</div>",
	 "#solve It was one charge.", NULL},
	{"scripts, forms, handlers and what is loaded from elsewhere go",
	 "<p onclick=\"x()\" class=\"a\" id=\"b\" "
	 "style=\"color:red;background:url(http://"
	 "example.net/p);position:fixed\">Hello<script>x()</script></p><form "
	 "action=\"http://"
	 "example.net\"><input value=\"y\"><button>Go on</button></form><a "
	 "href=\"java\nscript:"
	 "x()\">one</a> <a href=\"https://example.org/?a=1&amp;b\">two</a><iframe "
	 "src=\"http://"
	 "example.net\"></iframe><img src=\"https://example.net/pixel.gif\" width=\"1\" "
	 "height=\"1\"><img src=\"https://example.net/map.png\" alt=\"the map\">"
	 "<svg><a href=\"https://example.net\">t</a></svg>",
	 "Hello Go on one twothe map",
	 "<p style=\"color:red\">Hello</p>Go on<a>one</a> <a "
	 "href=\"https://example.org/?a=1&amp;b\">two</a>"
	 "<a href=\"https://example.net/map.png\">the map</a>"},
	{"pictures of the mail stay, those of quote and signature go",
	 "<div>See <img src=\"cid:part1@anna-laptop\" alt=\"the plug\" "
	 "width=\"20\"></div>"
	 "<div class=\"gmail_signature\"><img src=\"cid:logo@x\"></div>"
	 "<blockquote type=\"cite\">" NOTICE "<img src=\"cid:spacer@x\"></blockquote>",
	 "See \xef\xbf\xbc",
	 "<div>See <img src=\"cid:picture.a4d5828a04f796972900@inline\" alt=\"the plug\" "
	 "width=\"20\"></div>"},
	{"hidden words go",
	 "<p>Hello</p><div style=\"display:none\">secret</div><p hidden>more</p>",
	 "Hello", "<p>Hello</p>"},
	{"tables and lists stay",
	 "<p>Both:</p><table border=\"1\"><tr><td>a</td><td></td><td>b</td></tr></table>"
	 "<ol start=\"3\"><li>x</li><li>y</li></ol>",
	 "Both: a b x y",
	 "<p>Both:</p><table border=\"1\"><tbody><tr><td>a</td><td></td><td>b</td></tr>"
	 "</tbody></table><ol start=\"3\"><li>x</li><li>y</li></ol>"},
	{"who writes into the signature has not signed",
	 "<div class=\"gmail_signature\">It was one charge.</div>", "It was one charge.",
	 "<div>It was one charge.</div>"},
};

static void test_sample(gconstpointer data)
{
	const Sample *sample = data;
	g_autoptr(HtmlCut) cut =
		html_cut_read(sample->html, strlen(sample->html), &marks);
	g_autofree char *text = html_cut_text(cut);
	g_autofree char *folded = fold_space(text);
	g_autofree char *written = html_cut_write(cut, 0);

	g_assert_cmpstr(folded, ==, sample->text);
	if (sample->written)
		g_assert_cmpstr(written, ==, sample->written);
}

/* Commands stand at the top: they are taken off both forms at one place. */
static void test_skip(void)
{
	static const char html[] =
		"<div>#solve</div><div><br></div><div>It was <i>one</i> charge.</div>";
	g_autoptr(HtmlCut) cut = html_cut_read(html, strlen(html), &marks);
	g_autofree char *text = html_cut_text(cut);
	g_autofree char *body =
		html_cut_write(cut, (gsize)(strstr(text, "It was") - text));
	g_autofree char *nothing = html_cut_write(cut, strlen(text));

	g_assert_cmpstr(body, ==, "<div>It was <i>one</i> charge.</div>");
	g_assert_null(nothing);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autofree char *path = g_strconcat("/html cut/", samples[i].name, NULL);
		g_test_add_data_func(path, &samples[i], test_sample);
	}
	g_test_add_func("/html cut/commands are taken off", test_skip);
	return g_test_run();
}
