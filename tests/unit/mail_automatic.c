/* mail_automatic.c - robots, absences and thanks told from people. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_parsed.h"

static const struct {
	const char *name, *header, *envelope, *want;
} cases[] = {
	{"a person", "From: ann@example.org\n", "ann@example.org", NULL},
	{"a person with an unknown envelope", "From: ann@example.org\n", NULL, NULL},
	{"a person who says so", "From: ann@example.org\nAuto-Submitted: no\n", NULL,
	 NULL},
	{"the null sender", "From: ann@example.org\n", "", "null envelope sender"},
	{"the null sender in Return-Path", "Return-Path: <>\nFrom: ann@example.org\n",
	 NULL, "null envelope sender"},
	{"Auto-Submitted", "From: ann@example.org\nAuto-Submitted: auto-replied\n", NULL,
	 "Auto-Submitted: auto-replied"},
	{"Auto-Submitted in capitals",
	 "From: ann@example.org\nAUTO-SUBMITTED: Auto-Generated; x=y\n", NULL,
	 "AUTO-SUBMITTED: Auto-Generated; x=y"},
	{"Precedence bulk", "From: ann@example.org\nPrecedence: bulk\n", NULL,
	 "Precedence: bulk"},
	{"Precedence first-class", "From: ann@example.org\nPrecedence: first-class\n",
	 NULL, NULL},
	{"a list", "From: ann@example.org\nList-Id: <news.example.org>\n", NULL,
	 "List-Id: <news.example.org>"},
	{"a newsletter",
	 "From: ann@example.org\nList-Unsubscribe: <mailto:u@example.org>\n", NULL,
	 "List-Unsubscribe: <mailto:u@example.org>"},
	{"a list server of old",
	 "From: ann@example.org\nMailing-List: contact news-help@example.org\n", NULL,
	 "Mailing-List: contact news-help@example.org"},
	{"a welcome list",
	 "From: ann@example.org\nList-Id: Support <group.example.com>\nList-Post: <x>\n",
	 NULL, NULL},
	{"suppressed answers",
	 "From: ann@example.org\nX-Auto-Response-Suppress: DR, OOF\n", NULL,
	 "X-Auto-Response-Suppress: DR, OOF"},
	{"suppressed receipts only",
	 "From: ann@example.org\nX-Auto-Response-Suppress: RN, NRN\n", NULL, NULL},
	{"X-Loop", "From: ann@example.org\nX-Loop: x\n", NULL, "X-Loop: x"},
	{"a daemon", "From: MAILER-DAEMON@example.org\n", NULL,
	 "From: MAILER-DAEMON@example.org"},
	{"no reply", "From: Shop <no-reply@example.org>\n", NULL,
	 "From: no-reply@example.org"},
	{"a robot in the envelope", "From: ann@example.org\n", "postmaster@example.org",
	 "envelope sender: postmaster@example.org"},
	{"a report",
	 "From: ann@example.org\nContent-Type: multipart/report; "
	 "report-type=disposition-notification; boundary=b\n",
	 NULL, "multipart/report: disposition-notification"},
	{"a calendar reply",
	 "From: ann@example.org\nContent-Type: "
	 "text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n",
	 NULL, "a calendar reply"},
	{"an absence in English",
	 "From: ann@example.org\nSubject: Automatic reply: Order\n", NULL,
	 "Subject: Automatic reply: Order"},
	{"an absence in German",
	 "From: ann@example.org\nSubject: Abwesenheitsnotiz: Bestellung\n", NULL,
	 "Subject: Abwesenheitsnotiz: Bestellung"},
	{"an absence in Russian", "From: ann@example.org\nSubject: Автоответ: Заказ\n",
	 NULL, "Subject: Автоответ: Заказ"},
	{"an absence in Greek",
	 "From: ann@example.org\nSubject: Αυτόματη απάντηση: Παραγγελία\n", NULL,
	 "Subject: Αυτόματη απάντηση: Παραγγελία"},
	{"an absence told by Notes",
	 "From: ann@example.org\nSubject: Ann Lee is out of the office (returning "
	 "03/09/2026)\n\nI will be out of the office until 03/09/2026.\n",
	 NULL, "Subject: Ann Lee is out of the office (returning 03/09/2026)"},
	{"an absence that is the whole subject",
	 "From: ann@example.org\nSubject: Автоответ\n\nЯ в отпуске до 9 марта.\n", NULL,
	 "Subject: Автоответ"},
	{"the answer of a program that takes mail for others",
	 "From: ann@example.org\nSubject: Automatic reply\n\nThank you for your mail.\n",
	 NULL, "Subject: Automatic reply"},
	{"a field of a responder of its own",
	 "From: ann@example.org\nX-Example-AutoReply: yes\n", NULL,
	 "X-Example-AutoReply: yes"},
	{"a complaint in a common multipart",
	 "From: ann@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n"
	 "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--\n",
	 NULL, "a report about mail"},
	{"a report about the mail of a domain",
	 "From: ann@example.org\nSubject: Report Domain: example.com Submitter: "
	 "example.net Report-ID: <1>\n",
	 NULL, "a report about mail"},
	{"a person who complains about a message",
	 "From: ann@example.org\nSubject: complaint about message from your courier\n",
	 NULL, NULL},
	{"a person who answers to an absence",
	 "From: ann@example.org\nSubject: Re: Automatic reply: Order\n", NULL, NULL},
	{"a person who asks for automatic replies",
	 "From: ann@example.org\nSubject: Автоответ\n\nКак настроить автоответ?\n", NULL,
	 NULL},
	{"a person on vacation who needs help",
	 "From: ann@example.org\nSubject: On vacation - need help\n\nI am on vacation "
	 "and "
	 "lost my card.\n",
	 NULL, NULL},
	{"a person who asks behind the mark",
	 "From: ann@example.org\nSubject: OOO: how do I enter it?\n\nHow do I enter it "
	 "in "
	 "the calendar?\n",
	 NULL, NULL},
	{"a person whose automatic replies stay away",
	 "From: ann@example.org\nSubject: Автоответ: не приходит\n\nНе приходит "
	 "автоответ "
	 "клиентам.\n",
	 NULL, NULL},
	{"a person who writes about somebody else's absence",
	 "From: ann@example.org\nSubject: Abwesenheitsnotiz\n\nBitte richten Sie für "
	 "Herrn "
	 "Meier eine Abwesenheitsnotiz ein.\n",
	 NULL, NULL},
	{"a child's absence",
	 "From: ann@example.org\nSubject: Absence: my son\n\nHe has a cold.\n", NULL,
	 NULL},
	{"a person who writes about automatic replies",
	 "From: ann@example.org\nSubject: Automatic reply does not work\n", NULL, NULL},
	{"a person who misses something",
	 "From: ann@example.org\nSubject: Отсутствие интернета\n", NULL, NULL},
};

static void check(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	bool has_body = strstr(cases[i].header, "\n\n") != NULL;
	g_autofree char *mail =
		g_strconcat(cases[i].header, has_body ? "" : "\nHello\n", NULL);
	g_autoptr(Message) message = parse(mail);
	g_assert_cmpstr(
		message_automatic(message, cases[i].envelope, "group.example.com"), ==,
		cases[i].want);
}

static const struct {
	const char *body;
	gint64 until;
} absences[] = {
	{"I am out of the office until March 9.", 1773014400},
	{"I will be back on 9 March 2026.", 1773014400},
	{"Ich bin bis zum 09.03.2026 nicht im Büro.", 1773014400},
	{"Je suis de retour le 9 mars.", 1773014400},
	{"Estaré fuera de la oficina hasta el 9 de marzo de 2026.", 1773014400},
	{"Я в отпуске до 9 марта.", 1773014400},
	{"Θα επιστρέψω στις 9 Μαρτίου.", 1773014400},
	{"Jestem na urlopie do 09.03.2026.", 1773014400},
	{"I am away until 2026-03-09.", 1773014400},
	{"I am away from 03/02/2026 until 9 March 2026.", 1773014400},
	{"Je suis en congé du 2 au 9 mars 2026.", 1773014400},
	{"Ich bin vom 02.03. bis 09.03.2026 im Urlaub.", 1773014400},
	{"Sono fuori ufficio fino al 9 marzo 2026.", 1773014400},
	{"Буду в офисе с 9 марта.", 1773014400},
	{"Я у відпустці до 9 березня 2026 р.", 1773014400},
	{"9 Mart 2026 tarihine kadar ofis dışındayım.", 1773014400},
	{"Olen lomalla 9.3.2026 asti.", 1773014400},
	{"Ik ben afwezig tot en met 9 maart 2026.", 1773014400},
	{"Jag är ledig till och med den 9 mars 2026.", 1773014400},
	{"Jsem mimo kancelář do 9. března 2026.", 1773014400},
	{"Sunt plecat până pe 9 martie 2026.", 1773014400},
	{"Back on January 5.", 1799107200},
	{"I am away 2nd–9th March.", 1773014400},
	{"Back: 09-Mar-2026, phone 24/7 at 555 12 12.", 1773014400},
	{"I return on 03/09/2026.", 1773014400},
	{"Am Montag, den 9. März 2026, bin ich wieder da.", 1773014400},
	{"Przebywam na urlopie w dniach 02.03.2026 - 09.03.2026.", 1773014400},
	{"2 Mart - 9 Mart 2026 tarihleri arasında yıllık izindeyim.", 1773014400},
	{"Vanaf maandag 9 maart ben ik weer bereikbaar.", 1773014400},
	{"Jsem na dovolené od 2. 3. do 9. 3. 2026.", 1773014400},
	{"2026年3月9日まで不在にしております。", 1773014400},
	{"We answer within 5 days, prices from 9.50, hours 8.30-17.00.", 0},
	{"I am away.", 0},
};

static void an_absence_tells_its_end(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(absences); i++) {
		g_autofree char *mail = g_strdup_printf(
			"From: ann@example.org\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n"
			"Content-Type: text/plain; charset=utf-8\n"
			"Subject: Automatic reply: Order\n\n%s\n",
			absences[i].body);
		g_autoptr(Message) message = parse(mail);
		gint64 until;
		g_assert_true(message_is_out_of_office(message, &until));
		g_assert_cmpint(until, ==, absences[i].until);
	}
}

static const char *const absent[] = {
	"I shall be back in the office in March.",
	"Ab Montag bin ich wieder im Büro.",
	"Voltarei em março.",
	"Меня не будет на рабочем месте.",
	"Выхожу на работу в марте.",
	"Θα βρίσκομαι στο γραφείο ξανά τον Μάρτιο.",
	"Będę dostępna od marca.",
	"Op maandag ben ik weer aanwezig.",
	"Palaan maaliskuussa.",
	"Unser Büro ist geschlossen.",
	"Наш офис закрыт до марта.",
	"Я в декретном отпуске.",
};

/* Old programs say it by the null sender and in the text only. */
static void an_absence_is_told_by_its_text(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(absent); i++) {
		g_autofree char *mail = g_strdup_printf(
			"Return-Path: <>\nFrom: ann@example.org\nSubject: Re: Order\n"
			"Content-Type: text/plain; charset=utf-8\n\n%s\n",
			absent[i]);
		g_autoptr(Message) message = parse(mail);
		if (!message_is_out_of_office(message, NULL))
			g_error("%s", absent[i]);
		g_autoptr(Message) person = parse(strchr(mail, '\n') + 1);
		g_assert_false(message_is_out_of_office(person, NULL));
	}
}

/* Programs that take a mail are not absent, whatever they quote. */
static void an_acknowledgement_is_no_absence(void)
{
	static const char *const texts[] = {
		"We have received your request. Our support works Monday to Friday.",
		"Your ticket is closed.",
		"Din fråga är mottagen, vi återkommer.",
		"Ваше обращение зарегистрировано, мы ответим до 6 марта.",
		"I have received your mail.\n\nOn Mon, 2 Mar 2026 at 09:00 Desk "
		"<desk@example.com> wrote:\n> I am out of the office until Tuesday.\n",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *mail = g_strdup_printf(
			"From: ann@example.org\nSubject: Re: Order\nAuto-Submitted: "
			"auto-replied\nContent-Type: text/plain; charset=utf-8\n\n%s\n",
			texts[i]);
		g_autoptr(Message) message = parse(mail);
		if (message_is_out_of_office(message, NULL))
			g_error("%s", texts[i]);
	}
}

static const struct {
	const char *body;
	bool want;
} thanks[] = {
	{"Thanks!", true},
	{"Thanks, works now.", true},
	{"Great, thank you very much!\n\nAnn", true},
	{"Спасибо!", true},
	{"Спасибо большое, всё работает", true},
	{"Ευχαριστώ πολύ!", true},
	{"Vielen Dank!", true},
	{"Merci beaucoup !", true},
	{"Дякую!", true},
	{"Thanks, but it still fails.", false},
	{"Thanks in advance", false},
	{"Thank you. When will it come?", false},
	{"Спасибо, но не работает", false},
	{"Where is my order?", false},
	{"", false},
};

static void a_thank_you_is_pure(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(thanks); i++) {
		g_autofree char *mail =
			g_strdup_printf("From: ann@example.org\nContent-Type: "
					"text/plain; charset=utf-8\n\n%s\n\n"
					"On Mon, Mar 2, 2026 at 9:00 AM Desk "
					"<desk@example.com> wrote:\n> Try it.\n",
					thanks[i].body);
		g_autoptr(Message) message = parse(mail);
		if (message_is_thanks(message) != thanks[i].want)
			g_error("%s", thanks[i].body);
	}
}

static const struct {
	const char *given, *want;
	bool forward;
} marks[] = {
	{"Order", "Order", false},
	{"Re: Order", "Order", false},
	{"RE: AW: Re[2]: Order", "Order", false},
	{"Отв: Re: Заказ", "Заказ", false},
	{"ΑΠ: Παραγγελία", "Παραγγελία", false},
	{"SV: Order", "Order", false},
	{"Fwd: Order", "Order", true},
	{"WG: Bestellung", "Bestellung", true},
	{"Пересл: Заказ", "Заказ", true},
	{"ΠΡΘ: Παραγγελία", "Παραγγελία", true},
	{"Re: [Example #5] Order", "Order", false},
	{"[Example #5] Re: Order", "Order", false},
	{"Regarding: Order", "Regarding: Order", false},
	{"Re:", "", false},
};

static void subjects_lose_their_marks(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
		g_autofree char *stripped = subject_strip(marks[i].given, "[Example #5]");
		g_assert_cmpstr(stripped, ==, marks[i].want);
		g_autofree char *mail =
			g_strdup_printf("Subject: %s\n\nx", marks[i].given);
		g_autoptr(Message) message = parse(mail);
		g_assert_cmpint(message_is_forward(message), ==, marks[i].forward);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = g_strdup_printf(
			"/automatic/why it is not answered/%s", cases[i].name);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check);
	}
	g_test_add_func("/automatic/an absence tells its end", an_absence_tells_its_end);
	g_test_add_func("/automatic/an absence is told by its text",
			an_absence_is_told_by_its_text);
	g_test_add_func("/automatic/an acknowledgement is no absence",
			an_acknowledgement_is_no_absence);
	g_test_add_func("/automatic/a thank-you is pure", a_thank_you_is_pure);
	g_test_add_func("/automatic/subjects lose their marks",
			subjects_lose_their_marks);
	return g_test_run();
}
