/* language_words.c - words, endings and letters that tell the language of short texts. */
/* SPDX-License-Identifier: MIT */
#include "mail/language.h"

/* Lists are separated by spaces; what several languages share stands with each. */
const LanguageWords language_words[HINT_LANGUAGES] = {
	{"es", "ñ ¿ ¡",
	 "o a os as es ón ción ciones mente ado ada idad amos aron iendo ando "
	 "ería ero los las ía ías ible anza dor dora miento mientos ar ir ros "
	 "uelo ista ivo iva oso osa eza anas ante ente illo illa ico ica",
	 "el la los las de del que en y por para con una un es se lo su al más "
	 "como pero sus este ya o está son muy sin sobre también hay desde todo "
	 "nos cuando hasta donde factura pedido hola gracias cuenta contraseña "
	 "reembolso incorrecta problema envío quiero puedo esta estoy estaba "
	 "tengo tiene tienes tenemos hacer hace hago puede puedes pueden quiere "
	 "necesito dónde cómo cuál cuándo cuanto cuánto qué quién mi mis me te "
	 "le les os usted ustedes ha he has han fue era ser eran esto eso esa "
	 "ese esos esas estos estas aquí ahora después antes siempre nunca nada "
	 "algo todos todas otra otro otros muchas muchos mucho buenos días "
	 "buenas tardes dinero tarjeta tienda correo dirección teléfono compra "
	 "devolución cambiar cancelar ayuda favor tambien mas dia años año mejor "
	 "gran primera primer parte vez entre durante según contra hacia porque "
	 "aunque tan cada cual quien ni pues dos tres así solo sólo bien vida "
	 "mundo casa tiempo país gobierno estado ciudad no funciona"},
	{"pt", "ã õ ão ç lh nh",
	 "o a os as em am ção ções mente dade ado ada ando endo ões ão eira eiro "
	 "inho sse mos agem gem ável ível ência ências ar dos inha ista ivo iva "
	 "oso osa eza ante ente aria ário ária ico ica ês",
	 "o a os as de do da dos das que em no na não um uma para com por mais "
	 "mas como ao aos sua seu ou quando muito foi já também só pelo pela até "
	 "isso ela entre era depois sem mesmo você são fatura encomenda pedido "
	 "olá obrigado obrigada conta senha reembolso problema quero errada "
	 "estou está estava tenho tem temos fazer faz posso pode podem quer "
	 "preciso onde qual quanto quê quem meu minha meus minhas me te lhe nos "
	 "vocês ele eles elas eu tu esta este esse essa isto aquilo aqui agora "
	 "antes sempre nunca nada algo todos todas tudo outra outro outros "
	 "muitas muitos bom dia boa tarde noite dinheiro cartão loja envio "
	 "correio endereço telefone compra devolução trocar cancelar ajuda favor "
	 "nao voce tambem anos ano melhor grande primeira primeiro parte vez "
	 "desde durante segundo contra porque cada nem dois duas três assim bem "
	 "vida mundo casa tempo país governo estado cidade à às foram ser num "
	 "numa nesta neste pelos pelas dele dela"},
	{"it", "",
	 "o a i e zione zioni mente ità ato ata ati ando endo ezza aggio tore "
	 "trice isce anza enza ini oni elli etti ssimo etto ale ere are gli ista "
	 "ivo iva oso osa ante ente eria ario aria ico ica iche ici uto uta",
	 "il lo la i gli le di del della dei delle che e è un una per con non in "
	 "da dal si come più ma anche sono questo nel nella alla al se ha lui "
	 "suoi ed o fattura ordine ciao grazie conto rimborso problema "
	 "spedizione vorrei sbagliata sto sta stato ho hai abbiamo hanno fare fa "
	 "posso può possono voglio vuole devo dove quale quando quanto cosa chi "
	 "mio mia miei mie mi ti ci vi lei io noi voi loro questa questi queste "
	 "quello quella qui adesso ora dopo prima sempre mai niente qualcosa "
	 "tutti tutte tutto altra altro altri molte molti molto buongiorno "
	 "buonasera soldi carta negozio indirizzo telefono acquisto reso "
	 "cambiare annullare aiuto favore anni anno migliore grande parte volta "
	 "durante secondo contro perché ogni né due tre così bene vita mondo "
	 "casa tempo paese governo città degli dai dalla dalle sulla sul nei "
	 "nelle agli allo essere era erano fu suo sua"},
	{"fr", "è ê œ ù û",
	 "e es que tion ment eux euse aux eau ique ité ais ait aient ées és ez "
	 "eur eurs ette elle ance ence oire ier ière aire isme els iste if ive "
	 "ant ent erie oux eois ois oise ières iers iques",
	 "le la les des de du et un une est que qui dans pour pas sur au aux "
	 "avec ce se son sa ses plus par ne je nous vous il elle ils ont mais ou "
	 "où leur cette été être fait comme facture commande colis bonjour merci "
	 "compte passe remboursement incorrecte problème livraison suis ai as "
	 "avons avez avait était étaient faire peux peut peuvent veux veut "
	 "voudrais dois comment quel quelle quand combien quoi mon ma mes me te "
	 "tu on lui toi moi eux cela ça ceci ces celui celle ici maintenant "
	 "après avant toujours jamais rien tout tous toutes toute autre autres "
	 "beaucoup bonsoir argent carte magasin adresse téléphone achat retour "
	 "changer annuler aide svp plaît ans an année meilleur grand grande "
	 "première premier partie fois depuis pendant selon contre parce chaque "
	 "ni deux trois ainsi bien vie monde maison temps pays gouvernement état "
	 "ville très sans sous entre chez donc car si y en à aussi quelques "
	 "leurs notre votre nos vos sera peu même"},
	{"en", "",
	 "tion ing ed ly ness ment ight ous ful ship able ght th ck ers wn ough "
	 "ow sh ings ive ity ible less ies ied ould est ally",
	 "the of and to in is that for it as was with be by on not he his but at "
	 "are this have from or had an they which one you were all her she there "
	 "would their we him been has when who will no more if out invoice order "
	 "hello thanks please account password refund problem delivery wrong "
	 "help i i'm i've i'd my me mine your yours can can't cannot could "
	 "should do does did don't didn't doesn't how what where why need want "
	 "got get gets am so any about know may might must still new card money "
	 "other our us its it's into over under after before being than then "
	 "them these those some such only own same too very just because while "
	 "during between each few most here up down off again further once now "
	 "also make made let like see tell give take use using find change back "
	 "last first two way day time year years people work works working good "
	 "best call customer service number buy price size free mobile phone "
	 "address bank payment pay transfer set next month week today tomorrow "
	 "yesterday many much less long big small high low world life part place "
	 "case right left since without within through against among around "
	 "every never always"},
	{"de", "ß",
	 "en er e st ung ungen lich keit heit isch schen tion chen ische ten "
	 "iert ierte igen ige eln ern sch cht ischen ungs haft los sam bar lein "
	 "ieren ens",
	 "der die das und ist nicht ein eine zu den dem mit von auf für im sich "
	 "des es an auch als wie bei oder aus wird sind nach einen einer um am "
	 "über so zum war haben nur noch zur kann vor durch ihre rechnung "
	 "bestellung hallo danke konto passwort erstattung problem lieferung "
	 "bitte falsche ich mir mich mein meine meinen meiner du dir dich sie "
	 "ihr ihnen wir uns euch er habe hat hatte hatten können könnte muss "
	 "müssen möchte will wollen wo was wer wann warum welche welcher dies "
	 "diese dieser dieses hier jetzt nachher vorher immer nie nichts etwas "
	 "alle alles andere anderen viele viel guten tag morgen geld karte laden "
	 "adresse telefon kauf rückgabe ändern stornieren hilfe jahr jahre "
	 "jahren beste große ersten erste teil mal seit während gegen weil jede "
	 "jeder zwei drei gut leben welt haus zeit land regierung stadt sehr "
	 "ohne unter zwischen bereits schon wieder wurde wurden worden sein "
	 "seine seiner seinen ihren ihrem bis beim vom ins ans eines mehr wenn "
	 "dass daß doch man sagte"},
	{"nl", "ij oe aa ee",
	 "en e lijk lijke heid heden ing ingen tje tjes aar aars eerd eren ijn "
	 "sch oor eel uur iek isch isten elijk baar loos ier elen ende ste",
	 "de het een en van ik te dat die in is op niet zijn met voor aan er om "
	 "ook als bij maar dan ze hij uit wel nog naar over zo tot heeft hebben "
	 "wordt door wat haar mijn geen kan worden factuur bestelling hallo "
	 "bedankt rekening wachtwoord terugbetaling probleem levering graag mij "
	 "jij je jouw u uw wij we ons onze zij hun hen heb hebt had hadden "
	 "kunnen kunt moet moeten wil willen waar wie wanneer waarom welke deze "
	 "dit hier nu daarna altijd nooit niets iets alle alles andere veel "
	 "goedemorgen goedendag geld kaart winkel adres telefoon aankoop retour "
	 "wijzigen annuleren hulp dank jaar jaren beste grote eerste deel keer "
	 "sinds tijdens tegen omdat elke elk twee drie goed leven wereld huis "
	 "tijd land regering stad zeer zonder onder tussen al weer werd werden "
	 "geworden zou zouden daar toch dus ten ter meer hoe zal mensen"},
	{"sv", "å",
	 "a en et ning ningar ade het heten arna erna orna liga ligt iska ande "
	 "ende skap else tion are er ar ör ött isk lig bar sam aste",
	 "och att det som en på är av för med till den har de inte om ett han "
	 "men var jag sig från vi så kan när år under också efter eller nu sin "
	 "där vid mot ska skulle alla kommer ut man hade faktura beställning hej "
	 "tack konto lösenord återbetalning problem leverans fel mig min mitt "
	 "mina du dig din ditt er oss vår vårt våra hon denna detta dessa kunna "
	 "måste vill vilja vem varför vilken vilka här sedan innan alltid aldrig "
	 "inget något några allt andra annan många mycket god morgon pengar kort "
	 "butik adress telefon köp retur ändra avbryta hjälp bästa stora första "
	 "del gång eftersom varje två tre bra liv värld hus tid land regering "
	 "stad utan mellan redan igen blev blir bli vara varit genom över hos ju "
	 "dock finns enligt sitt sina deras honom henne dem upp ner in ute mer "
	 "än få får fick göra gör snälla vänliga hälsningar"},
	{"ro", "ă ș ț ţ ş â î",
	 "a e i ului ilor ție ția ții ate eală ească eşte ește ător ul urile "
	 "elor ea ază iei escu lor ere ează esc ite ica ice",
	 "și şi de la în cu pe nu o un din care a să mai se este sunt pentru "
	 "prin ca sau am au fi fost lui dar după între această acest factură "
	 "comandă bună mulțumesc cont parolă problemă vreau eu mie meu mea mei "
	 "mele tu tău ta el ea noi nostru voi ei lor le îmi îți își ai are avem "
	 "aveți avea pot poate putem doresc trebuie unde cine ce cum când cât "
	 "aceste acum apoi înainte mereu niciodată nimic ceva toate tot toți alt "
	 "alta alte mult multe multă ziua seara banii bani cardul magazin adresă "
	 "telefon cumpărare schimba anula ajutor rog ani an mare prima primul "
	 "parte dată timpul contra că fiecare doi două trei bine viața lume casă "
	 "timp țară guvern oraș foarte fără sub deja iar si sa in cand daca dacă "
	 "era erau fiind acestea acestui al ale cel cea cei cele unui unei unor "
	 "spre până dintre despre ne vă te îl"},
	{"pl", "ą ę ł ś ż ź ć ń",
	 "ość ości anie enie ego ych ymi ować ała ski ska skie nych owej ami ów "
	 "cie enia ania emu ach iem owy owa owe ny na",
	 "i w na z do że się nie jest to o po za od jak ale przez dla przy są "
	 "tego tak być już jego też lub by może tym oraz czy ze faktura "
	 "zamówienie dzień dobry dziękuję konto hasło zwrot problem proszę ja "
	 "mnie mi mój moja moje ty ci twój on ona ono my nas nam wy oni pan pani "
	 "mam masz ma mamy mają miał mogę możemy muszę chcę chciałbym chciałabym "
	 "gdzie kto co kiedy dlaczego który która które tu tutaj teraz potem "
	 "zawsze nigdy nic coś wszystko wszystkie inny inne wiele bardzo rano "
	 "pieniądze karta sklep adres telefon zakup zmienić anulować pomoc lat "
	 "rok roku najlepszy wielki pierwszy pierwsza część raz podczas według "
	 "przeciw ponieważ każdy dwa trzy dobrze życie świat dom czas kraj rząd "
	 "miasto bez pod między znowu był była było były będzie został została "
	 "przed nad we ich jej go mu nim tylko również jednak więc niż gdy jeśli "
	 "aby żeby albo"},
	{"cs", "ě ř ů č š ž ý",
	 "ost osti ání ení ého ých ými ovat ský ská ské nost ováno ou ech ích "
	 "ému ách ami ovi ový ová ové ný ná né",
	 "a v na se že je to s z do o k i jako pro by ale po ve od za jsou jeho "
	 "tak které který nebo být byl již která aby pouze při jsem si faktura "
	 "objednávka dobrý den děkuji účet heslo problém chci já mně mě můj moje "
	 "ty tobě ti tvůj on ona ono my nás nám vy vás vám oni mám máš má máme "
	 "mají měl měla mohu může můžeme musím musí chtěl bych kde kdo co proč "
	 "kdy jaký jaká jaké zde tady teď potom vždy nikdy nic něco všechno "
	 "všechny jiný jiné mnoho velmi ráno peníze karta obchod adresa telefon "
	 "nákup změnit zrušit pomoc prosím let rok roku nejlepší velký první "
	 "část jednou během podle proti protože každý dva tři dobře život svět "
	 "dům čas země vláda město bez pod mezi znovu byla bylo byly bude jsme "
	 "jste před nad ze ke ku jej její jejich mu ho ním ještě však také pak "
	 "než když jestli nebyl není nejsou svůj své pane funguje nefunguje"},
	{"tr", "ı ğ ş",
	 "lar ler ların lerin ları leri dır dir mak mek yor ında inde lık lik sı "
	 "si ması mesi miş mış dan den nın nin acak ecek iyor lardan lerden "
	 "larda lerde uyor",
	 "ve bir bu da de için ile çok olarak ne daha gibi olan var o ama kadar "
	 "değil ben sonra en mi her şey fatura sipariş merhaba teşekkürler hesap "
	 "şifre iade sorun beni bana benim sen seni sana senin biz bize bizim "
	 "siz size sizin onlar onu onun bunu şu şunu yok oldu oldum olur eder "
	 "etti ediyorum istiyorum nasıl nerede nereden zaman neden kim hangi "
	 "burada şimdi önce hep asla hiçbir bazı tüm bütün başka günaydın para "
	 "kart mağaza adres telefon alışveriş değiştirmek iptal yardım lütfen "
	 "yıl yılında yıllar büyük ilk kez boyunca göre karşı çünkü iki üç iyi "
	 "hayat dünya ev ülke hükümet şehir altında arasında artık yine üzerinde "
	 "eğer veya ya ise diye mı mu mü musunuz mısınız nın kendi ancak bile "
	 "öyle böyle işte son yeni tarafından olduğu olduğunu"},
	{"ru", "ы э ё",
	 "ость ности ение ания ться ого его ный ная ое ые ый ий ой ых ами ть ет "
	 "ют ся ении ения ании ости тся ует ают яют ски ский ская ское ские ных "
	 "ным ными ном ного ному ая яя ие ешь ишь ем им ах ях ов ев",
	 "и в на не что с он как это по но из у за так же от о для все мы при то "
	 "был или его было уже только если когда могу мой моя где нет заказ счёт "
	 "счет спасибо пожалуйста здравствуйте деньги проблема хочу войти я меня "
	 "мне мной моё мое мои ты тебя тебе вы вас вам наш наша ваш ваша она они "
	 "их ей им ему него неё есть быть была были будет буду может можете "
	 "можно нужно надо должен хотел кто какой какая какие почему зачем "
	 "сколько здесь сейчас потом всегда никогда ничего что-то всё другой "
	 "много очень добрый день утро вечер карта магазин адрес телефон покупка "
	 "возврат изменить отменить помощь помогите почта видео канал аккаунт "
	 "год года лет лучший большой первый раз время через против потому "
	 "каждый два три хорошо жизнь мир дом страна город без под между опять "
	 "стал стала ещё еще ли бы ни да либо чтобы тоже также после перед над "
	 "со во ко об про самый этот эта эти тот те том тем свой своей своих "
	 "себя нас лишь даже тут там вот ну"},
	{"uk", "і ї є ґ",
	 "ість ення ння ться ого ий ої ими ати ів ання ості ється ує ють ять "
	 "ський ська ське ські них ним ними ному ною ах ях",
	 "і в на не що з як та до це за від для у але про його був також або при "
	 "можу мій моя де немає замовлення рахунок дякую будь ласка гроші "
	 "проблема хочу увійти мене мені моє мої ти тебе тобі ви вас вам наш ваш "
	 "він вона воно вони їх їй їм йому нього неї є бути була були буде може "
	 "можна треба потрібно повинен хотів хто який яка які чому навіщо "
	 "скільки тут зараз потім завжди ніколи нічого щось усе все всі інший "
	 "багато дуже добрий день ранок вечір картка магазин адреса телефон "
	 "покупка повернення змінити скасувати допомога допоможіть пошта рік "
	 "року років кращий великий перший раз час через проти тому кожен два "
	 "три добре життя світ дім країна місто без під між знову став стала вже "
	 "ще чи ж би ні так щоб якщо теж після перед над зі цей ця ці той ті "
	 "свій свою своїх себе нас лише навіть там ось"},
	{"bg", "ъ",
	 "ния ние та то те ят ът ена ено ите ята ски ства ване ваха ава ява ище "
	 "щ ест ост ването нето ската ските ския овете ата ета ият",
	 "и на да не се е от за с в по като са че до към си при или но със му "
	 "което има ще бъде през след без най няма още само който този мога моя "
	 "моята къде поръчка сметка благодаря моля пари проблем искам фактура аз "
	 "мен ми мой моят мое мои ти теб вие вас ви нас ни нашият вашият той тя "
	 "то те тях им него нея нямам имам имате имаме беше бяха съм сме сте бил "
	 "била били може можете трябва иска как какво какъв кой коя кои кога "
	 "защо колко тук сега после винаги никога нищо нещо всичко всички друг "
	 "много добър ден утро вечер карта магазин адрес телефон покупка връщане "
	 "промяна отказ помощ поща година години най-добър голям първи път време "
	 "срещу защото всеки два две три добре живот свят дом страна град под "
	 "между отново вече дали ли ако също преди над във тази тези това онези "
	 "свой себе дори там ето бе кото които която"},
};
