/* parse.c - reads a transcript: one line, one thought. */
/* SPDX-License-Identifier: MIT */
#include "tests/talk/talk.h"

#include <stdio.h>
#include <string.h>

/*
 * The grammar, by the start of a line:
 *   # text          comment; the first is the transcript's sentence, "# design 3.2" names
 * rules config, file N  a block of "= text" lines follows at, down, restart, refuse,
 * accept, reload, >>>, $   a step
 *   <<<             a mail that the step causes
 *   -->             what the SMTP client or the caller of a command sees
 *   |  !  two blanks   belong to the line above
 *   ...             other mail may arrive too
 */
typedef struct {
	Transcript *transcript;
	const char *path;
	int line;
	Step *step;	/* last one, NULL at first */
	Expect *expect; /* last one of the step, NULL at first */
	GString *block; /* where '=' lines go */
	bool output;	/* '|' belongs to a command */
	bool ok;
} Parser;

static void line_free(gpointer data)
{
	Line *line = data;
	g_free(line->text);
	g_free(line);
}

static void lines_add(GPtrArray *lines, int number, const char *text)
{
	Line *line = g_new0(Line, 1);
	line->line = number;
	line->text = g_strdup(text);
	g_ptr_array_add(lines, line);
}

static void expect_free(gpointer data)
{
	Expect *expect = data;
	g_free(expect->who);
	g_free(expect->subject);
	g_free(expect->kind);
	g_ptr_array_unref(expect->headers);
	g_ptr_array_unref(expect->body);
	g_free(expect);
}

static void step_free(gpointer data)
{
	Step *step = data;
	g_free(step->text);
	g_ptr_array_unref(step->options);
	g_string_free(step->body, TRUE);
	g_ptr_array_unref(step->verdicts);
	g_ptr_array_unref(step->output);
	g_ptr_array_unref(step->expects);
	g_free(step);
}

void transcript_free(Transcript *transcript)
{
	if (!transcript)
		return;
	g_free(transcript->path);
	g_free(transcript->sentence);
	g_free(transcript->config);
	g_ptr_array_unref(transcript->rules);
	g_ptr_array_unref(transcript->files);
	g_ptr_array_unref(transcript->steps);
	g_free(transcript);
}

static void parser_fail(Parser *parser, const char *message)
{
	fprintf(stderr, "%s:%d: %s\n", parser->path, parser->line, message);
	parser->ok = false;
}

static void comment_read(Parser *parser, const char *text)
{
	Transcript *transcript = parser->transcript;
	g_autofree char *trimmed = g_strstrip(g_strdup(text));
	if (g_str_has_prefix(trimmed, "design ")) {
		g_auto(GStrv) ids = g_strsplit_set(trimmed + strlen("design "), " ,", -1);
		for (char **id = ids; *id; id++)
			if (**id)
				g_ptr_array_add(transcript->rules, g_strdup(*id));
	} else if (g_str_has_prefix(trimmed, "kills ")) {
		transcript->kills_max =
			(guint)g_ascii_strtoull(trimmed + strlen("kills "), NULL, 10);
	} else if (!transcript->sentence) {
		transcript->sentence = g_steal_pointer(&trimmed);
	}
}

static void step_begin(Parser *parser, StepKind kind, const char *text)
{
	Step *step = g_new0(Step, 1);
	step->kind = kind;
	step->line = parser->line;
	step->text = g_strstrip(g_strdup(text));
	step->options = g_ptr_array_new_with_free_func(line_free);
	step->body = g_string_new(NULL);
	step->verdicts = g_ptr_array_new_with_free_func(line_free);
	step->output = g_ptr_array_new_with_free_func(line_free);
	step->expects = g_ptr_array_new_with_free_func(expect_free);
	g_ptr_array_add(parser->transcript->steps, step);
	parser->step = step;
	parser->expect = NULL;
	parser->output = kind == STEP_COMMAND;
	parser->block = kind == STEP_RELOAD ? step->body : NULL;
}

/* "Subject of the mail   (kind)": takes the kind off the end. */
static char *kind_split(char *subject)
{
	char *open = strrchr(subject, '(');
	gsize length = strlen(subject);
	if (!open || length < 3 || subject[length - 1] != ')' || open == subject ||
	    open[-1] != ' ')
		return NULL;
	for (char *c = open + 1; *c != ')'; c++)
		if (!g_ascii_islower(*c) && *c != '-' && *c != '|')
			return NULL;
	subject[length - 1] = '\0';
	*open = '\0';
	g_strchomp(subject);
	return g_strdup(open + 1);
}

static void expect_begin(Parser *parser, const char *text)
{
	g_autofree char *whole = g_strstrip(g_strdup(text));
	if (!parser->step) {
		parser_fail(parser, "nothing has happened yet that could cause a mail");
		return;
	}
	parser->output = false;
	if (g_str_equal(whole, "nothing"))
		return;
	Expect *expect = g_new0(Expect, 1);
	expect->none = g_str_has_prefix(whole, "nothing to ");
	if (expect->none)
		memmove(whole, whole + strlen("nothing to "),
			strlen(whole + strlen("nothing to ")) + 1);
	expect->line = parser->line;
	expect->headers = g_ptr_array_new_with_free_func(line_free);
	expect->body = g_ptr_array_new_with_free_func(line_free);
	char *colon = strchr(whole, ':');
	expect->who = colon ? g_strndup(whole, (gsize)(colon - whole)) : g_strdup(whole);
	if (colon) {
		expect->subject = g_strstrip(g_strdup(colon + 1));
		expect->kind = kind_split(expect->subject);
	} else {
		expect->kind = kind_split(expect->who);
	}
	g_ptr_array_add(parser->step->expects, expect);
	parser->expect = expect;
}

static void option_read(Parser *parser, const char *text)
{
	g_autofree char *trimmed = g_strstrip(g_strdup(text));
	if (parser->expect)
		lines_add(parser->expect->headers, parser->line, trimmed);
	else if (parser->step)
		lines_add(parser->step->options, parser->line, trimmed);
	else
		parser_fail(parser, "an option of nothing");
}

static void body_read(Parser *parser, const char *text)
{
	const char *said = text[1] == ' ' ? text + 2 : text + 1;
	if (parser->expect) {
		g_autofree char *marked = g_strdup_printf("%c%s", *text, said);
		lines_add(parser->expect->body, parser->line, marked);
	} else if (*text == '|' && parser->output) {
		lines_add(parser->step->output, parser->line, said);
	} else if (*text == '|' && parser->step) {
		g_string_append(parser->step->body, said);
		g_string_append_c(parser->step->body, '\n');
	} else {
		parser_fail(parser, "this text belongs to nothing");
	}
}

static void file_begin(Parser *parser, const char *name)
{
	g_autofree char *path = g_strstrip(g_strdup(name));
	g_ptr_array_add(parser->transcript->files, g_steal_pointer(&path));
	g_ptr_array_add(parser->transcript->files, g_strdup(""));
	parser->block = g_string_new(NULL);
}

static void block_read(Parser *parser, const char *text)
{
	if (!parser->block) {
		parser_fail(parser, "'=' lines follow config, file or reload");
		return;
	}
	const char *said = text[1] == ' ' ? text + 2 : text + 1;
	g_string_append(parser->block, said);
	g_string_append_c(parser->block, '\n');
}

static void verdict_read(Parser *parser, const char *text)
{
	g_autofree char *trimmed = g_strstrip(g_strdup(text));
	if (parser->step)
		lines_add(parser->step->verdicts, parser->line, trimmed);
	else
		parser_fail(parser, "nothing was sent yet");
}

/* The text block that just ended goes where it belongs. */
static void block_end(Parser *parser)
{
	Transcript *transcript = parser->transcript;
	if (!parser->block || (parser->step && parser->block == parser->step->body))
		return;
	if (transcript->files->len) {
		guint last = transcript->files->len - 1;
		g_free(transcript->files->pdata[last]);
		transcript->files->pdata[last] = g_string_free(parser->block, FALSE);
	} else {
		g_free(transcript->config);
		transcript->config = g_string_free(parser->block, FALSE);
	}
	parser->block = NULL;
}

static bool word_is(const char *text, const char *word, const char **rest)
{
	gsize length = strlen(word);
	if (strncmp(text, word, length) ||
	    (text[length] && !g_ascii_isspace(text[length])))
		return false;
	*rest = text + length;
	return true;
}

static bool step_read(Parser *parser, const char *text)
{
	static const struct {
		const char *word;
		StepKind kind;
	} words[] = {
		{"at", STEP_AT},	   {"down", STEP_DOWN},
		{">>>", STEP_MAIL},	   {"$", STEP_COMMAND},
		{"restart", STEP_RESTART}, {"refuse", STEP_REFUSE},
		{"accept", STEP_ACCEPT},   {"reload", STEP_RELOAD},
	};
	const char *rest;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (word_is(text, words[i].word, &rest)) {
			block_end(parser);
			step_begin(parser, words[i].kind, rest);
			return true;
		}
	return false;
}

static void line_read(Parser *parser, const char *text)
{
	const char *rest;
	if (!*text)
		return;
	if (*text == '#')
		comment_read(parser, text + 1);
	else if (*text == '=')
		block_read(parser, text);
	else if (g_str_has_prefix(text, "  ") || *text == '\t')
		option_read(parser, text);
	else if (*text == '|' || *text == '!' || *text == '+')
		body_read(parser, text);
	else if (word_is(text, "<<<", &rest))
		expect_begin(parser, rest);
	else if (word_is(text, "-->", &rest))
		verdict_read(parser, rest);
	else if (g_str_equal(text, "...") && parser->step)
		parser->step->more_allowed = true;
	else if (word_is(text, "config", &rest) && !parser->step)
		parser->block = g_string_new(NULL);
	else if (word_is(text, "file", &rest) && !parser->step) {
		block_end(parser);
		file_begin(parser, rest);
	} else if (!step_read(parser, text))
		parser_fail(parser, "this is no line of a transcript");
}

Transcript *transcript_parse(const char *path)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	if (!g_file_get_contents(path, &text, NULL, &error)) {
		fprintf(stderr, "%s\n", error->message);
		return NULL;
	}
	g_autoptr(Transcript) transcript = g_new0(Transcript, 1);
	transcript->path = g_strdup(path);
	transcript->rules = g_ptr_array_new_with_free_func(g_free);
	transcript->files = g_ptr_array_new_with_free_func(g_free);
	transcript->steps = g_ptr_array_new_with_free_func(step_free);
	Parser parser = {.transcript = transcript, .path = path, .ok = true};
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		parser.line++;
		line_read(&parser, *line);
	}
	block_end(&parser);
	if (!transcript->sentence)
		parser_fail(&parser, "the first comment line has to say what is shown");
	return parser.ok ? g_steal_pointer(&transcript) : NULL;
}

const char *step_option(const Step *step, const char *key)
{
	gsize length = strlen(key);
	for (guint i = 0; i < step->options->len; i++) {
		const Line *line = step->options->pdata[i];
		if (!strncmp(line->text, key, length) && line->text[length] == ':')
			return line->text + length + 1 +
			       strspn(line->text + length + 1, " ");
	}
	return NULL;
}
