/* bounce_words.c - what mail servers say in their reports, in many languages. */
/* SPDX-License-Identifier: MIT */
#include "mail/bounce_words.h"
#include "mail/pattern.h"

static Pattern report_subject = PATTERN(
	"^(?!\\s*(?:re|fwd?|aw|wg)\\s*:)(?=.*(?:"
	"undeliver|non-?deliver|not delivered|delivery (?:status )?notification|"
	"(?:mail|message|delivery)[ -]*(?:delivery )?(?:has "
	")?(?:failure|failed|error|delay|problem)|"
	"fail(?:ed|ure) (?:delivery|notice|to deliver)|delivery (?:failure|report|has "
	"failed|problem)|"
	"returned (?:mail|message|to sender)|mail (?:system error|delivery|error)|"
	"(?:could|can) ?not (?:be )?(?:deliver|sen[dt])|unable to deliver|"
	"message (?:status|delayed|rejected|blocked)|"
	"mail delivery warning|delivery postponed|delayed (?:e-?)?mail|"
	"delay in (?:message|mail) delivery|automatically rejected|"
	"warning: (?:could not send|message|e-?mail)|error sending (?:your )?mail|"
	"user unknown|unknown user|"
	"unzustellbar|nicht zustellbar|zustell(?:ung|fehler)|konnte nicht zugestellt|"
	"non[ -](?:remis|distribuable|distribué)|(?:échec|echec) de (?:la )?"
	"(?:remise|distribution|livraison)|remise différée|"
	"no (?:se )?(?:pudo |puede )?entrega|entrega (?:retrasada|atrasada)|devuelto|"
	"mancat[ao] (?:consegna|recapito)|non recapitabile|non consegnat|recapito "
	"posticipato|"
	"não (?:é possível )?entreg|falha na entrega|devolvida|"
	"niedostarcz|nie dostarczon|nie można dostarczyć|dostarczenie|"
	"не доставлен|недоставлен|не вдалося доставити|неможливо доставити|"
	"(?:невозможно|не удается|не удаётся) доставить|доставк[аиу].{0,40}(?:отложен|не "
	"удалась|затриман)|"
	"(?:сбой|задержка) доставки|возврат|недоставен|не може да бъде доставен|"
	"δεν (?:παραδόθηκε|είναι δυνατή η παράδοση)|μη παραδο|αποτυχία παράδοσης|"
	"καθυστέρηση παράδοσης|"
	"onbestelbaar|niet (?:afgeleverd|bezorgd|te bezorgen)|niet-bezorgd|kan niet "
	"worden bezorgd|"
	"bezorging vertraagd|olevere|ej levererat|inte levereras|är försenad|"
	"(?:ikke|kan ikke) (?:leveres|leveret|levert)|ei voi toimittaa|toimittamaton|"
	"teslim (?:edilem|gecikti)|iletileme|nedoruči|nedoruče|zpožděné doručení|"
	"kézbesíthetetlen|nelivrabil|neisporučiv|neizročljiv|неиспоручен|"
	"配信|送信できません|配達でき|エラー|メール(?:が|を)?.{0,6}(?:届|送)|"
	"邮件(?:传输|投递|发送)?失败|投递失败|未送达|退信|退件|無法傳遞|배달되지|전송 "
	"실패|"
	"לא ניתן למסירה|غير قابل للتسليم|tidak terkirim|không gửi được|nepristatyta|"
	"nepiegādājam|ei saa kohale|"
	"verzöger|retard|demora|ritardo|opóźni|vertraagd|försen|gecik|zpožd|очеред|"
	"mdaemon (?:notification|warning)|transient delivery|notice of (?:mail "
	")?delivery))");

static Pattern server_subject =
	PATTERN("^\\s*(?:returned mail|mail delivery|non-?delivery|delivery (?:status "
		"|failure )?notification|"
		"undelivered mail|undeliverable|failure notice|delivery status|message "
		"delivery failure)");

static Pattern failure_words = PATTERN(
	"(?:could not be delivered|cannot be delivered|was not delivered|not be "
	"delivered to|"
	"unable to deliver|(?:was|been) (?:unable|not able) to deliver|wasn't able to "
	"deliver|"
	"delivery to the following recipients?|following "
	"address(?:es|\\(es\\))?\\s+failed|"
	"following (?:addresses|recipients?|address) (?:had|was|were|could not|that you)|"
	"did(?: not|n't) reach the following recipient|did not reach some or all|"
	"has not yet been delivered|not yet been delivered|delivery has failed|delivery "
	"failed|"
	"undeliverable|returned to (?:the |its )?sender|have to inform you that|"
	"error delivering your mail|occurred while (?:trying|attempting) to deliver|"
	"permanent(?:ly)? (?:fatal )?(?:error|failure|failed)|transcript of session "
	"follows|"
	"remote host said|smtp error from remote|recipient address rejected|"
	"(?:user|mailbox|recipient|account)(?: is| was)? (?:unknown|not "
	"found|unavailable|full|disabled)|"
	"(?:unknown|no such|invalid|bad) (?:user|recipient|mailbox|address|local)|"
	"mailbox (?:is full|exceeds|full|unavailable)|mailbox exceeds|over (?:the "
	")?quota|"
	"no mailbox here|not listed in (?:domino|public)|not a member of|"
	"group you tried to contact|message is delayed|rejected recipient|"
	"does ?n[o']t have an? .{1,60}account|couldn't be delivered|"
	"(?:message|mail) (?:(?:you sent|to \\S{3,100}) )?(?:was|has been) "
	"(?:automatically )?(?:rejected|blocked|returned|delayed)|"
	"automatically rejected|temporary problem delivering|is (?:still )?in the retry "
	"queue|"
	"delivery (?:to \\S{3,100} is delayed|of .{0,60} has been delayed)|delivery will "
	"be attempted|"
	"has been postponed|邮件无法|无法(?:发送|送达|投递)|退信|"
	"no such user here|invalid user address|"
	"delivery (?:attempts|problems|errors|delayed)|deferred: |host "
	"unknown|unrouteable|"
	"was not relayed|delivery of the e?-?mail was stopped|"
	"unknown recipient|i'm afraid i wasn't|this is the qmail-send|mail delivery "
	"subsystem|"
	"не может быть (?:доставлено|отправлено)|не было доставлено|не удалось "
	"доставить|не доставлен|еще не доставлен|недоступны:|"
	"не може бути доставлен|не вдалося доставити|"
	"konnte(?: leider)? nicht zugestellt|nicht (?:zugestellt|ausgeliefert) werden|"
	"wurde nicht zugestellt|"
	"n['’]a (?:pas )?(?:encore )?(?:pu être |été )(?:remis|distribué|livré)|"
	"no (?:se )?(?:ha )?(?:pudo|podido) (?:ser )?entrega|"
	"non è stato (?:ancora )?(?:possibile )?(?:consegn|recapit)|"
	"não (?:pôde|foi) (?:ser )?entregue|nie (?:mogła|została) (?:zostać )?"
	"dostarczona|δεν (?:ήταν δυνατ(?:ή|ό) (?:η παράδοση|να παραδοθεί)|παραδόθηκε)|"
	"kon niet worden (?:afgeleverd|bezorgd)|kunde inte levereras|"
	"ulaştırılamadı|teslim edilemedi|nebylo možné doručit|"
	"送信できませんでした|配信できません|エラー|無法|"
	"\\b[45]\\d\\d[ -](?:#)?[45]\\.\\d\\.\\d{1,3}\\b|\\(#[45]\\.\\d\\.\\d\\))");

static Pattern delay_words = PATTERN(
	"warning (?:message )?only|has not yet been delivered|has been delayed|is "
	"delayed|"
	"do not need to resend|been postponed|continue to try|will (?:be "
	"(?:retried|attempted again)|retry|keep trying|continue)|still trying|still in "
	"the retry|"
	"will try again|de nouvelles tentatives|новые попытки|находится в очереди|"
	"weiterhin (?:zugestellt|versucht)|"
	"temporary (?:failure report|problem delivering)|transient delivery|"
	"delivery.{0,20}delay|\\(delay\\)|delayed \\d+ hours|"
	"delays? in (?:message |mail )?deliver|stays in the queue|"
	"could not send message for past|noch nicht zugestellt|verzöger|"
	"pas encore été remis|remise différée|est retardée|aún no se ha entregado|"
	"entrega (?:se ha retrasado|retrasada|(?:está )?atrasada)|"
	"non è stato ancora (?:recapit|consegn)|ainda não foi entregue|"
	"пока не (?:удалось|доставлен)|(?:еще|ещё|ще) не доставлен|(?:попытки|спроби).{0,"
	"40}(?:продолж|трив)|"
	"повторит попытку|задерж(?:ка доставки|ивается)|"
	"nie została jeszcze dostarczona|δεν έχει παραδοθεί ακόμ|nog niet (?:bezorgd|"
	"afgeleverd)|inte levererats än|henüz teslim edilmedi|dosud nebyla doručena");
static Pattern delay_subject =
	PATTERN("^(?:warning:? )?(?:delayed mail|message status - delayed|(?:mail |"
		"message )?delivery delayed)");

static Pattern success_words = PATTERN(
	"success(?:ful|fully) (?:mail )?(?:deliver|relay)|successful delivery|delivered "
	"successfully|delivery report that you requested|^return receipt|"
	"transferred to an intermediate mail gateway|erfolgreich zugestellt|"
	"remis avec succès|entregado correctamente|consegnato correttamente|"
	"entregue com êxito|успешно доставлен|успішно доставлен|pomyślnie dostarczon");
/* Receipts of Exchange. */
static Pattern success_subject = PATTERN(
	"^\\s*(?:delivered|relayed|expanded|zugestellt|weitergeleitet|übermittelt|"
	"remis|relayé|entregado|retransmitido|consegnato|inoltrato|entregue|"
	"доставлен[оа]?|ретранслировано|dostarczono|παραδόθηκε|bezorgd|levererat|"
	"leveret|levert|toimitettu|teslim edildi|doručeno|kézbesítve|livrat|"
	"配信済み|已送达|已傳遞)\\s?:");
static Pattern failure_sign =
	PATTERN("not relayed|could not|not be delivered|\\bfailed|permanent|fatal|"
		"(?<![\\d.])[45]\\.\\d{1,2}\\.\\d{1,3}(?![\\d.]*\\d)|\\b[45][0-5]\\d[ "
		"-](?=[^\\d])");

static Pattern server_voice = PATTERN(
	"your (?:message|e-?mail|mail)\\b[^.?]{0,200}(?:could not be|was not|cannot be|"
	"has been|has not)|(?:e-?mail|message)(?: below| to)?\\b[^.?]{0,100}(?:could not "
	"be delivered|has been postponed)|failed recipients?|do not (?:reply|resend)|"
	"following (?:recipients?|user|address)|returned mail ---|transcript");
static Pattern own_voice = PATTERN(
	"(?:^|[^\\w'’])(?:I|I['’]\\w+|my|me|we(?! (?:will|are|were)\\b))(?![\\w@.-])|"
	"\\?(?:\\s|$)|"
	"\\b(?:ich|mein|wir|je|j['’]ai|mon|nous|yo|mi|io|mio|eu|meu|ja|mój|мне|"
	"мой|моё|мои|я|мы|μου|εγώ|ben|benim)\\b");

static Pattern lone_address = PATTERN(
	"(?:^|\\n)[ \\t*>-]*<?[^\\s<>\"'(),:;@\\[\\]]{1,64}@[\\w.-]+\\.(?:xn--[a-z0-9-]+|"
	"\\p{L}{2,})>?"
	"(?:<mailto:[^\\n>]{0,200}>)?[ \\t:]*(?=\\r?\\n|$)");

bool bounce_words_subject(const char *subject)
{
	return pattern_match(&report_subject, subject, -1);
}

bool bounce_words_server_subject(const char *subject)
{
	return pattern_match(&server_subject, subject, -1);
}

bool bounce_words_failure(const char *text, gsize length)
{
	return pattern_match(&failure_words, text, (gssize)length);
}

bool bounce_words_delay(const char *subject, const char *text, gsize length)
{
	return pattern_match(&delay_subject, subject, -1) ||
	       pattern_match(&delay_words, subject, -1) ||
	       pattern_match(&delay_words, text, (gssize)length);
}

bool bounce_words_success(const char *subject, const char *text, gsize length)
{
	bool says = pattern_match(&success_subject, subject, -1) ||
		    pattern_match(&success_words, subject, -1) ||
		    pattern_match(&success_words, text, (gssize)length);
	return says && !pattern_match(&failure_sign, text, (gssize)length);
}

bool bounce_words_personal(const char *text, gsize length)
{
	return pattern_match(&own_voice, text, (gssize)length);
}

bool bounce_words_impersonal(const char *text, gsize length)
{
	return pattern_match(&server_voice, text, (gssize)length) &&
	       !bounce_words_personal(text, length);
}

bool bounce_words_lists_address(const char *text, gsize length)
{
	return pattern_match(&lone_address, text, (gssize)length);
}
