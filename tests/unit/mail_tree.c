/* mail_tree.c - random MIME trees: each part is read, attached, or an alternative. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_parsed.h"

/*
 * Each part says a word of its own. A word is lost when it stands neither in the text nor
 * in an attachment, nor is another alternative of the same multipart shown.
 */
enum { TREES = 1000, DEPTH = 4 };

typedef struct {
	char *word;
	char *branches; /* "2:0/5:1/": which part of which alternative it stands in */
} Leaf;

typedef struct {
	GRand *rand;
	GString *mail;
	GString *branches; /* down to the part that is being written */
	GPtrArray *leaves; /* Leaf* */
	guint boundaries;
} Tree;

static void leaf_free(gpointer data)
{
	Leaf *leaf = data;

	g_free(leaf->word);
	g_free(leaf->branches);
	g_free(leaf);
}

static void write_leaf(Tree *tree)
{
	static const struct {
		const char *fields, *before;
	} kinds[] = {
		{"", ""},
		{"", ""},
		{"Content-Type: text/plain; charset=utf-8\n", ""},
		{"Content-Type: text/plain; name=list.txt\n", ""},
		{"Content-Type: text/plain\nContent-Disposition: attachment\n", ""},
		{"Content-Type: text/html\n", "<p>Hello <b>all</b>. "},
		{"Content-Type: text/html\n", "<p>The lamp does not light, please send "
					      "another one before the next Friday comes, "
					      "with a cable that is long enough. "},
		{"Content-Type: text/markdown\n", "# "},
		{"Content-Type: text/enriched\n", "<bold>All</bold> "},
		{"Content-Type: text/calendar\n", "BEGIN:VEVENT\nSUMMARY:"},
		{"Content-Type: text/x-notes\n", ""},
		{"Content-Type: image/png\nContent-ID: <a@example.org>\n", ""},
		{"Content-Type: application/pdf\n", ""},
		{"Content-Type: message/rfc822\n", "From: bob@example.net\n\n"},
	};
	guint kind = g_rand_int_range(tree->rand, 0, G_N_ELEMENTS(kinds));
	Leaf *leaf = g_new0(Leaf, 1);

	leaf->word = g_strdup_printf("word%03u", tree->leaves->len);
	leaf->branches = g_strdup(tree->branches->str);
	g_ptr_array_add(tree->leaves, leaf);
	g_string_append_printf(tree->mail, "%s\n%s%s and more\n", kinds[kind].fields,
			       kinds[kind].before, leaf->word);
}

static void write_part(Tree *tree, int depth)
{
	static const char *const types[] = {"mixed",	   "mixed",   "alternative",
					    "alternative", "related", "signed",
					    "parallel",	   "report",  "x-unknown"};
	if (depth == 0 || g_rand_int_range(tree->rand, 0, 3) == 0) {
		write_leaf(tree);
		return;
	}
	const char *type = types[g_rand_int_range(tree->rand, 0, G_N_ELEMENTS(types))];
	guint boundary = tree->boundaries++, parts = g_rand_int_range(tree->rand, 1, 4);
	gsize outer = tree->branches->len;

	g_string_append_printf(tree->mail,
			       "Content-Type: multipart/%s; boundary=b%u.\n\n", type,
			       boundary);
	for (guint i = 0; i < parts; i++) {
		if (strcmp(type, "alternative") == 0)
			g_string_append_printf(tree->branches, "%u:%u/", boundary, i);
		g_string_append_printf(tree->mail, "--b%u.\n", boundary);
		write_part(tree, depth - 1);
		g_string_truncate(tree->branches, outer);
	}
	g_string_append_printf(tree->mail, "--b%u.--\n", boundary);
}

static bool is_attached(const Message *message, const char *word)
{
	for (guint i = 0; i < message->attachments->len; i++) {
		const Attachment *attachment = message->attachments->pdata[i];
		gsize length;
		const char *bytes = g_bytes_get_data(attachment->content, &length);
		if (bytes && g_strstr_len(bytes, (gssize)length, word))
			return true;
	}
	return false;
}

/* True when the two stand in different parts of one alternative. */
static bool are_alternatives(const Leaf *leaf, const Leaf *other)
{
	g_auto(GStrv) branches = g_strsplit(leaf->branches, "/", -1);
	g_autofree char *others = g_strconcat("/", other->branches, NULL);

	for (char **branch = branches; *branch && **branch; branch++) {
		g_autofree char *same = g_strdup_printf("/%s/", *branch);
		g_autofree char *boundary = g_strndup(same, strcspn(same, ":") + 1);
		if (strstr(others, boundary) && !strstr(others, same))
			return true;
	}
	return false;
}

static bool is_lost(const Tree *tree, const Message *message, const Leaf *leaf)
{
	if (strstr(message->text, leaf->word) || is_attached(message, leaf->word))
		return false;
	for (guint i = 0; i < tree->leaves->len; i++) {
		const Leaf *other = tree->leaves->pdata[i];
		if (are_alternatives(leaf, other) && strstr(message->text, other->word))
			return false;
	}
	return true;
}

static void nothing_is_lost(void)
{
	for (guint seed = 1; seed <= TREES; seed++) {
		g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
		g_autoptr(GString) mail = g_string_new("From: ann@example.org\n");
		g_autoptr(GString) branches = g_string_new(NULL);
		g_autoptr(GPtrArray) leaves = g_ptr_array_new_with_free_func(leaf_free);
		Tree tree = {rand, mail, branches, leaves, 0};
		write_part(&tree, DEPTH);
		g_autoptr(Message) message = parse(mail->str);
		for (guint i = 0; i < leaves->len; i++) {
			const Leaf *leaf = leaves->pdata[i];
			if (is_lost(&tree, message, leaf))
				g_error("tree %u loses %s:\n%s", seed, leaf->word,
					mail->str);
		}
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/tree/nothing is lost", nothing_is_lost);
	return g_test_run();
}
