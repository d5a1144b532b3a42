/* literal.c - what a text must contain for a regular expression to match it. */
/* SPDX-License-Identifier: MIT */
/*
 *	expression = branch *("|" branch)
 *	branch     = *(atom [quantifier])
 *	atom       = letter | class | escape | "(" expression ")" | assertion
 *
 * Each part of a branch that needs some literal is a clue. An expression of several
 * branches gives one clue, made of the rarest of each. What is not understood makes the
 *whole expression unsure, and its rule is tried on every mail: a literal too many would
 *be a rule that never holds.
 */
#include "rules/literal.h"
#include "rules/fold.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

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
	GPtrArray *clues; /* of a group; NULL: none for sure */
} Atom;

/* The part of an expression between two bars. */
typedef struct {
	GString *run;	  /* letters that follow each other, folded */
	GPtrArray *clues; /* of the parts so far */
} Branch;

static GPtrArray *read_expression(Reader *reader);

double literal_expected(const GPtrArray *clue)
{
	double sum = 0;

	for (guint i = 0; i < clue->len; i++)
		sum += exp2(-(double)strlen(clue->pdata[i]));
	return sum;
}

static gint compare_clues(gconstpointer a, gconstpointer b)
{
	double one = literal_expected(*(GPtrArray *const *)a);
	double two = literal_expected(*(GPtrArray *const *)b);

	return (one > two) - (one < two);
}

static void free_clue(gpointer clue)
{
	g_ptr_array_unref(clue);
}

static void branch_cut(Branch *branch)
{
	if (branch->run->len >= LETTERS_MIN) {
		GPtrArray *clue = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(clue, g_strdup(branch->run->str));
		g_ptr_array_add(branch->clues, clue);
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
	atom.clues = read_expression(reader);
	if (atom.kind == ATOM_NOTHING)
		g_clear_pointer(&atom.clues, g_ptr_array_unref);
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

static void branch_add(Branch *branch, const Atom *atom, Repeat repeat)
{
	if (atom->kind == ATOM_LETTER && repeat != REPEAT_PERHAPS)
		branch_letter(branch, atom->letter, repeat == REPEAT_ONCE);
	else if (atom->kind != ATOM_NOTHING || repeat != REPEAT_ONCE)
		branch_cut(branch);
	for (guint i = 0; atom->clues && repeat != REPEAT_PERHAPS && i < atom->clues->len;
	     i++)
		g_ptr_array_add(branch->clues, g_ptr_array_ref(atom->clues->pdata[i]));
}

/* The clues of the branch at the reader, rarest first. */
static GPtrArray *read_branch(Reader *reader)
{
	g_autoptr(GString) run = g_string_new(NULL);
	Branch branch = {run, g_ptr_array_new_with_free_func(free_clue)};

	while (!reader->unsure && *reader->at && !strchr("|)", *reader->at)) {
		Atom atom = read_atom(reader);
		Repeat repeat = reader->unsure ? REPEAT_PERHAPS : read_quantifier(reader);
		branch_add(&branch, &atom, repeat);
		if (atom.clues)
			g_ptr_array_unref(atom.clues);
	}
	branch_cut(&branch);
	g_ptr_array_sort(branch.clues, compare_clues);
	return branch.clues;
}

/* Adds the rarest clue of one more branch to all; false when it has none. */
static bool add_branch(GPtrArray *all, const GPtrArray *clues)
{
	const GPtrArray *rarest = clues->len ? clues->pdata[0] : NULL;

	if (!rarest || all->len + rarest->len > LITERALS_MAX)
		return false;
	for (guint i = 0; i < rarest->len; i++)
		g_ptr_array_add(all, g_strdup(rarest->pdata[i]));
	return true;
}

static GPtrArray *read_expression(Reader *reader)
{
	GPtrArray *first = read_branch(reader);

	if (*reader->at != '|' || reader->unsure)
		return first;
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	bool known = add_branch(all, first);
	while (*reader->at == '|' && !reader->unsure) {
		reader->at++;
		g_autoptr(GPtrArray) clues = read_branch(reader);
		known = known && add_branch(all, clues);
	}
	g_ptr_array_set_size(first, 0);
	if (known)
		g_ptr_array_add(first, g_steal_pointer(&all));
	return first;
}

GPtrArray *literal_clues(const char *expression)
{
	Reader reader = {expression, false};

	/* Between \Q and \E nothing means what it does elsewhere. */
	if (strstr(expression, "\\Q") || strstr(expression, "\\E"))
		return NULL;
	GPtrArray *clues = read_expression(&reader);
	if (clues->len && !reader.unsure && !*reader.at)
		return clues;
	g_ptr_array_unref(clues);
	return NULL;
}
