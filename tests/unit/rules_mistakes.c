/* rules_mistakes.c - postdesk.ini: each mistake, its line and what to write. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/rules_problems.h"

#define SMALL                                                                            \
	"[queue support]\naddress = support@example.com\nagents = anna\n"                \
	"[agent anna]\naddress = anna@example.com\n"
/* What follows it starts at line 6. */

typedef struct {
	const char *name, *given, *want;
} Mistake;

static const Mistake mistakes[] = {
	{"the smallest file has no mistake", SMALL, ""},
	{"a file without a queue", "[postdesk]\nlog = debug\n",
	 " there is no queue; write [queue support] with address = "
	 "support@example.com\n"},
	{"an empty file", "",
	 " there is no queue; write [queue support] with address = "
	 "support@example.com\n"},
	{"an unknown key, with the one that was meant", SMALL "lanugage = ru\n",
	 "6: unknown key \"lanugage\" in [agent], did you mean \"language\"?\n"},
	{"an unknown key that is like no other", SMALL "colour = blue\n",
	 "6: unknown key \"colour\" in [agent]; known: address, name, login, language, "
	 "skills, calendar\n"},
	{"a key of another section names that", SMALL "max_new_tickets = 5\n",
	 "6: unknown key \"max_new_tickets\" in [agent]; write it into [postdesk]\n"},
	{"a key of several other sections names none", SMALL "sla = gold\n",
	 "6: unknown key \"sla\" in [agent]; known: address, name, login, language, "
	 "skills, calendar\n"},
	{"an unknown section", SMALL "[que billing]\naddress = b@example.com\n",
	 "6: unknown section [que billing], did you mean \"queue\"?\n"},
	{"a rule outside of the rules", SMALL "[rule x]\nif subject = /y/\n",
	 "6: [rule …] stands in the files of the rules directory, not here; see rules = "
	 "in "
	 "[postdesk]\n"},
	{"a section without its name", SMALL "[queue]\naddress = b@example.com\n",
	 "6: [queue] needs a name of one word, of letters, digits and . _ -; write "
	 "[queue "
	 "support]\n"},
	{"a section with two names",
	 SMALL "[agent anna maria]\naddress = b@example.com\n",
	 "6: [agent anna maria] needs a name of one word, of letters, digits and . _ -; "
	 "write "
	 "[agent anna]\n"},
	{"[postdesk] with a name", SMALL "[postdesk one]\nlog = info\n",
	 "6: [postdesk] has no name; write [postdesk]\n"},
	{"the same section twice", SMALL "[agent anna]\nlogin = anna\n",
	 "6: [agent anna] is already at 4; write all its keys there\n"},
	{"what stands in the same section",
	 SMALL "[agent anna]\nlanguage = russian\naddress = a@example.com\n",
	 "6: [agent anna] is already at 4; write all its keys there\n"
	 "7: language: \"russian\" is no language; write a code such as en or ru\n"},
	{"a key twice", SMALL "name = Anna\nname = Ann\n",
	 "7: name is given twice; keep one line\n"},
	{"a queue without an address", SMALL "[queue billing]\nagents = anna\n",
	 "6: [queue billing] has no address; write address = support@example.com\n"},
	{"an agent without an address", SMALL "[agent boris]\n",
	 "6: [agent boris] has no address; write address = anna@example.com\n"},
	{"two queues with one address",
	 SMALL "[queue b]\naddress = SUPPORT@example.com\n",
	 "7: support@example.com already belongs to [queue support] (2); an "
	 "address belongs to one queue or one agent\n"},
	{"an agent with a queue's address",
	 SMALL "[agent b]\naddress = support@example.com\n",
	 "7: support@example.com already belongs to [queue support] (2); an "
	 "address belongs to one queue or one agent\n"},
	{"an address twice in one section",
	 SMALL "address = a@example.com, anna@example.com\n",
	 "6: address: anna@example.com is named twice\n"},
	{"an address that is none", SMALL "address = anna.example.com\n",
	 "6: address: \"anna.example.com\" is no address; write support@example.com\n"},
	{"an address with an extension", "[queue b]\naddress = b+c@example.com\n",
	 "2: b+c@example.com has an extension after the recipient_delimiter; write "
	 "b@example.com\n"},
	{"two agents with one login",
	 SMALL "login = desk\n[agent b]\naddress = b@example.com\nlogin = Desk\n",
	 "9: desk already belongs to [agent anna] (6); a login belongs to "
	 "one "
	 "agent\n"},
	{"an unknown agent, with the one that was meant",
	 SMALL "[queue b]\naddress = b@example.com\nagents = ana\n",
	 "8: there is no [agent ana], did you mean \"anna\"?\n"},
	{"a lead that is neither agent nor address",
	 SMALL "[queue b]\naddress = b@example.com\nlead = boss\n",
	 "8: lead: \"boss\" is neither an agent nor an address; known: anna\n"},
	{"a head whose address is none",
	 SMALL "[queue b]\naddress = b@example.com\nhead = @\n",
	 "8: head: \"@\" is neither an agent nor an address; known: anna\n"},
	{"an unknown SLA", SMALL "[queue b]\naddress = b@example.com\nsla = gold\n",
	 "8: there is no [sla gold]; write that section\n"},
	{"an unknown calendar", SMALL "[sla gold]\ncalendar = office\nupdate = 1d\n",
	 "7: there is no [calendar office]; write that section\n"},
	{"an agent's unknown calendar", SMALL "calendar = night\n",
	 "6: there is no [calendar night]; write that section\n"},
	{"an organisation without a domain", SMALL "[organisation acme]\n",
	 "6: [organisation acme] has no domain; write domain = example.org\n"},
	{"two organisations with one domain",
	 SMALL "[organisation a]\ndomain = example.org\n[organisation b]\ndomain = "
	       "Example.ORG\n",
	 "9: example.org already belongs to [organisation a] (7); a domain "
	 "belongs to one organisation\n"},
	{"an address in place of a domain",
	 SMALL "[organisation a]\ndomain = ann@example.org\n",
	 "7: domain: \"ann@example.org\" is no domain; write example.org\n"},
	{"an organisation's unknown tier, with the one that was meant",
	 SMALL "[organisation acme]\ndomain = example.org\ntier = glod\n[tier gold]\n",
	 "8: there is no [tier glod], did you mean \"gold\"?\n"},
	{"a tier that is only for rules", SMALL "[tier gold]\n", ""},
	{"an SLA that promises nothing", SMALL "[sla gold]\nescalate = 50% lead\n",
	 "6: [sla gold] promises nothing; write first_response = 4h\n"},
	{"a duration without a unit", SMALL "[sla gold]\nupdate = 4\n",
	 "7: update: \"4\" is no duration, its unit is missing; write 30m, 4h, 2d or "
	 "1d4h (w d "
	 "h m s)\n"},
	{"a duration of nothing", SMALL "[sla gold]\nupdate = 0h\n",
	 "7: update: no time at all is no promise; write 4h, or leave the line out\n"},
	{"a step that is none", SMALL "[sla gold]\nupdate = 4h\nescalate = 50 lead\n",
	 "8: escalate: \"50\" is no step; write 75% (1 to 1000) or +1d\n"},
	{"a step that tells nobody", SMALL "[sla gold]\nupdate = 4h\nescalate = 50%\n",
	 "8: escalate: the step \"50%\" tells nobody; write \"50% lead\"\n"},
	{"a step for somebody unknown",
	 SMALL "[sla gold]\nupdate = 4h\nescalate = 50% boss\n",
	 "8: escalate: \"boss\" is nobody to escalate to; write agent, lead or head\n"},
	{"an unknown time zone",
	 SMALL "[calendar c]\ntimezone = Athens\nmon = 09:00-10:00\n",
	 "7: timezone: unknown time zone \"Athens\"; write Europe/Athens\n"},
	{"a calendar that is never open",
	 SMALL "[calendar c]\ntimezone = Europe/Athens\n",
	 "6: [calendar c] is never open; write mon-fri = 09:00-17:00\n"},
	{"a span across midnight", SMALL "[calendar c]\nmon-fri = 22:00-06:00\n",
	 "7: mon-fri: the span \"22:00-06:00\" crosses midnight; write 22:00-24:00 and, "
	 "for "
	 "the next day, 00:00-06:00\n"},
	{"a span that is none", SMALL "[calendar c]\nmon-fri = 9-17\n",
	 "7: mon-fri: \"9-17\" is no span of time; write 09:00-17:30\n"},
	{"an empty span", SMALL "[calendar c]\nsat = 09:00-09:00\n",
	 "7: sat: the span \"09:00-09:00\" is empty; write 00:00-24:00 for a whole "
	 "day\n"},
	{"spans that overlap", SMALL "[calendar c]\nsat = 12:00-14:00 09:00-12:30\n",
	 "7: sat: two spans overlap at 12:00; write them as one\n"},
	{"a weekday that is none",
	 SMALL "[calendar c]\nmon-fri = 09:00-17:00\nmonday = \n",
	 "8: unknown key \"monday\" in [calendar]; known: timezone, mon-fri, holiday, "
	 "holidays, day\n"},
	{"a holiday that is no date",
	 SMALL "[calendar c]\nmon-fri = 09:00-17:00\nholiday = 2027-02-29\n",
	 "8: holiday: \"2027-02-29\" is no date; write 2026-12-25\n"},
	{"a tag without a number",
	 SMALL "[queue b]\naddress = b@example.com\ntag = [B]\n",
	 "8: tag: the tag \"[B]\" needs %d once, where the number goes, and no other %; "
	 "write "
	 "[Support #%d]\n"},
	{"a tag with another format",
	 SMALL "[queue b]\naddress = b@example.com\ntag = %s %d\n",
	 "8: tag: the tag \"%s %d\" needs %d once, where the number goes, and no other "
	 "%; "
	 "write [Support #%d]\n"},
	{"a size that is none", SMALL "[queue b]\naddress = b@example.com\nlimit = big\n",
	 "8: limit: \"big\" is no size from 1K to 2G; write 25M\n"},
	{"neither yes nor no",
	 SMALL "[queue b]\naddress = b@example.com\nanswers = maybe\n",
	 "8: answers: \"maybe\" is neither yes nor no\n"},
	{"neither keep nor consume",
	 SMALL "[queue b]\naddress = b@example.com\ndeliver = x\n",
	 "8: deliver: \"x\" is neither keep nor consume\n"},
	{"a confidence above one",
	 SMALL "[queue b]\naddress = b@example.com\nanswer_above = 80\n",
	 "8: answer_above: \"80\" is no confidence from 0 to 1; write 0.8\n"},
	{"a language that is none",
	 SMALL "[queue b]\naddress = b@example.com\nlanguages = english\n",
	 "8: languages: \"english\" is no language; write codes such as en, ru\n"},
	{"a store that is none", SMALL "[postdesk]\nstore = desk.db\n",
	 "7: store: \"desk.db\" is no store; write sqlite:/var/lib/postdesk/desk.db\n"},
	{"a store of a kind that is not built in",
	 SMALL "[postdesk]\nstore = postgresql://db/desk\n",
	 "7: store: \"postgresql://db/desk\" is no store; write "
	 "sqlite:/var/lib/postdesk/desk.db\n"},
	{"a socket that is none", SMALL "[postdesk]\nsocket = 8895\n",
	 "7: socket: \"8895\" is no socket; write inet:8895@127.0.0.1, "
	 "unix:/run/postdesk/milter.sock or fd:3\n"},
	{"a way out that is none", SMALL "[postdesk]\noutbox = 127.0.0.1\n",
	 "7: outbox: \"127.0.0.1\" is no way out; write smtp://127.0.0.1:25 or "
	 "sendmail\n"},
	{"evidence that is none", SMALL "[postdesk]\nagent_evidence = auth spf\n",
	 "7: agent_evidence: \"spf\" is no evidence; write some of auth cert token dmarc "
	 "trusted\n"},
	{"a network that is none", SMALL "[postdesk]\ntrusted = 10.0.0.0/33\n",
	 "7: trusted: \"10.0.0.0/33\" is no network; write 192.0.2.0/24 or "
	 "2001:db8::/32\n"},
	{"a number that is none", SMALL "[postdesk]\nmax_new_tickets = many\n",
	 "7: max_new_tickets: \"many\" is no number from 0 to 1000000; write 20\n"},
	{"an included file that is not there", SMALL "[postdesk]\ninclude = more.ini\n",
	 "7: include: more.ini does not exist; write the name of a file, or "
	 "desk.d/*.ini\n"},
	{"an include of nothing", SMALL "[postdesk]\ninclude =\n",
	 "7: include: the value is empty; write the name of a file, or desk.d/*.ini\n"},
	{"a file that includes itself", SMALL "[postdesk]\ninclude = postdesk.ini\n",
	 "7: include: postdesk.ini is this file itself; leave the line out\n"},
	{"an included directory", SMALL "[postdesk]\ninclude = /tmp\n",
	 "7: include: /tmp is a directory; write the name of a file, or desk.d/*.ini\n"},
	{"two swapped letters are one change", SMALL "[queue b]\nadderss = x\n",
	 "6: [queue b] has no address; write address = support@example.com\n"
	 "7: unknown key \"adderss\" in [queue], did you mean \"address\"?\n"},
	{"what stands in a section of an almost known kind",
	 SMALL "[agnet boris]\naddress = boris@example.com\nlanguage = russian\n"
	       "[queue b]\naddress = b@example.com\nagents = boris\n",
	 "6: unknown section [agnet boris], did you mean \"agent\"?\n"
	 "8: language: \"russian\" is no language; write a code such as en or ru\n"},
	{"a name that a section may have which cannot be read",
	 SMALL "[agent boris\naddress = boris@example.com\n"
	       "[queue b]\naddress = b@example.com\nagents = boris\nlead = boris\n",
	 "6: the section has no closing bracket; write [queue support]\n"},
	{"a file in two bytes a letter", "\xFF\xFE[\n",
	 "1: the file is UTF-16; save it as plain UTF-8 text\n"},
	{"a lead that is the desk itself",
	 SMALL "[queue b]\naddress = b@example.com\nlead = support@example.com\n",
	 "8: lead: support@example.com is the address of [queue support]; write an agent "
	 "or somebody's own address\n"},
	{"a form that is an agent",
	 SMALL "[queue b]\naddress = b@example.com\nform_sender = anna@example.com\n",
	 "8: form_sender: anna@example.com is the address of [agent anna]; write the one "
	 "that the web form sends from\n"},
	{"a step twice", SMALL "[sla s]\nupdate = 1d\nescalate = 50% agent, 50% lead\n",
	 "8: escalate: the step 50% is there twice; name everybody in one: 50% agent "
	 "lead\n"},
	{"a role twice", SMALL "[sla s]\nupdate = 1d\nescalate = 50% lead lead\n",
	 "8: escalate: lead is named twice in the step; once is enough\n"},
	{"a zone without its continent",
	 SMALL "[calendar c]\ntimezone = athens\nmon = 09:00-10:00\n",
	 "7: timezone: unknown time zone \"athens\"; write Europe/Athens\n"},
	{"a zone that is a number",
	 SMALL "[calendar c]\ntimezone = -1\nmon = 09:00-10:00\n",
	 "7: timezone: unknown time zone \"-1\"; write a name of the tz database: "
	 "Europe/Athens\n"},
	{"a day that is longer than one",
	 SMALL "[calendar c]\nmon = 09:00-10:00\nday = 25h\n",
	 "8: day: \"25h\" is no working day; write 8h\n"},
	{"a domain with a star", SMALL "[organisation a]\ndomain = *.example.org\n",
	 "7: domain: \"*.example.org\" is no domain; write example.org\n"},
	{"a way out without a port", SMALL "[postdesk]\noutbox = smtp://mx:smtp\n",
	 "7: outbox: \"smtp://mx:smtp\" is no way out; write smtp://127.0.0.1:25 or "
	 "sendmail\n"},
	{"a milter without its kind", SMALL "[postdesk]\nsigners = 127.0.0.1:8892\n",
	 "7: signers: \"127.0.0.1:8892\" is no milter; write what smtpd_milters has, "
	 "such "
	 "as inet:127.0.0.1:8892 or unix:/run/sign.sock\n"},
	{"a comment that is none", SMALL "name = Anna # the new one\n",
	 "6: name: a comment begins with ; and not with #\n"},
	{"several mistakes at once",
	 "[postdesk]\nlog = loud\nstoer = x\n[queue a]\nagents = b\nlimit = "
	 "1\nnonsense\n",
	 "2: log: \"loud\" is neither info nor debug\n"
	 "3: unknown key \"stoer\" in [postdesk], did you mean \"store\"?\n"
	 "4: [queue a] has no address; write address = support@example.com\n"
	 "5: there is no [agent b]; write that section\n"
	 "6: limit: \"1\" is no size from 1K to 2G; write 25M\n"
	 "7: the line is neither a [section], key = value nor a ; comment\n"},
};

static void test_mistake(gconstpointer data)
{
	const Mistake *mistake = data;
	g_autofree char *got = problems_of(mistake->given);
	g_assert_cmpstr(got, ==, mistake->want);
}

/* A value is read up to its comment, with tabs around it, and from files of other
 * editors. */
static void test_right_lines(void)
{
	static const char *const texts[] = {
		"\xEF\xBB\xBF" SMALL, "[queue support]\r\naddress = a@example.com\r\n",
		"[queue support]\naddress\t=\ta@example.com\t; the main one\n",
		"[queue support] ; the main one\naddress = a@example.com\n"};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *problems = problems_of(texts[i]);
		g_assert_cmpstr(problems, ==, "");
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
		g_autofree char *path = g_strconcat("/mistakes/", mistakes[i].name, NULL);
		g_test_add_data_func(path, &mistakes[i], test_mistake);
	}
	g_test_add_func("/mistakes/none is in a comment or a line end", test_right_lines);
	return g_test_run();
}
