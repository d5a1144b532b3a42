/* mail_charset.c - text in the world's charsets, declared rightly, wrongly or not. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"

#include <string.h>

#define RU_TEXT "Добрый день! Когда придёт мой заказ? Я жду его уже две недели, спасибо."
#define UK_TEXT "Добрий день! Коли прийде моє замовлення? Чекаю її вже два тижні, дякую."
#define EL_TEXT                                                                                                                          \
	"Καλημέρα σας! Πότε θα έρθει η παραγγελία μου; Περιμένω δύο εβδομάδες, " \
	"ευχαριστώ."
#define DE_TEXT                                                                          \
	"Guten Tag! Wann kommt meine Bestellung für die Küche? Ich warte schon zwei "  \
	"Wochen, größte Enttäuschung."
#define FR_TEXT                                                                           \
	"Bonjour, où est ma commande ? J'attends déjà depuis deux semaines, c'était " \
	"prévu à Noël."
#define PL_TEXT                                                                           \
	"Dzień dobry! Gdzie jest moje zamówienie? Czekam już dwa tygodnie, proszę o " \
	"odpowiedź. Żółć."
#define CS_TEXT                                                                            \
	"Dobrý den! Kde je moje objednávka? Čekám už dva týdny, děkuji. Příliš " \
	"žluťoučký kůň."
#define TR_TEXT                                                                            \
	"İyi günler! Siparişim nerede? İki haftadır bekliyorum, teşekkürler. Çok " \
	"üzgünüm."
#define JA_TEXT	 "こんにちは。注文した商品はいつ届きますか。二週間も待っています。"
#define ZH_TEXT	 "您好，我的订单什么时候到？我已经等了两个星期了，谢谢。"
#define ZHT_TEXT "您好，我的訂單什麼時候到？我已經等了兩個星期了，謝謝。"
#define KO_TEXT	 "안녕하세요. 제 주문은 언제 도착하나요? 벌써 두 주나 기다리고 있습니다."
#define HE_TEXT	 "שלום, מתי תגיע ההזמנה שלי? אני מחכה כבר שבועיים, תודה."
#define AR_TEXT	 "مرحبا، متى يصل طلبي؟ أنتظر منذ أسبوعين، شكرا."
#define TH_TEXT	 "สวัสดีครับ สินค้าของฉันจะมาถึงเมื่อไร ขอบคุณครับ"
#define LT_TEXT	 "Laba diena! Kur mano užsakymas? Laukiu jau dvi savaites, ačiū. Žąsys."
#define RO_TEXT	 "Bună ziua! Unde este comanda mea? Aştept de două săptămâni, mulţumesc."

/* What is written in the first charset is read under each of the names, separated by "|".
 */
static const struct {
	const char *text, *charset, *names;
} cases[] = {
	{RU_TEXT, "CP1251",
	 "windows-1251|Windows-1251|cp1251|CP-1251|win-1251|x-cp1251|win1251|\"windows-"
	 "1251\"|WINDOWS1251|ms-cyrl"},
	{RU_TEXT, "KOI8-R", "koi8-r|KOI8-R|koi8r|koi8_r|koi8|x-koi8-r|cskoi8r"},
	{UK_TEXT, "KOI8-U", "koi8-u|KOI8-U|koi8-ru|koi8u"},
	{UK_TEXT, "CP1251", "windows-1251"},
	{RU_TEXT, "ISO-8859-5", "iso-8859-5|ISO_8859-5|iso8859-5|cyrillic|ISO-IR-144"},
	{RU_TEXT, "CP866", "cp866|ibm866|IBM866|cp-866|dos-866|866"},
	{RU_TEXT, "MAC-CYRILLIC", "x-mac-cyrillic|mac-cyrillic|maccyrillic"},
	{EL_TEXT, "CP1253", "windows-1253|cp1253|CP-1253|win-1253|x-cp1253"},
	{EL_TEXT, "ISO-8859-7",
	 "iso-8859-7|ISO8859-7|ISO_8859-7:1987|elot_928|ELOT-928|greek|ecma-118|"
	 "csISOLatinGreek|greek8"},
	{DE_TEXT, "CP1252",
	 "windows-1252|iso-8859-1|ISO8859-1|latin1|l1|cp1252|x-cp1252|Windows-1252|ISO-"
	 "8859-1-Windows-3.1-Latin-1|iso-latin-1|us-ascii|ansi_x3.4-1968|Western|iso_"
	 "8859-1:1987|8859-1|cp-1252|x-ansi|win-1252"},
	{FR_TEXT, "ISO-8859-15",
	 "iso-8859-15|latin9|latin-9|ISO8859-15|iso-8859-15-windows"},
	{FR_TEXT, "CP850", "cp850|ibm850|cp-850|850"},
	{FR_TEXT, "CP437", "ibm437|cp437|437"},
	{FR_TEXT, "MACINTOSH", "macintosh|x-mac-roman|mac|x-macroman|macroman"},
	{PL_TEXT, "ISO-8859-2",
	 "iso-8859-2|latin2|ISO8859-2|l2|latin-2|csISOLatin2|8859-2|iso8859_2|iso_8859-2:"
	 "1987"},
	{PL_TEXT, "CP1250", "windows-1250|cp1250|win-1250|x-cp1250"},
	{CS_TEXT, "ISO-8859-2", "iso-8859-2"},
	{CS_TEXT, "CP1250", "windows-1250"},
	{CS_TEXT, "CP852", "cp852|ibm852"},
	{TR_TEXT, "ISO-8859-9", "iso-8859-9|latin5|ISO8859-9|l5"},
	{TR_TEXT, "CP1254", "windows-1254|cp1254|x-cp1254"},
	{LT_TEXT, "ISO-8859-13", "iso-8859-13|latin7"},
	{LT_TEXT, "CP1257", "windows-1257|cp1257"},
	{LT_TEXT, "ISO-8859-4", "iso-8859-4"},
	{RO_TEXT, "ISO-8859-2", "iso-8859-2"},
	{JA_TEXT, "ISO-2022-JP",
	 "iso-2022-jp|ISO-2022-JP|csISO2022JP|iso-2022-jp-2|iso-2022-jp-1|cp50220|x-iso-"
	 "2022-jp|iso2022-jp|jis"},
	{JA_TEXT, "SHIFT_JIS",
	 "shift_jis|Shift-JIS|x-sjis|sjis|cp932|windows-31j|ms_kanji|shiftjis|csshiftjis|"
	 "ms932"},
	{JA_TEXT, "EUC-JP", "euc-jp|EUC-JP|x-euc-jp|eucjp|ujis|euc_jp"},
	{ZH_TEXT, "GB2312",
	 "gb2312|GB2312|gb_2312-80|gbk|GBK|gb18030|GB18030|cp936|x-gbk|csgb2312|euc-cn|"
	 "gb2312-80|windows-936|chinesegb|euccn|eucgb2312_cn"},
	{ZHT_TEXT, "BIG5",
	 "big5|Big5|x-x-big5|cn-big5|big5-hkscs|csbig5|big-5|cp950|big5-eten|windows-"
	 "950"},
	{KO_TEXT, "EUC-KR",
	 "euc-kr|EUC-KR|ks_c_5601-1987|ks_c_5601|KS_C_5601-1989|ksc5601|ksc_5601|cp949|"
	 "windows-949|x-windows-949|korean|uhc|euckr|ks_c_5601-1987;"},
	{KO_TEXT, "ISO-2022-KR", "iso-2022-kr|iso2022_kr"},
	{HE_TEXT, "ISO-8859-8",
	 "iso-8859-8|iso-8859-8-i|ISO-8859-8-E|logical|hebrew|visual"},
	{HE_TEXT, "CP1255", "windows-1255|cp1255"},
	{AR_TEXT, "ISO-8859-6", "iso-8859-6|arabic|iso-8859-6-i|asmo-708"},
	{AR_TEXT, "CP1256", "windows-1256|cp1256|windows_1256"},
	{TH_TEXT, "TIS-620",
	 "tis-620|windows-874|iso-8859-11|cp874|dos-874|tis620|x-windows-874"},
	{RU_TEXT, "UTF-7", "utf-7|UTF-7|unicode-1-1-utf-7|utf7"},
	{EL_TEXT, "UTF-7", "utf-7"},
	{RU_TEXT, "UTF-16", "utf-16|UTF-16|unicode"},
	{EL_TEXT, "UTF-16LE", "utf-16le|UTF-16LE|utf_16_le"},
	{DE_TEXT, "UTF-16BE", "utf-16be|utf-16"},
	{DE_TEXT, "UTF-16LE", "utf-16"},
	{RU_TEXT, "UTF-32", "utf-32"},
	{RU_TEXT, "UTF-32BE", "utf-32be|ucs-4be"},
	{RU_TEXT, "UTF-8",
	 "utf-8|UTF8|utf_8|\"utf-8\"|unicode-1-1-utf-8|utf-8mb4|utf8mb4|x-unicode-2-0-"
	 "utf-8|iso-8859-1|windows-1251|koi8-r|us-ascii|unknown-8bit|x-unknown||utf-8;|"
	 "UTF-8,|cp65001|utf8-bom|utf 8|ascii|ansi|win-1251|windows-1252|gb2312|none"},
	{EL_TEXT, "UTF-8", "iso-8859-7|windows-1253||us-ascii|iso-8859-1"},
	{RU_TEXT, "CP1251",
	 "|us-ascii|unknown-8bit|x-user-defined|utf-8|iso-8859-1|windows-1252"},
	{RU_TEXT, "KOI8-R",
	 "|us-ascii|unknown-8bit|x-user-defined|utf-8|iso-8859-1|windows-1252"},
	{EL_TEXT, "CP1253",
	 "|us-ascii|unknown-8bit|x-user-defined|utf-8|iso-8859-1|windows-1252"},
	{EL_TEXT, "ISO-8859-7",
	 "|us-ascii|unknown-8bit|x-user-defined|utf-8|iso-8859-1|windows-1252"},
	{DE_TEXT, "CP1252", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
	{UK_TEXT, "CP1251", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
	{JA_TEXT, "SHIFT_JIS", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
	{JA_TEXT, "EUC-JP", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
	{JA_TEXT, "ISO-2022-JP", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
	{ZH_TEXT, "GB2312", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
	{ZHT_TEXT, "BIG5", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
	{KO_TEXT, "EUC-KR", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
	{FR_TEXT, "CP1252", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
	{UK_TEXT, "KOI8-U", "|us-ascii|unknown-8bit|x-user-defined|utf-8"},
};

static void check(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	g_auto(GStrv) names = g_strsplit(cases[i].names, "|", -1);
	gsize length;
	g_autoptr(GError) error = NULL;
	g_autofree char *bytes = g_convert(cases[i].text, -1, cases[i].charset, "UTF-8",
					   NULL, &length, &error);
	g_assert_no_error(error);
	for (char **name = names; *name != NULL; name++) {
		g_autofree char *text = text_decode(bytes, length, *name);
		if (strcmp(text, cases[i].text) != 0)
			g_test_message("declared as «%s»", *name);
		g_assert_cmpstr(text, ==, cases[i].text);
	}
}

static const struct {
	const char *name, *bytes, *charset, *want;
} oddities[] = {
	{"HZ", "~{Dz:C#,~} ok ~~", "hz-gb-2312", "您好， ok ~"},
	{"HZ that ends with its line", "~{Dz:C\nplain", "hz-gb-2312", "您好\nplain"},
	{"one naked byte in UTF-8",
	 "K\xfc"
	 "che, m\xc3\xb6glich",
	 "utf-8", NULL},
	{"a NUL", "a\0b", "utf-8",
	 "a\xef\xbf\xbd"
	 "b"},
	{"half a character at the end", "\xd0\x9f\xd1\x80\xd0", "utf-8", NULL},
	{"marks of windows-1252 in what became UTF-8", "It\xc2\x92s 5 \xc2\x80", "utf-8",
	 "It’s 5 €"},
	{"Czech said to be Western",
	 "Objedn\xe1vka je\xb9t\xec nedorazila, a\xe8koli jsem u\xbe zaplatil. M\xf9\xbe"
	 "ete ji prov\xec\xf8it?",
	 "iso-8859-1",
	 "Objednávka ještě nedorazila, ačkoli jsem už zaplatil. Můžete ji prověřit?"},
	{"the euro of ISO-8859-15",
	 "F\xfcr 5 \xa4 \xfc"
	 "ber Nacht.",
	 NULL, "Für 5 € über Nacht."},
	{"English from a Chinese machine", "It\x92s \x93new\x94", "gb2312", "It’s “new”"},
	{"windows-1250 said to be ISO-8859-2", "Dzi\x9c, \x9fle", "iso-8859-2",
	 "Dziś, źle"},
	{"an Italian word alone", "Il pacco \xe8 rotto, non funziona pi\xf9.", NULL,
	 "Il pacco è rotto, non funziona più."},
	{"Portuguese with one accent",
	 "Os clientes n\xe3"
	 "o receberam os seus produtos.",
	 NULL, "Os clientes não receberam os seus produtos."},
	{"French with one accent",
	 "Cela peut \xea"
	 "tre utile pour transporter une lampe.",
	 NULL, "Cela peut être utile pour transporter une lampe."},
	{"Polish of a Windows machine",
	 "Dzi\x9c mamy wi\xea"
	 "kszy wyb\xf3r, ni\xbf \xb9.",
	 NULL, "Dziś mamy większy wybór, niż ą."},
	{"Polish of another machine",
	 "Czy mog\xb1 Panowie powiedzie\xe6, czym b\xea"
	 "dzie?",
	 NULL, "Czy mogą Panowie powiedzieć, czym będzie?"},
	{"Romanian",
	 "Lec\xfeia afi\xba"
	 "at\xe3 este pe m\xe3sura pie\xfe"
	 "elor.",
	 NULL, "Lecţia afişată este pe măsura pieţelor."},
	{"Russian in capital and small letters",
	 "\xc4\xfb\xf8\xe0\xeb \xef\xee\xeb\xed\xee\xe9 \xe3\xf0\xf3\xe4\xfc\xfe.", NULL,
	 "Дышал полной грудью."},
	{"Polish said to be Western",
	 "Prosz\xea o faktur\xea, bo bez niej nie zap\xb3"
	 "ac\xea.",
	 "iso-8859-1", "Proszę o fakturę, bo bez niej nie zapłacę."},
	{"Turkish said to be Western", "Sipari\xfeim yar\xfdn de\xf0il, bug\xfcn gelsin.",
	 "iso-8859-1", "Siparişim yarın değil, bugün gelsin."},
	{"Spanish with ordinals",
	 "\xbf"
	 "La 1\xaa planta, n\xba 5, a 20 \xba"
	 "c? S\xed.",
	 "iso-8859-1", "¿La 1ª planta, nº 5, a 20 ºc? Sí."},
	{"an unknown charset", "plain", "x-nobody-knows", "plain"},
	{"a bomb of escapes", "\x1b$B\x1b$B\x1b(B\x1b$B", "iso-2022-jp", ""},
};

static void check_oddity(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	gsize length = strlen(oddities[i].bytes) + (oddities[i].bytes[1] == '\0' ? 2 : 0);
	g_autofree char *text =
		text_decode(oddities[i].bytes, length, oddities[i].charset);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	if (oddities[i].want != NULL)
		g_assert_cmpstr(text, ==, oddities[i].want);
}

static void utf16_is_read_without_a_declaration(void)
{
	g_autofree char *little = text_decode("O\0r\0d\0e\0r\0\x26\x20", 12, NULL);
	g_assert_cmpstr(little, ==, "Order…");
	g_autofree char *big = text_decode("\0O\0r\0d\0e\0r\x20\x26", 12, "utf-8");
	g_assert_cmpstr(big, ==, "Order…");
	g_autofree char *cyrillic =
		text_decode("\x14\4>\4<\4 \0#\4A\4@\4\x01\4", 16, NULL);
	g_assert_cmpstr(cyrillic, ==, "Дом УсрЁ");
	g_autofree char *marked =
		text_decode("\xff\xfe\x14\4>\4<\4 \0", 10, "iso-8859-1");
	g_assert_cmpstr(g_strchomp(marked), ==, "Дом");
	g_autofree char *halved = text_decode("O\0r\0d\0e\0r\0\n", 11, "utf-16le");
	g_assert_cmpstr(halved, ==, "Order");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
			g_strdup_printf("/charset/%s is read/%u", cases[i].charset, i);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check);
	}
	for (guint i = 0; i < G_N_ELEMENTS(oddities); i++) {
		g_autofree char *path = g_strdup_printf("/charset/valid text comes of %s",
							oddities[i].name);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check_oddity);
	}
	g_test_add_func("/charset/UTF-16 is read without a declaration",
			utf16_is_read_without_a_declaration);
	return g_test_run();
}
