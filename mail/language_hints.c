/* language_hints.c - letters, endings and small words that tell languages apart. */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail/language.h"

/*
 * Two words are too little for statistics of whole languages, but people can tell them:
 * by letters that only one language has, by the way words end, and by the small words.
 * Lists are separated by spaces; what several languages share stands with each of them.
 */
typedef struct {
	const char *code, *letters, *endings, *words;
} Hint;

static const Hint hints[HINT_LANGUAGES] = {
	{"es", "ñ ¿ ¡",
	 "o a os as es ón ción ciones mente ado ada idad amos aron iendo "
	 "ando ería ero los las ía ías ible anza dor dora miento mientos ar "
	 "ir ros",
	 "el la los las de del que en y por para con una un es se lo su al "
	 "más como pero sus este ya o está son muy sin sobre también hay "
	 "desde todo nos cuando hasta donde factura pedido hola gracias "
	 "cuenta contraseña reembolso incorrecta problema envío quiero puedo"},
	{"pt", "ã õ ão ç lh nh",
	 "o a os as em am ção ções mente dade ado ada ando endo ões ão eira "
	 "eiro inho sse mos agem gem ável ível ência ências ar dos",
	 "o a os as de do da dos das que em no na não um uma para com por "
	 "mais mas como ao aos sua seu ou quando muito foi já também só pelo "
	 "pela até isso ela entre era depois sem mesmo você são fatura "
	 "encomenda pedido olá obrigado obrigada conta senha reembolso "
	 "problema quero errada"},
	{"it", "",
	 "o a i e zione zioni mente ità ato ata ati ando endo ezza aggio "
	 "tore trice isce anza enza ini oni elli etti ssimo etto ale ere are "
	 "gli",
	 "il lo la i gli le di del della dei delle che e è un una per con "
	 "non in da dal si come più ma anche sono questo nel nella alla al "
	 "se ha lui suoi ed o fattura ordine ciao grazie conto rimborso "
	 "problema spedizione vorrei sbagliata"},
	{"fr", "è ê œ ù û",
	 "e es que tion ment eux euse aux eau ique ité ais ait aient ées és "
	 "ez eur eurs ette elle ance ence oire ier ière aire isme els",
	 "le la les des de du et un une est que qui dans pour pas sur au aux "
	 "avec ce se son sa ses plus par ne je nous vous il elle ils ont "
	 "mais ou où leur cette été être fait comme facture commande colis "
	 "bonjour merci compte passe remboursement incorrecte problème "
	 "livraison"},
	{"en", "",
	 "tion ing ed ly ness ment ight ous ful ship able ght th ck ers wn "
	 "ough ow sh",
	 "the of and to in is that for it as was with be by on not he his "
	 "but at are this have from or had an they which one you were all "
	 "her she there would their we him been has when who will no more if "
	 "out invoice order hello thanks please account password refund "
	 "problem delivery wrong help"},
	{"de", "ß",
	 "en er e st ung ungen lich keit heit isch schen tion chen ische ten "
	 "iert ierte igen ige eln ern sch cht",
	 "der die das und ist nicht ein eine zu den dem mit von auf für im "
	 "sich des es an auch als wie bei oder aus wird sind nach einen "
	 "einer um am über so zum war haben nur noch zur kann vor durch ihre "
	 "rechnung bestellung hallo danke konto passwort erstattung problem "
	 "lieferung bitte falsche"},
	{"nl", "ij oe aa ee",
	 "en e lijk lijke heid heden ing ingen tje tjes aar aars eerd eren "
	 "ijn sch oor eel uur iek isch isten",
	 "de het een en van ik te dat die in is op niet zijn met voor aan er "
	 "om ook als bij maar dan ze hij uit wel nog naar over zo tot heeft "
	 "hebben wordt door wat haar mijn geen kan worden factuur bestelling "
	 "hallo bedankt rekening wachtwoord terugbetaling probleem levering "
	 "graag"},
	{"sv", "å",
	 "a en et ning ningar ade het heten arna erna orna liga ligt iska "
	 "ande ende skap else tion are er ar ör ött",
	 "och att det som en på är av för med till den har de inte om ett "
	 "han men var jag sig från vi så kan när år under också efter eller "
	 "nu sin där vid mot ska skulle alla kommer ut man hade faktura "
	 "beställning hej tack konto lösenord återbetalning problem leverans "
	 "fel"},
	{"ro", "ă ș ț ţ ş â î",
	 "a e i ului ilor ție ția ții ate eală ească eşte ește ător ul urile "
	 "elor ea ază iei escu lor ere",
	 "și şi de la în cu pe nu o un din care a să mai se este sunt pentru "
	 "prin ca sau am au fi fost lui dar după între această acest factură "
	 "comandă bună mulțumesc cont parolă problemă vreau"},
	{"pl", "ą ę ł ś ż ź ć ń",
	 "ość ości anie enie ego ych ymi ować ała ski ska skie nych owej ami "
	 "ów cie",
	 "i w na z do że się nie jest to o po za od jak ale przez dla przy "
	 "są tego tak być już jego też lub by może tym oraz czy ze faktura "
	 "zamówienie dzień dobry dziękuję konto hasło zwrot problem proszę"},
	{"cs", "ě ř ů č š ž ý",
	 "ost osti ání ení ého ých ými ovat ský ská ské nost ováno ou ech "
	 "ích",
	 "a v na se že je to s z do o k i jako pro by ale po ve od za jsou "
	 "jeho tak které který nebo být byl již která aby pouze při jsem si "
	 "faktura objednávka dobrý den děkuji účet heslo problém chci"},
	{"tr", "ı ğ ş",
	 "lar ler ların lerin ları leri dır dir mak mek yor ında inde lık "
	 "lik sı si ması mesi miş mış dan den nın nin acak ecek iyor",
	 "ve bir bu da de için ile çok olarak ne daha gibi olan var o ama "
	 "kadar değil ben sonra en mi her şey fatura sipariş merhaba "
	 "teşekkürler hesap şifre iade sorun"},
	{"ru", "ы э ё",
	 "ость ности ение ания ться ого его ный ная ое ые ый ий ой ых ами ть "
	 "ет ют ся",
	 "и в на не что с он как это по но из у за так же от о для все мы "
	 "при то был или его было уже только если когда могу мой моя где нет "
	 "заказ счёт счет спасибо пожалуйста здравствуйте деньги проблема "
	 "хочу войти"},
	{"uk", "і ї є ґ", "ість ення ння ться ого ий ої ими ати ів",
	 "і в на не що з як та до це за від для у але про його був також або "
	 "при можу мій моя де немає замовлення рахунок дякую будь ласка "
	 "гроші проблема хочу увійти"},
	{"bg", "ъ",
	 "ния ние та то те ят ът ена ено ите ята ски ства ване ваха ава ява "
	 "ище щ ест ост",
	 "и на да не се е от за с в по като са че до към си при или но със "
	 "му което има ще бъде през след без най няма още само който този "
	 "мога моя моята къде поръчка сметка благодаря моля пари проблем "
	 "искам фактура"},
};

static bool is_cyrillic(const Hint *hint)
{
	return strcmp(hint->code, "ru") == 0 || strcmp(hint->code, "uk") == 0 ||
	       strcmp(hint->code, "bg") == 0;
}

/* Length of the next word of a list; the list moves to it. 0 at the end. */
static gsize list_next(const char **list)
{
	*list += strspn(*list, " ");
	return strcspn(*list, " ");
}

static bool list_has(const char *list, const char *word)
{
	gsize length = strlen(word);
	for (gsize item = list_next(&list); item > 0;
	     list += item, item = list_next(&list))
		if (item == length && strncmp(list, word, length) == 0)
			return true;
	return false;
}

/* Characters of the longest ending in the list that the word has, with something before
 * it. */
static glong longest_ending(const char *list, const char *word)
{
	gsize length = strlen(word);
	glong longest = 0, letters = g_utf8_strlen(word, -1);
	for (gsize item = list_next(&list); item > 0;
	     list += item, item = list_next(&list)) {
		glong ending = g_utf8_strlen(list, (gssize)item);
		if (item < length && ending + 1 < letters && ending > longest &&
		    strncmp(word + length - item, list, item) == 0)
			longest = ending;
	}
	return longest;
}

static double word_score(const Hint *hint, const char *word)
{
	static const double by_ending[] = {0, 0.3, 0.4, 0.8, 1.1};
	if (list_has(hint->words, word))
		return 1.0;
	return by_ending[MIN(longest_ending(hint->endings, word), 4)];
}

static double letters_score(const Hint *hint, const char *text)
{
	enum { COUNT_MAX = 3 };
	const char *list = hint->letters;
	double score = 0;
	for (gsize item = list_next(&list); item > 0;
	     list += item, item = list_next(&list)) {
		double weight = g_utf8_strlen(list, (gssize)item) == 1 ? 1.0 : 0.4;
		const char *at = text, *end = text + strlen(text);
		for (int i = 0; i < COUNT_MAX; i++) {
			const char *found = memmem(at, end - at, list, item);
			if (found == NULL)
				break;
			score += weight;
			at = found + item;
		}
	}
	return score;
}

void language_hints(const char *const *words, const char *text, bool cyrillic,
		    LanguageScore scores[HINT_LANGUAGES])
{
	for (gsize i = 0; i < HINT_LANGUAGES; i++) {
		scores[i] = (LanguageScore){hints[i].code, is_cyrillic(&hints[i]), 0};
		if (scores[i].cyrillic != cyrillic)
			continue;
		scores[i].score = letters_score(&hints[i], text);
		for (const char *const *word = words; *word != NULL; word++)
			scores[i].score += word_score(&hints[i], *word);
	}
}

const char *language_hint_code(const char *code)
{
	for (gsize i = 0; i < HINT_LANGUAGES; i++)
		if (strcmp(hints[i].code, code) == 0)
			return hints[i].code;
	return NULL;
}
