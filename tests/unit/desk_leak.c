/* desk_leak.c - an agent's token is found in whatever disguise a mail puts on it. */
/* SPDX-License-Identifier: MIT */
#include "desk/leak.h"
#include "desk_place.h"

/* @ stands for the token, < and > for its halves. */
static const struct {
	const char *name, *text;
	bool is_html;
} disguises[] = {
	{"as it is", "write to support+@@example.com", false},
	{"in the middle of a word", "xyz@abc", false},
	{"two lines of a quote", "> support+{\n> }@example.com", false},
	{"a soft hyphen inside", "support+{\u00ad}@example.com", false},
	{"a zero-width space inside", "support+{\u200b}@example.com", false},
	{"a tag inside", "<p>support+{<b>}</b></p>", true},
	{"an entity inside", "<p>support+{&shy;}</p>", true},
	{"an attribute", "<a href=\"mailto:support%2B@%40example.com\">us</a>", true},
	{"a style", "<p style=\"font-family:@\">us</p>", true},
	{"a comment", "<!-- @ -->", true},
};

static char *disguised(const char *text, const char *token)
{
	GString *out = g_string_new(NULL);
	gsize half = strlen(token) / 2;

	for (; *text; text++) {
		if (*text == '{')
			g_string_append_len(out, token, (gssize)half);
		else if (*text == '}')
			g_string_append(out, token + half);
		else if (*text == '@' && !strstr(out->str, token))
			g_string_append(out, token);
		else
			g_string_append_c(out, *text);
	}
	return g_string_free(out, FALSE);
}

static bool look(Work *work, void *data, GError **error)
{
	Token ours = {TOKEN_AGENT, 7, 9}, theirs = {TOKEN_REPLY, 7, 9};
	g_autofree char *agents = token_make(work->keyring, &ours);
	g_autofree char *customers = token_make(work->keyring, &theirs);

	for (gsize i = 0; i < G_N_ELEMENTS(disguises); i++) {
		g_autofree char *bad = disguised(disguises[i].text, agents);
		g_autofree char *good = disguised(disguises[i].text, customers);
		bool (*leaks)(const Work *, const char *) =
			disguises[i].is_html ? leak_in_html : leak_in_text;
		g_test_message("%s: %s", disguises[i].name, bad);
		g_assert_true(leaks(work, bad));
		g_assert_false(leaks(work, good));
	}
	return true;
}

static void test_disguises(void)
{
	g_autoptr(Place) place = place_new(NULL);

	place_run(place, MONDAY_9, look, NULL);
}

/* A mail made of nothing but what may be tokens costs no more than another. */
static bool look_long(Work *work, void *data, GError **error)
{
	GString *text = g_string_new(NULL);

	for (int i = 0; i < 3000000; i++)
		g_string_append(text, "pdad");
	g_assert_true(leak_in_text(work, text->str));
	g_string_free(text, TRUE);
	return true;
}

static void test_long(void)
{
	g_autoptr(Place) place = place_new(NULL);

	place_run(place, MONDAY_9, look_long, NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/leak/disguises", test_disguises);
	g_test_add_func("/leak/a mail full of beginnings", test_long);
	return g_test_run();
}
