/* rtf.c - text of Outlook's compressed RTF: unpacked, controls left out. */
/* SPDX-License-Identifier: MIT */
#include "mail/rtf.h"
#include "mail/text.h"

#include <stdbool.h>
#include <string.h>

enum { WINDOW = 4096, PACKED = 0x75465a4c, STORED = 0x414c454d };

/* What the window holds before the first byte (MS-OXRTFCP 2.1.3.1.4). */
static const char preset[] =
	"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss "
	"\\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
	"{\\colortbl\\red0\\green0\\blue0\r\n\\par "
	"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static guint32 number(const guint8 *bytes)
{
	return (guint32)bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 |
	       (guint32)bytes[3] << 24;
}

typedef struct {
	guint8 window[WINDOW];
	guint write;
	GString *out;
} Unpacker;

static void unpacker_put(Unpacker *unpacker, guint8 byte)
{
	unpacker->window[unpacker->write] = byte;
	unpacker->write = (unpacker->write + 1) % WINDOW;
	g_string_append_c(unpacker->out, (char)byte);
}

/* False at the end mark: a reference to the place that is written next. */
static bool unpacker_copy(Unpacker *unpacker, guint reference)
{
	guint offset = reference >> 4, count = (reference & 15) + 2;
	if (offset == unpacker->write)
		return false;
	for (guint i = 0; i < count; i++)
		unpacker_put(unpacker, unpacker->window[(offset + i) % WINDOW]);
	return true;
}

static void unpack(const guint8 *at, const guint8 *end, gsize room, GString *out)
{
	Unpacker unpacker = {.write = sizeof preset - 1, .out = out};
	memcpy(unpacker.window, preset, sizeof preset - 1);
	while (at < end && out->len < room) {
		guint flags = *at++;
		for (int bit = 0; bit < 8 && at < end; bit++, flags >>= 1) {
			if ((flags & 1) == 0) {
				unpacker_put(&unpacker, *at++);
				continue;
			}
			if (end - at < 2)
				return;
			guint reference = (guint)at[0] << 8 | at[1];
			at += 2;
			if (!unpacker_copy(&unpacker, reference))
				return;
		}
	}
}

/* --- RTF --- */

typedef struct {
	GString *text;
	GString *bytes;	 /* of \'hh in a row: characters of several bytes */
	int depth, skip; /* groups open; the one that is skipped, 0 for none */
	bool hidden;	 /* between \htmlrtf and \htmlrtf0 */
	int fallback;	 /* characters behind \uN that repeat it */
	char charset[32];
} Rtf;

static bool shows(const Rtf *rtf)
{
	return rtf->skip == 0 && !rtf->hidden;
}

static void bytes_end(Rtf *rtf)
{
	if (rtf->bytes->len == 0)
		return;
	g_autofree char *text =
		text_decode(rtf->bytes->str, rtf->bytes->len, rtf->charset);
	g_string_append(rtf->text, text);
	g_string_truncate(rtf->bytes, 0);
}

static void put(Rtf *rtf, const char *text)
{
	bytes_end(rtf);
	if (rtf->fallback > 0)
		rtf->fallback--;
	else if (shows(rtf))
		g_string_append(rtf->text, text);
}

static bool is_skipped_group(const char *word)
{
	static const char *const words[] = {"fonttbl", "colortbl", "stylesheet", "info",
					    "pict",    "object",   "generator",	 "*"};
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static void control(Rtf *rtf, const char *word, bool has_value, int value)
{
	if (is_skipped_group(word) && rtf->skip == 0)
		rtf->skip = rtf->depth;
	else if (strcmp(word, "par") == 0 || strcmp(word, "line") == 0)
		put(rtf, "\n");
	else if (strcmp(word, "tab") == 0)
		put(rtf, "\t");
	else if (strcmp(word, "htmlrtf") == 0)
		rtf->hidden = !has_value || value != 0;
	else if (strcmp(word, "ansicpg") == 0 && value > 0 && value < 100000)
		g_snprintf(rtf->charset, sizeof rtf->charset, "windows-%d", value);
	else if (strcmp(word, "u") == 0) {
		char utf8[8] = "";
		gunichar c = (gunichar)(value < 0 ? value + 65536 : value);
		if (g_unichar_validate(c) && c > 0)
			utf8[g_unichar_to_utf8(c, utf8)] = '\0';
		put(rtf, utf8);
		rtf->fallback = 1;
	}
}

/* Reads behind the backslash; returns where to go on. */
static const char *control_read(Rtf *rtf, const char *at)
{
	if (*at == '\'' && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
		if (rtf->fallback > 0)
			rtf->fallback--;
		else if (shows(rtf))
			g_string_append_c(rtf->bytes,
					  (char)(g_ascii_xdigit_value(at[1]) << 4 |
						 g_ascii_xdigit_value(at[2])));
		return at + 3;
	}
	if (!g_ascii_isalpha(*at)) {
		char literal[2] = {*at, '\0'};
		if (*at == '*')
			control(rtf, "*", false, 0);
		else if (strchr("{}\\", *at) != NULL || *at == '~')
			put(rtf, *at == '~' ? " " : literal);
		return *at == '\0' ? at : at + 1;
	}
	char word[32];
	gsize length = 0;
	for (; g_ascii_isalpha(*at); at++)
		if (length < sizeof word - 1)
			word[length++] = *at;
	word[length] = '\0';
	bool has_value = g_ascii_isdigit(*at) || (*at == '-' && g_ascii_isdigit(at[1]));
	gint64 value = has_value ? g_ascii_strtoll(at, (char **)&at, 10) : 0;
	control(rtf, word, has_value, (int)CLAMP(value, -65536, 1 << 21));
	return *at == ' ' ? at + 1 : at;
}

static char *rtf_to_text(const char *source)
{
	Rtf rtf = {.text = g_string_new(NULL),
		   .bytes = g_string_new(NULL),
		   .charset = "windows-1252"};
	for (const char *at = source; *at != '\0';) {
		if (*at == '{') {
			rtf.depth++;
			at++;
		} else if (*at == '}') {
			if (rtf.skip == rtf.depth)
				rtf.skip = 0;
			rtf.depth -= rtf.depth > 0;
			at++;
		} else if (*at == '\\') {
			at = control_read(&rtf, at + 1);
		} else {
			char literal[2] = {*at++, '\0'};
			if (literal[0] != '\r' && literal[0] != '\n')
				put(&rtf, literal);
		}
	}
	bytes_end(&rtf);
	char *valid = g_utf8_make_valid(rtf.text->str, (gssize)rtf.text->len);
	g_string_free(rtf.text, TRUE);
	g_string_free(rtf.bytes, TRUE);
	return valid;
}

char *rtf_compressed_to_text(const guint8 *bytes, gsize length, gsize room,
			     gsize *unpacked)
{
	enum { HEADER = 16 };
	*unpacked = 0;
	if (length < HEADER)
		return g_strdup("");
	g_autoptr(GString) source = g_string_new(NULL);
	guint32 kind = number(bytes + 8);
	if (kind == PACKED)
		unpack(bytes + HEADER, bytes + length, room, source);
	else if (kind == STORED)
		g_string_append_len(source, (const char *)bytes + HEADER,
				    (gssize)MIN(length - HEADER, room));
	*unpacked = source->len;
	return rtf_to_text(source->str);
}
