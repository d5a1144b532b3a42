/* token.c - makes and reads tokens: base32 of what they bind, under HMAC-SHA256. */
/* SPDX-License-Identifier: MIT */
#include "desk/token.h"
#include "mail/error.h"
#include "store/token_key.h"

#include <string.h>
#include <sys/random.h>

#define PREFIX	     TOKEN_PREFIX
#define PREFIX_CHARS 2
#define TOKEN_CHARS  TOKEN_LENGTH
#define BENT_CHARS   20 /* fewer letters may be anybody's extension */
#define CLAIM_BYTES  10 /* key id, purpose, ticket, address */
#define MAC_BYTES    10 /* 80 bits */
#define SECRET_BYTES 32

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

struct Keyring {
	GPtrArray *keys; /* TokenKey*, oldest first */
	const TokenKey *signer;
};

void keyring_free(Keyring *keyring)
{
	if (!keyring)
		return;
	g_clear_pointer(&keyring->keys, g_ptr_array_unref);
	g_free(keyring);
}

bool keyring_add(Db *db, gint64 now, GError **error)
{
	guint8 secret[SECRET_BYTES];

	if (getrandom(secret, sizeof secret, 0) != (ssize_t)sizeof secret) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN,
			    "tokens: the system gives no random bytes");
		return false;
	}
	g_autoptr(GBytes) bytes = g_bytes_new(secret, sizeof secret);
	return token_key_add(db, bytes, now, error);
}

/* Other hosts must have read a key before they meet a token that it signed. */
static const TokenKey *choose_signer(const GPtrArray *keys, gint64 now)
{
	for (guint i = keys->len; i > 1; i--) {
		const TokenKey *key = keys->pdata[i - 1];
		if (key->created_at <= now - KEYRING_QUIET_S)
			return key;
	}
	return keys->pdata[0];
}

Keyring *keyring_load(Db *db, gint64 now, GError **error)
{
	g_autoptr(Keyring) keyring = g_new0(Keyring, 1);

	if (!token_key_list(db, &keyring->keys, error))
		return NULL;
	if (keyring->keys->len == 0) {
		g_clear_pointer(&keyring->keys, g_ptr_array_unref);
		if (!keyring_add(db, now, error) ||
		    !token_key_list(db, &keyring->keys, error))
			return NULL;
	}
	keyring->signer = choose_signer(keyring->keys, now);
	return g_steal_pointer(&keyring);
}

gint64 keyring_valid_until(const GPtrArray *keys, guint index)
{
	if (index + 1 >= keys->len)
		return G_MAXINT64;
	const TokenKey *next = keys->pdata[index + 1];
	return next->created_at + KEYRING_QUIET_S + KEYRING_VALID_S;
}

bool keyring_turn(Db *db, gint64 now, GError **error)
{
	g_autoptr(GPtrArray) keys = NULL;

	if (!token_key_list(db, &keys, error))
		return false;
	const TokenKey *newest = keys->len ? keys->pdata[keys->len - 1] : NULL;
	/* A clock that was wrong when the key was made must not keep it for ever. */
	if (newest && newest->created_at > now &&
	    !token_key_set_created(db, newest->serial, now, error))
		return false;
	if (newest && newest->created_at <= now - KEYRING_TURN_S &&
	    !keyring_add(db, now, error))
		return false;
	for (guint i = 0; i < keys->len; i++) {
		const TokenKey *key = keys->pdata[i];
		if (keyring_valid_until(keys, i) <= now &&
		    !token_key_drop(db, key->serial, error))
			return false;
	}
	return true;
}

gint64 keyring_due_at(const Keyring *keyring)
{
	const GPtrArray *keys = keyring->keys;
	const TokenKey *newest = keys->pdata[keys->len - 1];

	if (newest != keyring->signer)
		return newest->created_at + KEYRING_QUIET_S;
	return MIN(newest->created_at + KEYRING_TURN_S, keyring_valid_until(keys, 0));
}

bool keyring_is_due(const Keyring *keyring, gint64 now)
{
	const GPtrArray *keys = keyring->keys;
	const TokenKey *newest = keys->pdata[keys->len - 1];

	return newest->created_at > now || newest->created_at <= now - KEYRING_TURN_S ||
	       keyring_valid_until(keys, 0) <= now;
}

bool keyring_equal(const Keyring *a, const Keyring *b)
{
	if (a->keys->len != b->keys->len || a->signer->serial != b->signer->serial)
		return false;
	for (guint i = 0; i < a->keys->len; i++) {
		const TokenKey *x = a->keys->pdata[i], *y = b->keys->pdata[i];
		if (x->serial != y->serial || x->created_at != y->created_at)
			return false;
	}
	return true;
}

static void put_u32(guint8 *to, gint64 value)
{
	guint32 big = GUINT32_TO_BE((guint32)value);
	memcpy(to, &big, sizeof big);
}

static gint64 read_u32(const guint8 *from)
{
	guint32 big;
	memcpy(&big, from, sizeof big);
	return GUINT32_FROM_BE(big);
}

static void mac_of(const TokenKey *key, const guint8 *claim, guint8 mac[MAC_BYTES])
{
	gsize secret_bytes;
	const guint8 *secret = g_bytes_get_data(key->secret, &secret_bytes);
	guint8 digest[32];
	gsize digest_bytes = sizeof digest;
	GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA256, secret, secret_bytes);

	g_hmac_update(hmac, claim, CLAIM_BYTES);
	g_hmac_get_digest(hmac, digest, &digest_bytes);
	g_hmac_unref(hmac);
	memcpy(mac, digest, MAC_BYTES);
}

static void base32_write(const guint8 *bytes, gsize length, GString *to)
{
	guint bits = 0, buffer = 0;

	for (gsize i = 0; i < length; i++) {
		buffer = buffer << 8 | bytes[i];
		for (bits += 8; bits >= 5; bits -= 5)
			g_string_append_c(to, alphabet[buffer >> (bits - 5) & 31]);
		buffer &= (1U << bits) - 1;
	}
}

static void base32_read(const char *letters, guint8 *bytes, gsize length)
{
	guint bits = 0, buffer = 0;
	gsize n = 0;

	for (; n < length; letters++) {
		const char *at = strchr(alphabet, g_ascii_tolower(*letters));
		buffer = buffer << 5 | (guint)(at - alphabet);
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			bytes[n++] = (guint8)(buffer >> bits);
			buffer &= (1U << bits) - 1;
		}
	}
}

char *token_make(const Keyring *keyring, const Token *token)
{
	const TokenKey *key = keyring->signer;
	guint8 bytes[CLAIM_BYTES + MAC_BYTES];
	GString *text = g_string_new(PREFIX);

	bytes[0] = (guint8)key->id;
	bytes[1] = (guint8)token->purpose;
	put_u32(bytes + 2, token->ticket);
	put_u32(bytes + 6, token->address);
	mac_of(key, bytes, bytes + CLAIM_BYTES);
	base32_write(bytes, sizeof bytes, text);
	return g_string_free(text, FALSE);
}

static bool is_letter(char c)
{
	return c && strchr(alphabet, g_ascii_tolower(c));
}

/* Length of the run of token letters at text, at most one more than a token has. */
static gsize letters_at(const char *text)
{
	gsize n = 0;
	while (n <= TOKEN_CHARS && is_letter(text[n]))
		n++;
	return n;
}

bool token_has_shape(const char *text)
{
	return g_ascii_strncasecmp(text, PREFIX, PREFIX_CHARS) == 0 &&
	       letters_at(text) == TOKEN_CHARS && text[TOKEN_CHARS] == '\0';
}

bool token_is_bent(const char *text)
{
	gsize letters = letters_at(text);

	return g_ascii_strncasecmp(text, PREFIX, PREFIX_CHARS) == 0 &&
	       letters >= BENT_CHARS && !token_has_shape(text);
}

static const TokenKey *key_by_id(const Keyring *keyring, guint8 id)
{
	for (guint i = keyring->keys->len; i > 0; i--) {
		const TokenKey *key = keyring->keys->pdata[i - 1];
		if (key->id == id)
			return key;
	}
	return NULL;
}

/* Time does not tell how many bytes agree. */
static bool equal_bytes(const guint8 *a, const guint8 *b, gsize length)
{
	volatile guint8 difference = 0;

	for (gsize i = 0; i < length; i++)
		difference |= a[i] ^ b[i];
	return difference == 0;
}

static bool read_letters(const Keyring *keyring, const char *text, Token *token)
{
	guint8 bytes[CLAIM_BYTES + MAC_BYTES], mac[MAC_BYTES];

	base32_read(text + PREFIX_CHARS, bytes, sizeof bytes);
	const TokenKey *key = key_by_id(keyring, bytes[0]);
	if (!key)
		return false;
	mac_of(key, bytes, mac);
	if (!equal_bytes(mac, bytes + CLAIM_BYTES, MAC_BYTES))
		return false;
	token->purpose = (TokenPurpose)bytes[1];
	token->ticket = read_u32(bytes + 2);
	token->address = read_u32(bytes + 6);
	return true;
}

bool token_read(const Keyring *keyring, const char *text, Token *token)
{
	return keyring && token_has_shape(text) && read_letters(keyring, text, token);
}

char *token_address(const Keyring *keyring, const char *queue_address,
		    const char *delimiters, const Token *token)
{
	const char *at = strrchr(queue_address, '@');

	if (!at || !*delimiters)
		return g_strdup(queue_address);
	g_autofree char *letters = token_make(keyring, token);
	return g_strdup_printf("%.*s%c%s%s", (int)(at - queue_address), queue_address,
			       delimiters[0], letters, at);
}

bool token_find_reference(const Keyring *keyring, const char *text, Token *token)
{
	static const char mark[] = "ref:";

	if (!keyring)
		return false;
	for (const char *at = text; (at = strstr(at, mark)) != NULL;) {
		at += sizeof mark - 1;
		while (*at == ' ')
			at++;
		if (g_ascii_strncasecmp(at, PREFIX, PREFIX_CHARS) == 0 &&
		    letters_at(at) == TOKEN_CHARS && read_letters(keyring, at, token) &&
		    token->purpose == TOKEN_REFERENCE)
			return true;
	}
	return false;
}

bool token_read_message_id(const Keyring *keyring, const char *message_id, Token *token)
{
	return keyring && g_ascii_strncasecmp(message_id, PREFIX, PREFIX_CHARS) == 0 &&
	       letters_at(message_id) == TOKEN_CHARS && message_id[TOKEN_CHARS] == '.' &&
	       read_letters(keyring, message_id, token) &&
	       token->purpose == TOKEN_REFERENCE;
}
