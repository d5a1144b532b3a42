/* cms.c - the content of an opaque S/MIME signature. */
/* SPDX-License-Identifier: MIT */
#include "mail/reading.h"

#include <string.h>

/*
 * ContentInfo { OID signedData, [0] SignedData { version, digests,
 * EncapsulatedContentInfo { OID data, [0] OCTET STRING }, … } }. The signature is not
 * verified: this only reads what stands there. BER allows indefinite lengths and octet
 * strings in pieces.
 */
typedef struct {
	const guint8 *at, *end;
} Der;

typedef struct {
	guint8 tag;
	Der inside;
	bool indefinite;
} Element;

enum {
	SEQUENCE = 0x30,
	OID = 0x06,
	OCTETS = 0x04,
	OCTETS_IN_PIECES = 0x24,
	EXPLICIT_0 = 0xa0
};

static bool element_next(Der *der, Element *element)
{
	if (der->end - der->at < 2)
		return false;
	element->tag = *der->at++;
	gsize length = *der->at++;
	element->indefinite = length == 0x80;
	if (length > 0x80) {
		gsize count = length & 0x7f;
		if (count > 4 || (gsize)(der->end - der->at) < count)
			return false;
		for (length = 0; count > 0; count--)
			length = length << 8 | *der->at++;
	}
	if (element->indefinite)
		length = der->end - der->at;
	if (length > (gsize)(der->end - der->at))
		return false;
	element->inside = (Der){der->at, der->at + length};
	if (!element->indefinite)
		der->at += length;
	return true;
}

static bool enter(Der *der, guint8 tag)
{
	Element element;
	if (!element_next(der, &element) || element.tag != tag)
		return false;
	*der = element.inside;
	return true;
}

/* Skips elements of known length up to the next one of the tag. */
static bool skip_to(Der *der, guint8 tag)
{
	Element element;
	Der before = *der;
	while (element_next(der, &element)) {
		if (element.tag == tag) {
			*der = before;
			return true;
		}
		if (element.indefinite)
			return false;
		before = *der;
	}
	return false;
}

static GBytes *octets(Der der)
{
	Element element;
	if (!element_next(&der, &element))
		return NULL;
	if (element.tag == OCTETS && !element.indefinite)
		return g_bytes_new(element.inside.at,
				   element.inside.end - element.inside.at);
	if (element.tag != OCTETS_IN_PIECES)
		return NULL;
	GByteArray *whole = g_byte_array_new();
	Element piece;
	while (element_next(&element.inside, &piece) && piece.tag == OCTETS &&
	       !piece.indefinite)
		g_byte_array_append(whole, piece.inside.at,
				    (guint)(piece.inside.end - piece.inside.at));
	return g_byte_array_free_to_bytes(whole);
}

GBytes *cms_content(GBytes *signed_data)
{
	static const guint8 signed_oid[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2};
	gsize length;
	const guint8 *bytes = g_bytes_get_data(signed_data, &length);
	if (bytes == NULL)
		return NULL;
	Der der = {bytes, bytes + length};
	Element oid;
	if (!enter(&der, SEQUENCE) || !element_next(&der, &oid) || oid.tag != OID ||
	    (gsize)(oid.inside.end - oid.inside.at) != sizeof signed_oid ||
	    memcmp(oid.inside.at, signed_oid, sizeof signed_oid) != 0)
		return NULL;
	if (!enter(&der, EXPLICIT_0) || !enter(&der, SEQUENCE) ||
	    !skip_to(&der, SEQUENCE) || !enter(&der, SEQUENCE) ||
	    !skip_to(&der, EXPLICIT_0) || !enter(&der, EXPLICIT_0))
		return NULL;
	return octets(der);
}
