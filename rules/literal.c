/* literal.c - what a text must contain for a regular expression to match it. */
/* SPDX-License-Identifier: MIT */
/*
 *	expression = branch *("|" branch)
 *	branch     = *(atom [quantifier])
 *	atom       = letter | class | escape | "(" expression ")" | assertion
 *
 * Each branch gives the literals of its rarest part, an expression those of all its
 * branches. What is not understood makes the whole expression unsure, and its rule is
 * tried on every mail: a literal too many would be a rule that never holds.
 */
#include "rules/literal.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "rules/fold.h"

#define LETTERS_MIN    2
#define LITERAL_BYTES  32 /* more of one literal is not needed */
#define LITERALS_MAX   64 /* of one expression */
#define REPEATS_DIGITS 5  /* of a number in braces; PCRE2 allows 65535 */

typedef struct {
	const char *at;
	bool unsure;
} Reader;

typedef enum {
	ATOM_LETTER, /* one letter, or white space */
	ATOM_GROUP,
	ATOM_NOTHING, /* matches between letters */
	ATOM_ANY,     /* letters that are not told */
} AtomKind;

typedef struct {
	AtomKind kind;
	gunichar letter;
	GPtrArray *literals; /* of a group; NULL: none for sure */
} Atom;

/* The part of an expression between two bars. */
typedef struct {
	GString *run;	     /* letters that follow each other */
	GPtrArray *literals; /* of the rarest part so far */
} Branch;

static GPtrArray *read_expression(Reader *reader);

double literal_expected(const GPtrArray *literals)
{
	double sum = 0;

	for (guint i = 0; i < literals->len; i++)
		sum += exp2(-(double)g_utf8_strlen(literals->pdata[i], -1));
	return sum;
}

/* Keeps the rarer of two; takes literals. */
static void branch_offer_take(Branch *branch, GPtrArray *literals)
{
	if (!branch->literals ||
	    literal_expected(literals) < literal_expected(branch->literals)) {
		g_clear_pointer(&branch->literals, g_ptr_array_unref);
		branch->literals = literals;
	} else {
		g_ptr_array_unref(literals);
	}
}

static void branch_cut(Branch *branch)
{
	if (g_utf8_strlen(branch->run->str, -1) >= LETTERS_MIN) {
		GPtrArray *literals = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(literals, g_strdup(branch->run->str));
		branch_offer_take(branch, literals);
	}
	g_string_truncate(branch->run, 0);
}

static void branch_letter(Branch *branch, gunichar letter, bool once)
{
	bool space = g_unichar_isspace(letter);

	if (branch->run->len >= LITERAL_BYTES)
		branch_cut(branch);
	fold_append_letter(branch->run, letter);
	if (once || space)
		return;
	/* The last of several stands beside what follows. */
	branch_cut(branch);
	fold_append_letter(branch->run, letter);
}

static int digits(const char *at)
{
	int count = 0;

	while (g_ascii_isdigit(at[count]))
		count++;
	return count;
}

typedef enum { REPEAT_ONCE, REPEAT_SOME, REPEAT_PERHAPS } Repeat;

/* "{2}", "{2,}" or "{2,5}" at the reader; anything else is unsure. */
static Repeat read_braces(Reader *reader)
{
	int first = digits(reader->at + 1);
	const char *at = reader->at + 1 + first;
	guint64 least = g_ascii_strtoull(reader->at + 1, NULL, 10);

	if (*at == ',')
		at += 1 + digits(at + 1);
	reader->unsure |= *at != '}' || !first || first > REPEATS_DIGITS;
	reader->at = reader->unsure ? reader->at : at + 1;
	return least ? REPEAT_SOME : REPEAT_PERHAPS;
}

static Repeat read_quantifier(Reader *reader)
{
	Repeat repeat = REPEAT_ONCE;

	switch (*reader->at) {
	case '{':
		repeat = read_braces(reader);
		break;
	case '+':
		repeat = REPEAT_SOME;
		reader->at++;
		break;
	case '*':
	case '?':
		repeat = REPEAT_PERHAPS;
		reader->at++;
		break;
	default:
		return REPEAT_ONCE;
	}
	if (*reader->at && strchr("?+", *reader->at))
		reader->at++;
	return repeat;
}

/* Behind the end of what must be letters, and perhaps what comes before them. */
static void skip_name(Reader *reader, const char *before, const char *end)
{
	reader->at += strspn(reader->at, before);
	while (g_ascii_isalnum(*reader->at) || *reader->at == '_' ||
	       (guchar)*reader->at >= 0x80)
		reader->at++;
	if (g_str_has_prefix(reader->at, end))
		reader->at += strlen(end);
	else
		reader->unsure = true;
}

/* Behind the bracket. */
static void skip_class(Reader *reader)
{
	if (*reader->at == '^')
		reader->at++;
	for (bool first = true; !reader->unsure && (*reader->at != ']' || first);
	     first = false) {
		char c = *reader->at, next = c ? reader->at[1] : '\0';
		if (c == '[' && next == ':') {
			reader->at += 2;
			skip_name(reader, "^", ":]");
		} else if (!c || (c == '[' && strchr(".=", next)) ||
			   (c == '\\' && (!next || next == 'c'))) {
			reader->unsure = true;
		} else {
			reader->at += c == '\\' ? 2 : 1;
		}
	}
	reader->at += !reader->unsure;
}

/* \p{Greek} or \pL, behind the p. */
static void skip_property(Reader *reader)
{
	if (*reader->at == '{') {
		reader->at++;
		skip_name(reader, "^", "}");
	} else if (*reader->at) {
		reader->at++;
	}
}

/* Behind the backslash. */
static Atom read_escape(Reader *reader)
{
	char c = *reader->at++;

	if (!g_ascii_isalnum(c) && (guchar)c >= ' ' && (guchar)c < 0x7F)
		return (Atom){ATOM_LETTER, (guchar)c, NULL};
	switch (c) {
	case 's':
	case 't':
	case 'n':
	case 'r':
	case 'f':
		return (Atom){ATOM_LETTER, ' ', NULL};
	case 'b':
	case 'B':
	case 'A':
	case 'Z':
	case 'z':
	case 'G':
	case 'K':
		return (Atom){.kind = ATOM_NOTHING};
	case 'd':
	case 'D':
	case 'w':
	case 'W':
	case 'S':
	case 'h':
	case 'H':
	case 'v':
	case 'V':
	case 'R':
	case 'X':
		return (Atom){.kind = ATOM_ANY};
	case 'p':
	case 'P':
		skip_property(reader);
		return (Atom){.kind = ATOM_ANY};
	default:
		reader->unsure = true;
		return (Atom){.kind = ATOM_ANY};
	}
}

/* (?i) and (?s-m: at the letters. Case does not matter, x would change the syntax. */
static AtomKind read_flags(Reader *reader)
{
	reader->at += strspn(reader->at, "imsUJ-^");
	if (*reader->at == ')')
		return ATOM_NOTHING;
	reader->unsure |= *reader->at != ':';
	reader->at += *reader->at == ':';
	return ATOM_GROUP;
}

/* Behind "(?": what kind of group it is. */
static AtomKind read_group_kind(Reader *reader)
{
	char c = *reader->at, next = c ? reader->at[1] : '\0';

	if (c == ':' || c == '|' || c == '>') {
		reader->at++;
		return ATOM_GROUP;
	}
	if (c == '=' || c == '!' || (c == '<' && (next == '=' || next == '!'))) {
		reader->at += c == '<' ? 2 : 1;
		return ATOM_NOTHING;
	}
	if (c == '<' || (c == 'P' && next == '<')) {
		reader->at += c == '<' ? 1 : 2;
		skip_name(reader, "", ">");
		return ATOM_GROUP;
	}
	if (c == '\'') {
		reader->at++;
		skip_name(reader, "", "'");
		return ATOM_GROUP;
	}
	return read_flags(reader);
}

/* Behind the parenthesis. */
static Atom read_group(Reader *reader)
{
	Atom atom = {.kind = ATOM_GROUP};

	reader->unsure |= *reader->at == '*';
	if (*reader->at == '?') {
		reader->at++;
		atom.kind = read_group_kind(reader);
	}
	if (reader->unsure)
		return atom;
	atom.literals = read_expression(reader);
	if (atom.kind == ATOM_NOTHING)
		g_clear_pointer(&atom.literals, g_ptr_array_unref);
	reader->unsure |= *reader->at != ')';
	reader->at += *reader->at == ')';
	return atom;
}

static Atom read_atom(Reader *reader)
{
	gunichar c = g_utf8_get_char(reader->at);

	reader->at = g_utf8_next_char(reader->at);
	switch (c) {
	case '\\':
		return read_escape(reader);
	case '(':
		return read_group(reader);
	case '[':
		skip_class(reader);
		return (Atom){.kind = ATOM_ANY};
	case '.':
		return (Atom){.kind = ATOM_ANY};
	case '^':
	case '$':
		return (Atom){.kind = ATOM_NOTHING};
	case '{':
	case '*':
	case '+':
	case '?':
		reader->unsure = true;
		return (Atom){.kind = ATOM_ANY};
	default:
		return (Atom){ATOM_LETTER, c, NULL};
	}
}

static void branch_add(Branch *branch, Atom *atom, Repeat repeat)
{
	GPtrArray *literals = g_steal_pointer(&atom->literals);

	if (atom->kind == ATOM_LETTER && repeat != REPEAT_PERHAPS)
		branch_letter(branch, atom->letter, repeat == REPEAT_ONCE);
	else if (atom->kind != ATOM_NOTHING || repeat != REPEAT_ONCE)
		branch_cut(branch);
	if (literals && repeat != REPEAT_PERHAPS)
		branch_offer_take(branch, literals);
	else if (literals)
		g_ptr_array_unref(literals);
}

/* The literals of the branch at the reader, NULL: none for sure. */
static GPtrArray *read_branch(Reader *reader)
{
	g_autoptr(GString) run = g_string_new(NULL);
	Branch branch = {run, NULL};

	while (!reader->unsure && *reader->at && !strchr("|)", *reader->at)) {
		Atom atom = read_atom(reader);
		Repeat repeat = reader->unsure ? REPEAT_PERHAPS : read_quantifier(reader);
		branch_add(&branch, &atom, repeat);
	}
	branch_cut(&branch);
	return branch.literals;
}

static GPtrArray *read_expression(Reader *reader)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
	bool known = true;

	for (;;) {
		g_autoptr(GPtrArray) literals = read_branch(reader);
		known = known && literals && !reader->unsure &&
			all->len + literals->len <= LITERALS_MAX;
		for (guint i = 0; known && i < literals->len; i++)
			g_ptr_array_add(all, g_strdup(literals->pdata[i]));
		if (*reader->at != '|' || reader->unsure)
			break;
		reader->at++;
	}
	if (known)
		return all;
	g_ptr_array_unref(all);
	return NULL;
}

GPtrArray *literal_needed(const char *expression)
{
	Reader reader = {expression, false};

	/* Between \Q and \E nothing means what it does elsewhere. */
	if (strstr(expression, "\\Q") || strstr(expression, "\\E"))
		return NULL;
	GPtrArray *literals = read_expression(&reader);
	if (literals && !reader.unsure && !*reader.at)
		return literals;
	g_clear_pointer(&literals, g_ptr_array_unref);
	return NULL;
}
