/* ini.c - feeds INI files to libinih; nothing is cut, and each line has its number. */
/* SPDX-License-Identifier: MIT */
#include "rules/ini.h"
#include "rules/problem.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <ini.h>
#include <string.h>

/*
 * libinih keeps 199 bytes of a line, drops the rest, and tells no line numbers. It does
 * know continuation lines: a longer line is handed to it in pieces, each a continuation
 * of the key, and put together again when the last has come back. Comments are cut here
 * already, since one could fall apart into pieces, and because a regular expression keeps
 * its semicolons; those that are part of a value travel as SEMICOLON. EDGE stands at each
 * cut and guards the white space there. Neither byte can be in a file: control characters
 * are refused. libinih decides what a line is; a line from which it made nothing is a
 * problem.
 */
#define SEMICOLON '\x01'
#define EDGE	  '\x02'
/* A piece gets a space, two EDGEs, a line end and a zero on top. */
#define PIECE_EXTRA   5
#define KEY_BYTES_MAX 150
#define FLAGS_MAX     4

static const char not_a_line[] =
	"the line is neither a [section], key = value nor a ; comment";

typedef struct {
	const char *file;
	IniHandler handler;
	void *data;
	GPtrArray *problems;
	const char *at, *end; /* what is left of the text */
	int line;
	GString *rest; /* of a line that goes in pieces */
	bool first_piece;
	bool awaited; /* a line is out and no entry has come back yet */
	bool key_refused, section_refused; /* drop what follows */
	bool lacks_section;		   /* a line that may have been one is refused */
	char *section;			   /* NULL: none yet */
	int section_line;
	bool section_has_keys;
	char *key; /* of the last line */
	GString *value;
} Reader;

static void deliver(Reader *reader, const char *key, const char *value, int line)
{
	const IniEntry entry = {.file = reader->file,
				.line = line,
				.section_line = reader->section_line,
				.section = reader->section,
				.key = key,
				.value = value};
	reader->handler(&entry, reader->data);
}

static void append_piece(GString *value, const char *piece)
{
	for (; *piece; piece++)
		if (*piece != EDGE)
			g_string_append_c(value, *piece == SEMICOLON ? ';' : *piece);
}

/* libinih's callback: one key, or one piece of it. */
static int take_entry(void *user, const char *section, const char *key, const char *value)
{
	Reader *reader = user;
	reader->awaited = false;
	if (reader->first_piece) {
		/* Of a continuation libinih tells the key cut to 49 bytes. */
		if (!reader->key)
			reader->key = g_strdup(key);
		g_string_truncate(reader->value, 0);
	}
	reader->first_piece = false;
	append_piece(reader->value, value);
	if (reader->rest->len > 0)
		return 1;
	reader->section_has_keys = true;
	deliver(reader, reader->key, reader->value->str, reader->line);
	return 1;
}

static void finish_section(Reader *reader)
{
	if (reader->section && !reader->section_has_keys)
		deliver(reader, NULL, NULL, reader->section_line);
	reader->section_has_keys = false;
	g_clear_pointer(&reader->section, g_free);
	g_clear_pointer(&reader->key, g_free);
}

/* The end of the regular expression at value, after its flags; NULL: it is none. */
static const char *expression_end(const char *value)
{
	bool in_class = false;
	if (*value != '/')
		return NULL;
	for (const char *p = value + 1; *p; p++) {
		if (*p == '\\' && p[1]) {
			p++;
		} else if (in_class) {
			in_class = *p != ']';
		} else if (*p == '[') {
			/* A bracket that comes first is a member of the class. */
			in_class = true;
			p += p[1] == '^';
			p += p[1] == ']';
		} else if (*p == '/') {
			const char *flags = p + 1;
			gsize letters = 0;
			while (g_ascii_isalpha(flags[letters]))
				letters++;
			if (letters <= FLAGS_MAX &&
			    (!flags[letters] || g_ascii_isspace(flags[letters])))
				return flags + letters;
		}
	}
	return NULL;
}

static void hide_semicolons(char *from)
{
	for (; *from; from++)
		if (*from == ';')
			*from = SEMICOLON;
}

/* Cuts the comment after a value, and hides the semicolons that remain. */
static void cut_comment(char *value)
{
	char *text = value + strspn(value, " \t");
	const char *end = expression_end(text);
	for (char *p = end ? value + (end - value) : value; *p; p++) {
		if (*p == ';' && p > value && g_ascii_isspace(p[-1])) {
			*p = '\0';
			break;
		}
	}
	hide_semicolons(value);
}

/* Puts the next piece of a line into libinih's buffer, all but the first indented. */
static char *hand_out_piece(Reader *reader, char *buffer, gsize size)
{
	GString *rest = reader->rest;
	GString *piece = g_string_new(reader->first_piece ? "" : " \x02");
	gsize length = MIN(rest->len, size - PIECE_EXTRA);
	g_string_append_len(piece, rest->str, (gssize)length);
	g_string_erase(rest, 0, (gssize)length);
	g_string_append(piece, rest->len ? "\x02\n" : "\n");
	g_strlcpy(buffer, piece->str, size);
	g_string_free(piece, TRUE);
	reader->awaited = true;
	return buffer;
}

/* The next line of the text without its end; NULL at the end of the text. */
static char *next_line(Reader *reader)
{
	if (reader->at >= reader->end)
		return NULL;
	const char *newline = memchr(reader->at, '\n', (gsize)(reader->end - reader->at));
	const char *end = newline ? newline : reader->end;
	gsize length = (gsize)(end - reader->at);
	/* What comes after a zero byte would look like a shorter line. */
	bool has_zero = memchr(reader->at, '\0', length);
	char *line = has_zero ? g_strdup("\x01") : g_strndup(reader->at, length);
	reader->at = newline ? newline + 1 : reader->end;
	reader->line++;
	return line;
}

static bool has_control(const char *line)
{
	for (; *line; line++)
		if (g_ascii_iscntrl(*line) && *line != '\t')
			return true;
	return false;
}

/* What is wrong with the bytes of a line; NULL: nothing. */
static const char *refuse_bytes(char *line)
{
	gsize length = strlen(line);
	if (length > 0 && line[length - 1] == '\r')
		line[length - 1] = '\0';
	if (length > INI_LINE_MAX)
		return "the line is longer than 8192 bytes; write the value as several "
		       "lines of the same key";
	if (has_control(line))
		return "the line has a control character; save the file as plain UTF-8 "
		       "text";
	if (!g_utf8_validate(line, -1, NULL))
		return "the line is not UTF-8; save the file as plain UTF-8 text";
	return NULL;
}

/* "word =" or "word word.word =": what a key looks like. */
static bool looks_like_key(const char *text)
{
	gsize length = strspn(text, "abcdefghijklmnopqrstuvwxyz_.- ");
	return length > 0 && text[length] == '=';
}

/* An indented line below a key continues it for libinih, whatever it looks like. */
static const char *refuse_continuation(const Reader *reader, const char *line)
{
	const char *text = line + strspn(line, " \t");
	if (text == line || !reader->key)
		return NULL;
	if (*text == '[')
		return "a section must not be indented; write [ at the start of the line";
	if (looks_like_key(text))
		return "an indented line continues the value above it; write the key at "
		       "the start of the line";
	return NULL;
}

static const char *open_section(Reader *reader, const char *text)
{
	const char *end = strchr(text, ']');
	if (!end)
		return "the section has no closing bracket; write [queue support]";
	const char *after = end + 1 + strspn(end + 1, " \t");
	if (*after && *after != ';' && *after != '#')
		return "there is text after the section; write it on the next line";
	g_autofree char *name = g_strstrip(g_strndup(text + 1, (gsize)(end - text - 1)));
	if (!*name)
		return "the section has no name; write [postdesk]";
	if (strlen(name) > INI_SECTION_MAX)
		return "the section name is longer than 49 bytes; choose a shorter one";
	reader->section = g_steal_pointer(&name);
	reader->section_line = reader->line;
	return NULL;
}

static const char *start_section(Reader *reader, const char *text)
{
	finish_section(reader);
	const char *why = open_section(reader, text);
	reader->section_refused = why != NULL;
	reader->key_refused = false;
	return why;
}

/* libinih takes either, and would leave the other in the value. */
static bool has_colon_and_sign(const char *text)
{
	return *text == ':' && text[1 + strspn(text + 1, " \t")] == '=';
}

/* Only the value of a key may be long: of the rest libinih wants to see all at once. */
static const char *start_key(Reader *reader, char *line)
{
	bool continues = g_ascii_isspace(*line) && reader->key;
	if (!reader->section)
		return "a key stands before the first section; write [postdesk] above it";
	if (!continues) {
		gsize key_length = strcspn(line, "=:");
		if (key_length > KEY_BYTES_MAX || key_length == strspn(line, " \t"))
			return not_a_line;
		if (has_colon_and_sign(line + key_length))
			return "a colon stands before the =; write key = value";
		g_clear_pointer(&reader->key, g_free);
		cut_comment(line[key_length] ? line + key_length + 1 : line);
	} else {
		cut_comment(line);
	}
	g_string_assign(reader->rest, line);
	reader->first_piece = true;
	return NULL;
}

static void refuse(Reader *reader, const char *why)
{
	problem_add(reader->problems, reader->file, reader->line, "%s", why);
	reader->key_refused = true;
}

/* Prepares what libinih gets for a line: nothing, a section, or a key in pieces. */
static const char *prepare(Reader *reader, char *line)
{
	const char *why = refuse_bytes(line);
	const char *text = line + strspn(line, " \t");
	bool indented = text > line;
	if (!why && (!*text || *text == ';' || *text == '#'))
		return NULL;
	if (!why && *text == '[' && !(indented && reader->key))
		return start_section(reader, text);
	if (reader->section_refused || (indented && reader->key_refused))
		return NULL;
	reader->key_refused = false;
	if (!why)
		why = refuse_continuation(reader, line);
	return why ? why : start_key(reader, line);
}

/* A line with a control character may have been anything. */
static bool may_be_section(const char *line)
{
	return line[strspn(line, " \t")] == '[' || has_control(line);
}

/* libinih's reader: fills buffer with one line, NULL at the end. */
static char *read_line(char *buffer, int size, void *stream)
{
	Reader *reader = stream;
	if (reader->awaited)
		refuse(reader, not_a_line);
	reader->awaited = false;
	if (reader->rest->len > 0 && !reader->key_refused)
		return hand_out_piece(reader, buffer, (gsize)size);
	g_string_truncate(reader->rest, 0);
	g_autofree char *line = next_line(reader);
	if (!line)
		return NULL;
	int section_line = reader->section_line;
	const char *why = prepare(reader, line);
	if (why) {
		reader->lacks_section |= may_be_section(line);
		refuse(reader, why);
	}
	if (reader->rest->len > 0)
		return hand_out_piece(reader, buffer, (gsize)size);
	/* A new section makes libinih forget the key that a line could continue. */
	g_strlcpy(buffer, reader->section_line != section_line ? "[next]\n" : "\n",
		  (gsize)size);
	return buffer;
}

bool ini_read_text(const char *path, const char *text, gsize length, IniHandler handler,
		   void *data, GPtrArray *problems)
{
	static const char byte_order_mark[] = "\xEF\xBB\xBF";
	if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0) {
		text += 3;
		length -= 3;
	}
	/* The marks with which editors begin such a file. */
	if (length >= 2 &&
	    (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
		problem_add(problems, path, 1,
			    "the file is UTF-16; save it as plain UTF-8 text");
		return false;
	}
	Reader reader = {.file = path,
			 .handler = handler,
			 .data = data,
			 .problems = problems,
			 .at = text,
			 .end = text + length,
			 .rest = g_string_new(NULL),
			 .value = g_string_new(NULL)};
	/* Its result is the first bad line by its own count: awaited has told that
	 * already. */
	(void)ini_parse_stream(read_line, &reader, take_entry, &reader);
	finish_section(&reader);
	g_string_free(reader.rest, TRUE);
	g_string_free(reader.value, TRUE);
	return !reader.lacks_section;
}

/* A device or a directory would never end, or never begin. */
static bool check_file(const char *path, GPtrArray *problems)
{
	GStatBuf status;
	if (g_stat(path, &status) != 0)
		problem_add(problems, path, 0, "cannot be read: %s", g_strerror(errno));
	else if (!S_ISREG(status.st_mode))
		problem_add(problems, path, 0, "is not a file");
	else if (status.st_size > INI_FILE_MAX)
		problem_add(problems, path, 0, "is larger than %d MiB",
			    INI_FILE_MAX >> 20);
	else if (g_access(path, R_OK) != 0)
		problem_add(problems, path, 0,
			    "cannot be read: %s; give the desk's user the right to",
			    g_strerror(errno));
	else
		return true;
	return false;
}

bool ini_read(const char *path, IniHandler handler, void *data, GPtrArray *problems)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	gsize length;
	if (!check_file(path, problems))
		return false;
	if (g_file_get_contents(path, &text, &length, &error))
		return ini_read_text(path, text, length, handler, data, problems);
	problem_add(problems, path, 0, "cannot be read: %s", error->message);
	return false;
}
