# mails.py - what a help desk receives, made up: the corpus that parsing is measured on.
# SPDX-License-Identifier: MIT
"""write(folder) -> paths. Replies with quotes, forwarded threads, HTML of several clients, files,
several languages and charsets; header fields as long as a few relays make them."""

import base64
import os
import random

RELAYS = "".join(
    f"Received: from mx{n}.example.net (mx{n}.example.net [192.0.2.{n}])\n"
    f"\tby relay{n}.example.org (Postfix) with ESMTPS id 4F0A{n}B22C1\n"
    f"\tfor <support@example.com>; Mon,  2 Mar 2026 09:0{n}:11 +0100 (CET)\n" for n in range(1, 4))
SIGNED = ("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=k1;\n"
          "\th=from:to:subject:date:message-id:mime-version:content-type;\n"
          "\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\n\tb="
          + "\n\t ".join("Zm9yIG1lYXN1cmluZyBvbmx5LCBubyBzaWduYXR1cmUgYXQgYWxs" for _ in range(6))
          + "\n")
HEAD = ("Return-Path: <ann@example.org>\nDelivered-To: support@example.com\n" + RELAYS + SIGNED
        + "From: {name} <ann@example.org>\nTo: Support <support@example.com>\nSubject: {subject}\n"
        "Date: Mon, 2 Mar 2026 09:00:00 +0100\nMessage-ID: <{number}.measured@example.org>\n"
        "In-Reply-To: <first@example.com>\nReferences: <zero@example.com>\n <first@example.com>\n"
        "MIME-Version: 1.0\n")

TEXT = {
    "en": "Hello,\n\nmy order 12345 has not arrived yet, although it was sent two weeks ago. The "
          "tracking page\nsays that the parcel is still in the warehouse. Could you please look "
          "into it and tell me\nwhen it will be delivered? Otherwise I would like my money "
          "back.\n\nKind regards,\nAnn Lee\n",
    "ru": "Здравствуйте!\n\nМой заказ 12345 до сих пор не пришёл, хотя был отправлен две недели "
          "назад. На странице\nотслеживания написано, что посылка всё ещё на складе. Проверьте, "
          "пожалуйста, когда её доставят.\nИначе я хотела бы вернуть деньги.\n\nС уважением,\n"
          "Анна\n",
    "el": "Καλημέρα σας,\n\nη παραγγελία μου 12345 δεν έχει φτάσει ακόμη, αν και στάλθηκε πριν από "
          "δύο εβδομάδες.\nΜπορείτε να μου πείτε πότε θα παραδοθεί; Αλλιώς θα ήθελα πίσω τα "
          "χρήματά μου.\n\nΕυχαριστώ,\nΆννα\n",
    "de": "Guten Tag,\n\nmeine Bestellung 12345 ist noch nicht angekommen, obwohl sie vor zwei "
          "Wochen verschickt\nwurde. Können Sie bitte prüfen, wann sie geliefert wird? Sonst "
          "möchte ich mein Geld zurück.\n\nViele Grüße\nAnna\n",
}
ATTRIBUTION = {
    "en": "On Mon, Mar 2, 2026 at 8:00 AM Bob Hill <bob@example.com> wrote:\n\n",
    "ru": "пн, 2 мар. 2026 г. в 08:00, Bob Hill <bob@example.com>:\n\n",
    "el": "Στις Δευ 2 Μαρ 2026 στις 8:00 π.μ., ο χρήστης Bob Hill <bob@example.com>\nέγραψε:\n\n",
    "de": "Am Mo., 2. März 2026 um 08:00 Uhr schrieb Bob Hill <bob@example.com>:\n\n",
}


def quoted(text, depth=1):
    return "".join(">" * depth + " " + line + "\n" for line in text.split("\n"))


def html_of(text):
    return "".join(f'<div style="font-family:arial,sans-serif">{line or "<br>"}</div>\n'
                   for line in text.split("\n"))


def page(text, older):
    style = "<style>p.MsoNormal {margin:0cm;font-size:11.0pt;font-family:Calibri} " * 12 + "</style>"
    return (f"<html><head>{style}</head><body>{html_of(text)}<div class=\"gmail_quote\"><blockquote "
            f"style=\"border-left:1px solid #ccc\">{html_of(older)}</blockquote></div></body></html>\n")


def parts(kind, *bodies):
    return (f'Content-Type: multipart/{kind}; boundary="=_part"\n\n'
            + "".join(f"--=_part\n{body}" for body in bodies) + "--=_part--\n")


def text_part(text, subtype="plain"):
    encoded = base64.encodebytes(text.encode()).decode()
    return (f"Content-Type: text/{subtype}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
            f"{encoded}")


def file_part(name, size):
    chance = random.Random(size)
    body = base64.encodebytes(bytes(chance.randrange(256) for _ in range(size))).decode()
    return (f"Content-Type: application/pdf; name={name}\nContent-Transfer-Encoding: base64\n"
            f"Content-Disposition: attachment; filename={name}\n\n{body}")


def bodies():
    """Each the Content-* fields and the body, as bytes."""
    plain = "Content-Type: text/plain; charset={}\nContent-Transfer-Encoding: 8bit\n\n{}"
    for language, text in TEXT.items():
        thread = text + "\n" + ATTRIBUTION[language] + quoted(text) + quoted(text, 2)
        yield plain.format("utf-8", text).encode()
        yield plain.format("utf-8", thread).encode()
        yield parts("alternative", text_part(thread), text_part(page(text, text), "html")).encode()
    yield plain.format("koi8-r", TEXT["ru"]).encode("koi8-r")
    yield plain.format("windows-1253", TEXT["el"]).encode("cp1253")
    yield text_part(page(TEXT["en"], TEXT["en"]), "html").encode()
    yield parts("mixed", text_part(TEXT["en"]), file_part("invoice.pdf", 30000)).encode()
    yield parts("mixed", parts("alternative", text_part(TEXT["de"]),
                               text_part(page(TEXT["de"], ""), "html")).replace("_part", "_in"),
                file_part("scan.pdf", 120000)).encode()


def write(folder):
    paths = []
    for number, body in enumerate(bodies()):
        head = HEAD.format(name="=?utf-8?Q?Ann_L=C3=A9e?=", number=number,
                           subject="Re: =?utf-8?Q?Order_12345_=E2=80=93_where_is_it=3F?=")
        paths.append(os.path.join(folder, f"{number}.eml"))
        with open(paths[-1], "wb") as file:
            file.write(head.encode() + body)
    return paths
