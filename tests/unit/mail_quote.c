/* mail_quote.c - new text apart from quotes and signatures, client by client. */
/* SPDX-License-Identifier: MIT */

#include "mail/text.h"

typedef struct {
	const char *name, *given, *want;
} Case;

#define QUOTE "> When will it come?\n> \n> Bob\n"

static const Case attributions[] = {
	{"Gmail in English",
	 "Tomorrow.\n\nOn Mon, Mar 2, 2026 at 9:00 AM Bob Hill <bob@example.com> "
	 "wrote:\n\n" QUOTE,
	 "Tomorrow."},
	{"Gmail in English, wrapped",
	 "Tomorrow.\n\nOn Mon, Mar 2, 2026 at 9:00 AM Bob Hill With A Long Name "
	 "<\nbob@example.com> wrote:\n\n" QUOTE,
	 "Tomorrow."},
	{"Gmail in German",
	 "Morgen.\n\nAm Mo., 2. März 2026 um 09:00 Uhr schrieb Bob Hill "
	 "<\nbob@example.com>:\n\n" QUOTE,
	 "Morgen."},
	{"Gmail in French",
	 "Demain.\n\nLe lun. 2 mars 2026 à 09:00, Bob Hill <bob@example.com> a écrit "
	 ":\n\n" QUOTE,
	 "Demain."},
	{"Gmail in Spanish",
	 "Mañana.\n\nEl lun, 2 mar 2026 a las 9:00, Bob Hill (<bob@example.com>) "
	 "escribió:\n\n" QUOTE,
	 "Mañana."},
	{"Gmail in Italian",
	 "Domani.\n\nIl giorno lun 2 mar 2026 alle ore 09:00 Bob Hill "
	 "<\nbob@example.com> ha scritto:\n\n" QUOTE,
	 "Domani."},
	{"Gmail in Portuguese",
	 "Amanhã.\n\nEm seg., 2 de mar. de 2026 às 09:00, Bob Hill "
	 "<bob@example.com>\nescreveu:\n\n" QUOTE,
	 "Amanhã."},
	{"Gmail in Russian",
	 "Завтра.\n\nпн, 2 мар. 2026 г. в 09:00, Bob Hill <bob@example.com>:\n\n" QUOTE,
	 "Завтра."},
	{"Gmail in Ukrainian",
	 "Завтра.\n\nпн, 2 бер. 2026 р. о 09:00 Bob Hill <bob@example.com> "
	 "пише:\n\n" QUOTE,
	 "Завтра."},
	{"Gmail in Greek",
	 "Αύριο.\n\nΣτις Δευ 2 Μαρ 2026 στις 9:00 π.μ., ο χρήστης Bob Hill "
	 "<bob@example.com>\nέγραψε:\n\n" QUOTE,
	 "Αύριο."},
	{"Gmail in Polish",
	 "Jutro.\n\npon., 2 mar 2026 o 09:00 Bob Hill <bob@example.com> "
	 "napisał(a):\n\n" QUOTE,
	 "Jutro."},
	{"Gmail in Turkish",
	 "Yarın.\n\nBob Hill <bob@example.com>, 2 Mar 2026 Pzt, 09:00 tarihinde şunu "
	 "yazdı:\n\n" QUOTE,
	 "Yarın."},
	{"Gmail in Dutch",
	 "Morgen.\n\nOp ma 2 mrt 2026 om 09:00 schreef Bob Hill "
	 "<bob@example.com>:\n\n" QUOTE,
	 "Morgen."},
	{"Gmail in Swedish",
	 "I morgon.\n\nDen mån 2 mars 2026 kl 09:00 skrev Bob Hill "
	 "<bob@example.com>:\n\n" QUOTE,
	 "I morgon."},
	{"Gmail in Czech",
	 "Zítra.\n\npo 2. 3. 2026 v 9:00 odesílatel Bob Hill <bob@example.com> "
	 "napsal:\n\n" QUOTE,
	 "Zítra."},
	{"Gmail in Romanian",
	 "Mâine.\n\nÎn lun., 2 mar. 2026 la 09:00, Bob Hill <bob@example.com> a "
	 "scris:\n\n" QUOTE,
	 "Mâine."},
	{"Gmail in Bulgarian",
	 "Утре.\n\nНа пн, 2.03.2026 г. в 9:00 Bob Hill <bob@example.com> "
	 "написа:\n\n" QUOTE,
	 "Утре."},
	{"Gmail in Danish",
	 "I morgen.\n\nDen man. 2. mar. 2026 kl. 09.00 skrev Bob Hill "
	 "<bob@example.com>:\n\n" QUOTE,
	 "I morgen."},
	{"Gmail in Finnish",
	 "Huomenna.\n\nma 2. maalisk. 2026 klo 9.00 Bob Hill (bob@example.com) "
	 "kirjoitti:\n\n" QUOTE,
	 "Huomenna."},
	{"Gmail in Hungarian",
	 "Holnap.\n\nBob Hill <bob@example.com> ezt írta (időpont: 2026. márc. 2.,\nH, "
	 "9:00):\n\n" QUOTE,
	 "Holnap."},
	{"Thunderbird in English",
	 "Tomorrow.\n\nOn 3/2/26 09:00, Bob Hill wrote:\n" QUOTE, "Tomorrow."},
	{"Thunderbird in German",
	 "Morgen.\n\nAm 02.03.26 um 09:00 schrieb Bob Hill:\n" QUOTE, "Morgen."},
	{"Thunderbird in Russian", "Завтра.\n\n02.03.2026 09:00, Bob Hill пишет:\n" QUOTE,
	 "Завтра."},
	{"Thunderbird in Greek",
	 "Αύριο.\n\nΣτις 2/3/26 09:00, ο/η Bob Hill έγραψε:\n" QUOTE, "Αύριο."},
	{"Thunderbird in Polish",
	 "Jutro.\n\nW dniu 2.03.2026 o 09:00, Bob Hill pisze:\n" QUOTE, "Jutro."},
	{"Thunderbird in French",
	 "Demain.\n\nLe 02/03/2026 à 09:00, Bob Hill a écrit :\n" QUOTE, "Demain."},
	{"Thunderbird in Dutch",
	 "Morgen.\n\nOp 2-3-2026 om 09:00 schreef Bob Hill:\n" QUOTE, "Morgen."},
	{"Thunderbird in Ukrainian", "Завтра.\n\n02.03.26 09:00, Bob Hill пише:\n" QUOTE,
	 "Завтра."},
	{"Thunderbird in Italian",
	 "Domani.\n\nIl 02/03/2026 09:00, Bob Hill ha scritto:\n" QUOTE, "Domani."},
	{"Thunderbird in Spanish",
	 "Mañana.\n\nEl 2/3/26 a las 9:00, Bob Hill escribió:\n" QUOTE, "Mañana."},
	{"Thunderbird in Turkish",
	 "Yarın.\n\n2.03.2026 09:00 tarihinde Bob Hill yazdı:\n" QUOTE, "Yarın."},
	{"a name above its address",
	 "Yarın.\n\nBob Hill\n<bob@example.com>, 2 Mar 2026 Pzt, 09:00 tarihinde şunu "
	 "yazdı:\n" QUOTE,
	 "Yarın."},
	{"Apple Mail in English",
	 "Tomorrow.\n\n> On 2 Mar 2026, at 09:00, Bob Hill <bob@example.com> wrote:\n> "
	 "\n> When will it come?\n",
	 "Tomorrow."},
	{"Apple Mail in German",
	 "Morgen.\n\n> Am 02.03.2026 um 09:00 schrieb Bob Hill <bob@example.com>:\n> \n> "
	 "Wann?\n",
	 "Morgen."},
	{"Apple Mail in Russian",
	 "Завтра.\n\n> 2 марта 2026 г., в 09:00, Bob Hill <bob@example.com> "
	 "написал(а):\n> \n> Когда?\n",
	 "Завтра."},
	{"Yandex",
	 "Завтра.\n\n02.03.2026, 09:00, \"Bob Hill\" <bob@example.com>:\n" QUOTE,
	 "Завтра."},
	{"mail.ru",
	 "Завтра.\n\nПонедельник, 2 марта 2026, 9:00 +03:00 от Bob Hill "
	 "<bob@example.com>:\n\nКогда?\n",
	 "Завтра."},
	{"Yahoo without quote marks",
	 "Tomorrow.\n\nOn Monday, March 2, 2026 at 09:00:00 AM GMT+1, Bob Hill "
	 "<bob@example.com> wrote:\n\nWhen will it come?\n",
	 "Tomorrow."},
	{"an unknown language with an address",
	 "Rytoj.\n\n2026-03-02, pr, 09:00 Bob Hill <bob@example.com> rašė:\n\n" QUOTE,
	 "Rytoj."},
	{"Gmail in Chinese",
	 "明天。\n\nBob Hill <bob@example.com> 于2026年3月2日周一 09:00写道：\n\n" QUOTE,
	 "明天。"},
	{"Gmail in Japanese",
	 "明日です。\n\n2026年3月2日(月) 9:00 Bob Hill <bob@example.com>:\n\n" QUOTE,
	 "明日です。"},
	{"Gmail in Korean",
	 "내일.\n\n2026년 3월 2일 (월) 오전 9:00, Bob Hill <bob@example.com>님이 "
	 "작성:\n\n" QUOTE,
	 "내일."},
	{"Zoho",
	 "Tomorrow.\n\n---- On Mon, 02 Mar 2026 09:00:00 +0100 Bob Hill "
	 "<bob@example.com> wrote ----\n\nWhen?\n",
	 "Tomorrow."},
	{"a comment by mail",
	 "Tomorrow.\n\n—\nReply to this email directly or view it on example.com\n",
	 "Tomorrow."},
	{"text on the line right above",
	 "Tomorrow.\nOn Mon, Mar 2, 2026 at 9:00 AM Bob <bob@example.com> wrote:\n" QUOTE,
	 "Tomorrow."},
	{"text on the same line",
	 "Tomorrow. On Mon, Mar 2, 2026 at 9:00 AM, bob@example.com wrote:\n" QUOTE,
	 "Tomorrow."},
};

static const Case blocks[] = {
	{"Outlook in English",
	 "Tomorrow.\n\n-----Original Message-----\nFrom: Bob Hill "
	 "<bob@example.com>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Ann\nSubject: "
	 "Order\n\nWhen?\n",
	 "Tomorrow."},
	{"Outlook on the web",
	 "Tomorrow.\n________________________________\nFrom: Bob Hill "
	 "<bob@example.com>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Ann "
	 "<ann@example.org>\nSubject: Order\n\nWhen?\n",
	 "Tomorrow."},
	{"Outlook in German",
	 "Morgen.\n\nVon: Bob Hill <bob@example.com>\nGesendet: Montag, 2. März 2026 "
	 "09:00\nAn: Ann <ann@example.org>\nBetreff: Bestellung\n\nWann?\n",
	 "Morgen."},
	{"Outlook in French",
	 "Demain.\n\nDe : Bob Hill <bob@example.com>\nEnvoyé : lundi 2 mars 2026 "
	 "09:00\nÀ : Ann\nObjet : Commande\n\nQuand ?\n",
	 "Demain."},
	{"Outlook in Russian",
	 "Завтра.\n\nОт: Bob Hill <bob@example.com>\nОтправлено: 2 марта 2026 г. "
	 "9:00\nКому: Ann\nТема: Заказ\n\nКогда?\n",
	 "Завтра."},
	{"Outlook in Greek",
	 "Αύριο.\n\nΑπό: Bob Hill <bob@example.com>\nΣτάλθηκε: Δευτέρα, 2 Μαρτίου 2026 "
	 "9:00 πμ\nΠρος: Ann\nΘέμα: Παραγγελία\n\nΠότε;\n",
	 "Αύριο."},
	{"Outlook in Spanish",
	 "Mañana.\n\nDe: Bob Hill <bob@example.com>\nEnviado el: lunes, 2 de marzo de "
	 "2026 9:00\nPara: Ann\nAsunto: Pedido\n\n¿Cuándo?\n",
	 "Mañana."},
	{"Outlook in Italian",
	 "Domani.\n\nDa: Bob Hill <bob@example.com>\nInviato: lunedì 2 marzo 2026 "
	 "09:00\nA: Ann\nOggetto: Ordine\n\nQuando?\n",
	 "Domani."},
	{"Outlook in Portuguese",
	 "Amanhã.\n\nDe: Bob Hill <bob@example.com>\nEnviada em: segunda-feira, 2 de "
	 "março de 2026 09:00\nPara: Ann\nAssunto: Pedido\n\nQuando?\n",
	 "Amanhã."},
	{"Outlook in Polish",
	 "Jutro.\n\nOd: Bob Hill <bob@example.com>\nWysłano: poniedziałek, 2 marca 2026 "
	 "09:00\nDo: Ann\nTemat: Zamówienie\n\nKiedy?\n",
	 "Jutro."},
	{"Outlook in Ukrainian",
	 "Завтра.\n\nВід: Bob Hill <bob@example.com>\nНадіслано: 2 березня 2026 р. "
	 "9:00\nКому: Ann\nТема: Замовлення\n\nКоли?\n",
	 "Завтра."},
	{"Outlook in Turkish",
	 "Yarın.\n\nKimden: Bob Hill <bob@example.com>\nGönderildi: 2 Mart 2026 "
	 "Pazartesi 09:00\nKime: Ann\nKonu: Sipariş\n\nNe zaman?\n",
	 "Yarın."},
	{"Outlook in Dutch",
	 "Morgen.\n\nVan: Bob Hill <bob@example.com>\nVerzonden: maandag 2 maart 2026 "
	 "09:00\nAan: Ann\nOnderwerp: Bestelling\n\nWanneer?\n",
	 "Morgen."},
	{"Outlook in Swedish",
	 "I morgon.\n\nFrån: Bob Hill <bob@example.com>\nSkickat: den 2 mars 2026 "
	 "09:00\nTill: Ann\nÄmne: Order\n\nNär?\n",
	 "I morgon."},
	{"bold field names",
	 "Tomorrow.\n\n*From:* Bob Hill <bob@example.com>\n*Sent:* Monday, March 2, 2026 "
	 "9:00 AM\n*To:* Ann\n*Subject:* Order\n\nWhen?\n",
	 "Tomorrow."},
	{"a delimiter of typographic hyphens",
	 "Tomorrow.\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, March 2nd, 2026 at "
	 "9:00, Bob <bob@example.com> wrote:\n\nWhen?\n",
	 "Tomorrow."},
	{"a block without From",
	 "Tomorrow.\n\nDate: Mon, 2 Mar 2026 09:00:00 +0100\nTo: "
	 "ann@example.org\n\nWhen?\n",
	 "Tomorrow."},
	{"a reply-above line",
	 "Tomorrow.\n\n##- Please type your reply above this line -##\nWhen?\n",
	 "Tomorrow."},
	{"a forwarded mail alone",
	 "---------- Forwarded message ---------\nFrom: Bob <bob@example.com>\nDate: "
	 "Mon, Mar 2, 2026 at 9:00 AM\nSubject: Order\nTo: Ann "
	 "<ann@example.org>\n\n\nWhen will it come?\n",
	 "When will it come?"},
	{"a forwarded mail with words before it",
	 "Please see to it.\n\nBegin forwarded message:\n\n> From: Bob "
	 "<bob@example.com>\n> Subject: Order\n>\n> When?\n",
	 "Please see to it."},
};

static const Case signatures[] = {
	{"two dashes", "Tomorrow.\n\n-- \nAnn Lee\nExample Ltd\n", "Tomorrow."},
	{"a phone", "Tomorrow.\n\nSent from my iPhone\n", "Tomorrow."},
	{"a phone in German", "Morgen.\n\nVon meinem iPhone gesendet\n", "Morgen."},
	{"a phone in Russian", "Завтра.\n\nОтправлено с iPhone\n", "Завтра."},
	{"a phone in Greek", "Αύριο.\n\nΣτάλθηκε από το iPhone μου\n", "Αύριο."},
	{"an app with its address", "Demain.\n\nEnvoyé de mon iPad\n", "Demain."},
	{"a mailing list's footer",
	 "Tomorrow.\n\n_______________________________________________\nshop mailing "
	 "list\nshop@lists.example.org\n",
	 "Tomorrow."},
	{"clear-signed PGP",
	 "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nTomorrow.\n-----BEGIN PGP "
	 "SIGNATURE-----\n\niQAA\n=abcd\n-----END PGP SIGNATURE-----\n",
	 "Tomorrow."},
	{"a signature in clear-signed PGP",
	 "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nTomorrow.\n- -- \nAnn "
	 "Lee\n-----BEGIN PGP SIGNATURE-----\n\niQAA\n=abcd\n-----END PGP "
	 "SIGNATURE-----\n",
	 "Tomorrow."},
	{"a sentence about a desk is none",
	 "Here it is.\n\nSent from my desk, is much easier than my phone.\n",
	 "Here it is.\n\nSent from my desk, is much easier than my phone."},
	{"an app with a link",
	 "Tomorrow.\n\nSent with [Example Mail](https://example.com) secure email.\n",
	 "Tomorrow."},
	{"a sentence that begins like one is none",
	 "Sent from Athens last week.\n\nIt should be here.\nIs it?\nWho knows?\nI do "
	 "not.\nDo you?\nTell me.\n",
	 "Sent from Athens last week.\n\nIt should be here.\nIs it?\nWho knows?\nI do "
	 "not.\nDo you?\nTell me."},
	{"a rule in the text is none",
	 "First.\n\n-----\n\nSecond part of a long text that goes on for more than a "
	 "name would\nand has several lines.\nLine.\nLine.\nLine.\nLine.\n",
	 "First.\n\n-----\n\nSecond part of a long text that goes on for more than a "
	 "name would\nand has several lines.\nLine.\nLine.\nLine.\nLine."},
};

static const Case shapes[] = {
	{"answers between quotes stay with the quotes they answer",
	 "On Mon, Mar 2, 2026 at 9:00 AM Bob <bob@example.com> wrote:\n> Red?\nYes.\n> "
	 "Large?\nNo.\n",
	 "> Red?\nYes.\n> Large?\nNo."},
	{"an answer below an introduced quote stands alone",
	 "On Mon, Mar 2, 2026 at 9:00 AM Bob <bob@example.com> wrote:\n> Red?\n\nYes.\n",
	 "Yes."},
	{"a mail without quotes is new", "Hello,\n\nwhere is it?\n\nAnn\n",
	 "Hello,\n\nwhere is it?\n\nAnn"},
	{"a quote alone leaves nothing", "> Red?\n", ""},
	{"an empty mail leaves nothing", "", ""},
	{"a colon in a sentence is no attribution",
	 "I need two things:\n\na lamp and a cable, as I wrote: soon.\n",
	 "I need two things:\n\na lamp and a cable, as I wrote: soon."},
	{"a sentence about what someone wrote is no attribution",
	 "I wrote to you on 12.03.2026 and got the answer:\n\"we are closed\".\nWhy?\n",
	 "I wrote to you on 12.03.2026 and got the answer:\n\"we are closed\".\nWhy?"},
	{"a step of a list is no attribution",
	 "1. On Monday 2026-03-02 at 10:00 the server wrote:\nError 5\n2. Then nothing\n",
	 "1. On Monday 2026-03-02 at 10:00 the server wrote:\nError 5\n2. Then nothing"},
	{"a name without an address is one before a quote",
	 "Yes.\n\nBob wrote:\n> Red?\n", "Yes."},
	{"a form's From and To are no header block",
	 "From: Athens\nTo: Patras\n\nWhich train?\n",
	 "From: Athens\nTo: Patras\n\nWhich train?"},
};

static void check(gconstpointer data)
{
	const Case *c = data;
	g_autofree char *reply = NULL, *quoted = NULL;
	text_split_reply(c->given, &reply, &quoted);
	g_assert_cmpstr(reply, ==, c->want);
}

static void add(const char *prefix, const Case *cases, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		g_autofree char *path =
			g_strdup_printf("/quote/%s/%s", prefix, cases[i].name);
		g_test_add_data_func(path, &cases[i], check);
	}
}

/* Letters of the text, wherever they stand. */
static gsize letters(const char *text)
{
	gsize count = 0;
	for (; *text != '\0'; text++)
		count += !g_ascii_isspace(*text);
	return count;
}

static void nothing_is_lost(gconstpointer data)
{
	for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
		g_autofree char *reply = NULL, *quoted = NULL;
		text_split_reply(blocks[i].given, &reply, &quoted);
		g_assert_cmpuint(letters(reply) + letters(quoted), ==,
				 letters(blocks[i].given));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("an attribution is not new text", attributions, G_N_ELEMENTS(attributions));
	add("an old header block ends the new text", blocks, G_N_ELEMENTS(blocks));
	add("a signature is not new text", signatures, G_N_ELEMENTS(signatures));
	add("shape", shapes, G_N_ELEMENTS(shapes));
	g_test_add_data_func("/quote/nothing is lost between reply and quotes", NULL,
			     nothing_is_lost);
	return g_test_run();
}
