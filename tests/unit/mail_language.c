/* mail_language.c - the language of sentences, of two words, and of nothing. */
/* SPDX-License-Identifier: MIT */
#include "mail/text.h"

static const struct {
	const char *text, *want;
} cases[] = {
	{"Where is my order? I have been waiting for two weeks.", "en"},
	{"Где мой заказ? Я жду его уже две недели.", "ru"},
	{"Πού είναι η παραγγελία μου; Περιμένω δύο εβδομάδες.", "el"},
	{"Де моє замовлення? Я чекаю вже два тижні.", "uk"},
	{"Къде е поръчката ми? Чакам вече две седмици.", "bg"},
	{"Wo ist meine Bestellung? Ich warte seit zwei Wochen.", "de"},
	{"Où est ma commande ? J'attends depuis deux semaines.", "fr"},
	{"¿Dónde está mi pedido? Llevo dos semanas esperando.", "es"},
	{"Dov'è il mio ordine? Aspetto da due settimane.", "it"},
	{"Onde está a minha encomenda? Espero há duas semanas.", "pt"},
	{"Gdzie jest moje zamówienie? Czekam już dwa tygodnie.", "pl"},
	{"Siparişim nerede? İki haftadır bekliyorum.", "tr"},
	{"Waar is mijn bestelling? Ik wacht al twee weken.", "nl"},
	{"Var är min beställning? Jag har väntat i två veckor.", "sv"},
	{"Unde este comanda mea? Aștept de două săptămâni.", "ro"},
	{"Kde je moje objednávka? Čekám už dva týdny.", "cs"},
	{"No funciona", "es"},
	{"Nefunguje to", "cs"},
	{"falsche Rechnung", "de"},
	{"неверный счёт", "ru"},
	{"λάθος τιμολόγιο", "el"},
	{"невірний рахунок", "uk"},
	{"pedido no recibido", "es"},
	{"błędna faktura", "pl"},
	{"yanlış fatura", "tr"},
	{"felaktig faktura", "sv"},
	{"See https://example.com/some/long/english/path ann@example.com Спасибо за "
	 "помощь",
	 "ru"},
	{"谢谢", "zh"},
	{"", ""},
	{"12345 !!!", ""},
	{"ok", ""},
	/* keys hit at random, blobs, bytes of another charset: no language */
	{"asdfgh jklqw zxcvb", ""},
	{"dsfsdf sdfsdf sdf", ""},
	{"xkcd wqpl vbnt zzrk", ""},
	{"йцукен фывапр ячсмить", ""},
	{"фывфыв длорплоп жжж", ""},
	{"Zm9vYmFyYmF6 cXV4eHl6 aGVsbG8gd29ybGQ", ""},
	{"9f3a2c 77be01 c0ffee 1d2e3f", ""},
	{"Ã©Ã¨Â¤ Ã¼ÃŸ Â°Â§ Ã±", ""},
	{"Order 123456789-77/3, where is it?", "en"},
	{"Rechnung 4711/2026-03 fehlt", "de"},
	{"Nope", ""},
	{"Give me a refund please", "en"},
	{"I need a new card", "en"},
	{"How do I deposit cash?", "en"},
	{"Can I use my card anywhere?", "en"},
	{"where can i find my pin", "en"},
	{"quero trocar o cartão", "pt"},
	{"je veux changer mon adresse", "fr"},
	{"chcę zmienić adres", "pl"},
	{"chci změnit adresu", "cs"},
	{"hur ändrar jag min adress", "sv"},
	{"vreau sa schimb adresa", "ro"},
	{"Hur betalar man i februari och var", "sv"},
	{"Хочу вернуть деньги", "ru"},
	/* titles and names of another language between the small words of one */
	{"Quiero devolver The Art of Computer Programming porque el libro no es el que "
	 "pedí",
	 "es"},
};

static void check(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	g_assert_cmpstr(text_language(cases[i].text), ==, cases[i].want);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
			g_strdup_printf("/language/is right on/%u %s", i, cases[i].want);
		g_test_add_data_func(path, GUINT_TO_POINTER(i), check);
	}
	return g_test_run();
}
