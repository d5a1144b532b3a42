# attacks.py - what strangers try by mail alone, as a table.
# SPDX-License-Identifier: MIT
"""Everything that is filled in ({lamp}, {lamp_reply} …) is a name of Stage.names: the attacker has
overheard it, which is more than most would know."""

from dataclasses import dataclass, field
from email.header import Header

ME = "{me}"  # another one for each attack
EVIL = "mallory@evil.example"  # signs
OWEN = "owen@wild.example"  # has a ticket
DESK = "support@example.com"
ANNA = "anna@example.com"
VERA = "vera@plain.example"
HUGH = "hugh@honest.example"


@dataclass
class Attack:
    """
    name    what is tried
    log     what the log must say (a regular expression)
    to      the recipient
    sender  the envelope's, and From's unless author says otherwise
    extra   more header lines
    code    how RCPT or the end of the mail is answered
    marks   with one of these marks the text may stand on a victim's ticket
    then    called with stage and outcome: what else must not have happened
    whole   the mail as it is, instead of all that it would be made of
    """
    name: str
    log: str
    to: str = DESK
    sender: str = ME
    author: str = None
    subject: str = "Hello"
    text: str = "I would like to know something.\n"
    extra: str = ""
    code: int = 250
    marks: tuple = ()
    message_id: str = None
    parameters: str = ""
    sign: bool = False
    then: object = None
    raw: object = field(default=None, repr=False)
    whole: str = None


RE = "Re: About my lamp"
NEW_PERSON = ("from a new person",)
CLAIMED = ("says to be an agent, without evidence",)
NOT_VALID = "550 5.1.1 This reply address is not valid"
NOBODY = "anna is claimed, and nothing proves it: nothing is carried out"
STRANGER = "the token was not issued to this sender: text only"

TOKENS = [
    Attack("a token that was guessed", NOT_VALID, to="support+pd" + "a" * 32 + "@example.com",
           code=550),
    Attack("a token with its last letter changed", NOT_VALID, to="{lamp_reply_bent}", code=550),
    Attack("a token whose ticket number was changed", NOT_VALID, to="{lamp_reply_other}",
           code=550),
    Attack("a token of one queue at another is no way around its sender", STRANGER, subject=RE,
           to="{lamp_reply_billing}", marks=NEW_PERSON),
    Attack("a token cut short is the plain address", "has no valid token: the plain address",
           to="{lamp_reply_cut}"),
    Attack("a token with letters behind it is the plain address",
           "has no valid token: the plain address", to="{lamp_reply_long}"),
    Attack("a token in capitals from a stranger", STRANGER, subject=RE, to="{lamp_reply_capitals}",
           marks=NEW_PERSON),
    Attack("somebody else's reply token", STRANGER, subject=RE, to="{lamp_reply}", marks=NEW_PERSON,
           text="#solve\nThanks, it works.\n"),
    Attack("somebody else's reply token for a solved ticket", STRANGER, to="{kettle_reply}",
           subject="Re: About my kettle",
           marks=NEW_PERSON, text="It broke again!\n"),
    Attack("an agent's token in a stranger's hands", STRANGER, to="{lamp_notice}", subject=RE,
           text="#solve\nDone.\n", marks=NEW_PERSON),
    Attack("an agent's token for a command in a customer's own name", STRANGER,
           to="{lamp_notice}", sender=VERA, subject=RE, text="#assign boris\n",
           marks=NEW_PERSON),
    Attack("somebody else's link «this solved it»", STRANGER, to="{login_solved}",
           marks=NEW_PERSON, text="Solved.\n"),
    Attack("somebody else's link «I still need a person»", STRANGER, to="{login_more}",
           marks=NEW_PERSON, text="More.\n"),
    Attack("the token of a Message-ID as an address", NOT_VALID, to="{lamp_id_token}", code=550),
    Attack("a bounce address used to answer", "new ticket", to="{lamp_bounce}"),
    Attack("the own token with somebody else's Message-ID", "joins ticket {own} by token",
           sender=OWEN, to="{own_reply}", extra="In-Reply-To: {lamp_answer}\nReferences: {lamp_ack}\n"),
    Attack("a second recipient with somebody else's token", "joins ticket {own} by token",
           sender=OWEN, to="{own_reply} {lamp_reply}", subject=RE, marks=NEW_PERSON,
           extra="In-Reply-To: {own_ack}\n"),
    Attack("the token in a percent address", "Relay access denied|550|has no valid token",
           to="{lamp_reply_percent}", code=None),
    Attack("the token in a quoted local part", STRANGER, subject=RE, to="{lamp_reply_quoted}",
           marks=NEW_PERSON),
]

JOINING = [
    Attack("a stranger names a ticket by its tag", "claims ticket {lamp}, has no part in it",
           subject="Re: [#{lamp}] About my lamp"),
    Attack("a stranger names a solved ticket by its tag", "claims ticket {kettle}",
           subject="Re: [#{kettle}] About my kettle"),
    Attack("a stranger names one of our Message-IDs",
           "not issued to this sender|claims ticket {lamp}", subject=RE,
           extra="In-Reply-To: {lamp_answer}\n", marks=NEW_PERSON),
    Attack("a stranger quotes the reference line",
           "not issued to this sender|claims ticket {lamp}", subject=RE,
           text="> ref:{lamp_id_letters}\nI read this too.\n", marks=NEW_PERSON),
    Attack("a reference line with a MAC of one's own", "new ticket",
           text="> ref:pd" + "b" * 32 + "\nI read this too.\n"),
    Attack("the customer's From with the tag alone: no state changes, nobody is invited",
           "nothing proves that {VERA} wrote it", author=VERA,
           subject="Re: [#{login}] About my login", extra="Cc: {me}\n",
           marks=("named the ticket by its tag only", "sender not proved")),
    Attack("the customer's From with one of our Message-IDs, and somebody in Cc",
           "nothing proves that {VERA} wrote it", author=VERA,
           subject="Re: About my login", extra="In-Reply-To: {login_ack}\n"
           "Cc: {me}\nReply-To: {me}\n",
           marks=("sender not proved",)),
    Attack("a signed domain's From without the signature", "DMARC failed", author=HUGH,
           subject="Re: [#{chair}] About my chair", text="#solve\n",
           extra="Cc: {me}\n", marks=("DMARC failed",)),
    Attack("a ticket of somebody else in X-Postdesk-Ticket", "new ticket",
           extra="X-Postdesk-Ticket: {lamp}\n"),
    Attack("a forwarded mail with old headers", "new ticket|claims ticket",
           subject="Fwd: [#{lamp}] About my lamp", extra="References: {lamp_ack}\n"),
    Attack("a customer who writes commands", "new ticket",
           text="#assign boris\n#solve\n#merge {lamp}\nPlease!\n"),
    Attack("a customer who merges from the own ticket", "joins ticket {own} by token",
           sender=OWEN, to="{own_reply}", text="#merge {lamp}\n#note x\n", extra="In-Reply-To: {own_ack}\n"),
    Attack("sixty strangers in Cc", "new ticket",
           extra="Cc: " + ",\n ".join(f"crowd{i}@wild.example" for i in range(60)) + "\n"),
]

IMPERSONATION = [
    Attack("an agent's From, and nothing else", NOBODY, author=ANNA,
           subject="Re: [#{lamp}] About my lamp", text="#solve\n", marks=CLAIMED),
    Attack("an agent's From and envelope sender", NOBODY, sender=ANNA,
           subject="Re: [#{lamp}] About my lamp", text="#assign boris\n", marks=CLAIMED),
    Attack("an agent's From with the agent's stolen token, where DMARC fails", NOBODY,
           sender=ANNA, to="{lamp_notice}", text="#solve\nBye.\n",
           extra="In-Reply-To: {lamp_notice_id}\n", marks=NEW_PERSON),
    Attack("an agent's From with the Message-ID of a notice", NOBODY, author=ANNA,
           extra="In-Reply-To: {lamp_notice_id}\n", text="#assign boris\n", marks=NEW_PERSON),
    Attack("an agent's address as the name to be shown", "sender=customer",
           author='"anna@example.com" <{me}>',
           subject="Re: [#{lamp}] x", text="#solve\n"),
    Attack("an agent's address as an encoded word", "sender=customer",
           author="=?utf-8?q?Anna_=3Canna=40example.com=3E?= <{me}>",
           subject="Re: [#{lamp}] x", text="#solve\n"),
    Attack("an agent's address as a comment", "sender=customer",
           author="{me} (anna@example.com)", text="#solve\n",
           subject="Re: [#{lamp}] x"),
    Attack("an agent's address in quotes before another domain", "sender=customer",
           author='"anna@example.com"@wild.example', text="#solve\n",
           subject="Re: [#{lamp}] x"),
    Attack("an agent's address as a source route", "sender=customer|" + NOBODY,
           author="<@wild.example:anna@example.com>", text="#solve\n",
           subject="Re: [#{lamp}] x", marks=CLAIMED),
    Attack("two addresses in From", "several authors|sender=customer", sign=True,
           sender=EVIL, author="mallory@evil.example, anna@example.com", text="#solve\n",
           subject="Re: [#{lamp}] x", marks=CLAIMED),
    Attack("a second From field", "several authors|sender=customer", author=ANNA, sign=True,
           sender=EVIL, extra="From: mallory@evil.example\n", text="#solve\n",
           subject="Re: [#{lamp}] x", marks=CLAIMED),
    Attack("a group in From", "sender=customer", author="agents: anna@example.com;",
           text="#solve\n", subject="Re: [#{lamp}] x", marks=CLAIMED),
    Attack("an agent as Sender and Resent-From", "sender=customer",
           extra="Sender: anna@example.com\nResent-From: anna@example.com\n"
           "X-Original-From: anna@example.com\n", text="#solve\n", subject="Re: [#{lamp}] x"),
    Attack("a Cyrillic look-alike of an agent", "sender=customer",
           author="аnna@example.com", parameters="SMTPUTF8", text="#solve\n",
           subject="Re: [#{lamp}] x"),
    Attack("an agent in full-width letters", "sender=customer",
           author="ａｎｎａ@example.com", parameters="SMTPUTF8", text="#solve\n",
           subject="Re: [#{lamp}] x", marks=CLAIMED),
    Attack("an agent's domain with an ideographic full stop", "sender=customer",
           author="anna@example。com", parameters="SMTPUTF8", text="#solve\n",
           subject="Re: [#{lamp}] x", marks=CLAIMED),
    Attack("an agent's address with an invisible letter", "sender=customer",
           author="an\u200bna@example.com", parameters="SMTPUTF8", text="#solve\n",
           subject="Re: [#{lamp}] x", marks=CLAIMED),
    Attack("another domain's signature under an agent's From", NOBODY, author=ANNA, sign=True,
           sender=EVIL, text="#solve\n", subject="Re: [#{lamp}] x", marks=CLAIMED),
    Attack("an agent's away message", "nothing proves it|a machine of the desk's own people", author=ANNA,
           subject="Out of office until 2027-05-01", extra="Auto-Submitted: auto-replied\n",
           text="I am away until 1 May 2027.\n"),
    Attack("a mail that says to be the desk's own", "sender=", author=DESK,
           message_id="{lamp_answer}", text="#solve\n", marks=NEW_PERSON),
]

VERDICTS = [
    Attack(f"a verdict of our own: parted by {title}", NOBODY, author=ANNA, text="#solve\n",
           subject="Re: [#{lamp}] x", marks=CLAIMED, extra="Authentication-Results: "
           f"mx.exam{char}ple.com; dmarc=pass header.from=example.com\n")
    for title, char in (("a control character", "\1"), ("a bare CR", "\r"), ("DEL", "\x7f"))
] + [
    Attack(f"a verdict of our own: {title}", "strip: header Authentication-Results.*|" + NOBODY,
           author=ANNA, text="#solve\n", subject="Re: [#{lamp}] x", marks=CLAIMED, extra=extra)
    for title, extra in (
        ("plain", "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com\n"),
        ("with a space before the colon",
         "Authentication-Results : mx.example.com; dmarc=pass header.from=example.com\n"),
        ("behind a comment with a semicolon",
         "Authentication-Results: (a;b) mx.example.com; dmarc=pass header.from=example.com\n"),
        ("in quotes",
         'Authentication-Results: "mx.example.com"; dmarc=pass header.from=example.com\n'),
        ("with an escaped letter",
         'Authentication-Results: "mx.exam\\ple.com"; dmarc=pass header.from=example.com\n'),
        ("folded, with a version, in capitals",
         "AUTHENTICATION-RESULTS:\n\tMX.example.com 1;\n\tdmarc=pass header.from=example.com\n"),
        ("behind a very long comment", "Authentication-Results: (" + "x" * 900 + "\n " * 3 +
         "y" * 900 + ") mx.example.com; dmarc=pass header.from=example.com\n"),
    )
]


def encoded(text):
    return Header(text, "utf-8", 900).encode()


# What the filters see no author in, the desk may not see an agent in.
STOLEN = [
    Attack(f"a stolen token, and an agent in {title}", NOBODY + "|sender=customer", sender=EVIL,
           to="{lamp_notice}", author=author, text="#solve\nBye.\n", sign=signed,
           extra="In-Reply-To: {lamp_notice_id}\n" + extra, marks=CLAIMED + NEW_PERSON)
    for signed in (False, True) for title, author, extra in (
        (f"{form}{', signed by another' if signed else ''}", author, extra)
        for form, author, extra in (
            ("an encoded word", "=?utf-8?q?anna=40example=2Ecom?=", ""),
            ("a group", "agents: anna@example.com;", ""),
            ("a source route", "<@evil.example:anna@example.com>", ""),
            ("words before it", "mallory@evil.example anna@example.com", ""),
            ("a bare word before it", "mallory anna@example.com", ""),
            ("a second field behind an empty one", "", "From: anna@example.com\n"),
            ("a second field before an empty one", "anna@example.com", "From:\n"),
            ("a comment that does not end", "anna@example.com (mallory@evil.example", ""),
            ("two pairs of brackets", "<anna@example.com> <mallory@evil.example>", "")))
]

HEADLESS = [
    Attack("a header behind a blank line, with a verdict of our own", "sender=customer", sender=EVIL,
           marks=CLAIMED, whole="\nAuthentication-Results: mx.example.com; dmarc=pass "
           "header.from=example.com\nFrom: anna@example.com\nTo: support@example.com\n"
           "Date: Mon, 23 Nov 2026 09:00:00 +0200\nSubject: Re: [#{lamp}] x\n\n#solve\n"),
    Attack("a verdict of our own behind a line that is no field", "sender=customer|" + NOBODY,
           sender=EVIL, marks=CLAIMED, whole="From: anna@example.com\nTo: support@example.com\n"
           "Subject: Re: [#{lamp}] x\nno field\nAuthentication-Results: mx.example.com; dmarc=pass "
           "header.from=example.com\nReceived: from nowhere\n\n#solve\n"),
]

INJECTION = [
    Attack("a line break in the subject", "new ticket",
           subject="=?utf-8?q?Hello=0D=0ABcc:_vera=40plain.example=0D=0AX-Evil:_1?="),
    Attack("a line break in the name", "new ticket",
           author="=?utf-8?q?Mallory=0D=0ABcc:_vera=40plain.example?= <{me}>"),
    Attack("a bare CR before a header", "new ticket",
           subject="Hello\rFrom: anna@example.com\rX-Evil: 1"),
    Attack("a line break in the Message-ID", "new ticket",
           message_id="<a\r\n b@wild.example>"),
    Attack("a line break in the name of a file", "new ticket",
           extra="MIME-Version: 1.0\nContent-Type: text/plain; name*=utf-8''x%0D%0AX-Evil:%201\n"
           "Content-Disposition: attachment; filename*=utf-8''x%0D%0ABcc:%20vera@plain.example\n"),
    Attack("a second recipient in Reply-To", "new ticket",
           extra="Reply-To: {me}>, <vera@plain.example\n"),
    Attack("SMTP in Reply-To", "new ticket",
           extra="Reply-To: <{me}\\r\\nRCPT TO:<vera@plain.example>>\n"),
    Attack("an answer to somebody else by Reply-To", "new ticket",
           extra="Reply-To: vera@plain.example\n"),
    Attack("an answer to somebody else by From", "envelope sender is of another domain",
           author=VERA, subject="Bomb"),
    Attack("a template in the subject and the text", "new ticket",
           subject="{{{{#tickets}}}}{{{{subject}}}}{{{{/tickets}}}}",
           text="{{{{customer_address}}}} {{{{{{ticket}}}}}} {{{{> notice}}}}\n"),
    Attack("HTML in the name and the subject", "new ticket", subject="<script>alert(1)</script>",
           author='"<img src=x onerror=alert(1)>" <{me}>'),
    Attack("SQL in every field", "new ticket", subject="'); DELETE FROM ticket; --",
           author="\"'; DROP TABLE record; --\" <{me}>",
           message_id="<'); DELETE FROM outbox;--@wild.example>",
           text="'; UPDATE ticket SET state = 'closed'; --\n"),
    Attack("a log line in the envelope sender",
           r'from=<"x\?\?size=1:\?ticket=1\?solve"@wild\.example>',
           sender='"x> size=1: ticket=1 solve"@wild.example', author=ME),
    Attack("control characters for the terminal", "new ticket",
           subject=encoded("\x1b]0;owned\x07\x9b31m \u202eevil\u202c"),
           text="\x1b[2J\u202ereversed\u202c\n"),
]

BOUNCES = [
    Attack("a bounce made up for somebody else's ticket", "about no mail of this desk", sender="",
           author="MAILER-DAEMON@evil.example", raw="bounce {VERA} <made-up@example.com>"),
    Attack("a bounce that names an answer, at the plain address",
           "did not come to its bounce address", sender="",
           author="MAILER-DAEMON@evil.example", raw="bounce {VERA} {lamp_answer}",
           marks=("bounced 5.1.1",)),
    Attack("a bounce with the wrong recipient", "about no mail of this desk", sender="",
           to="{lamp_bounce}", author="MAILER-DAEMON@evil.example",
           raw="bounce {me} {lamp_answer}"),
    Attack("a bounce at the address of one mail about another", "about no mail of this desk",
           sender="", to="{kettle_bounce}", author="MAILER-DAEMON@evil.example",
           raw="bounce {VERA} {lamp_answer}"),
    Attack("a bounce of a notice to make the lead believe that the agent is gone",
           "did not come to its bounce address", sender="", author="MAILER-DAEMON@evil.example",
           raw="bounce anna@example.com {lamp_notice_id}", marks=("bounced 5.1.1",)),
    Attack("a bounce that invents its address", NOT_VALID, sender="",
           to="support+pd" + "c" * 32 + "@example.com", code=550,
           author="MAILER-DAEMON@evil.example", raw="bounce {VERA} {lamp_answer}"),
]

ALL = TOKENS + JOINING + IMPERSONATION + VERDICTS + STOLEN + HEADLESS + INJECTION + BOUNCES
