/* mail_address.c - addresses as text: comparing, taking apart, knowing robots. */
/* SPDX-License-Identifier: MIT */
#include "mail/address.h"

static const struct {
	const char *given, *want;
} forms[] = {
	{"ann@example.org", "ann@example.org"},
	{"Ann.Lee@Example.ORG", "ann.lee@example.org"},
	{"<ann@example.org>", "ann@example.org"},
	{" <ann@example.org> ", "ann@example.org"},
	{"<@a.example,@b.example:ann@example.org>", "ann@example.org"},
	{"\"ann\"@example.org", "ann@example.org"},
	{"\"ann lee\"@example.org", "\"ann lee\"@example.org"},
	{"ann@xn--bcher-kva.example", "ann@bücher.example"},
	{"АННА@пример.example", "анна@пример.example"},
	{"ann@example.org.", "ann@example.org"},
	{"", ""},
	{"<>", ""},
	{"ann", ""},
	{"@example.org", ""},
	{"ann@", ""},
	{"ann@example.org\r\nBcc: x@example.org", ""},
	{"ann lee@example.org", ""},
};

static void one_form_for_one_person(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_autofree char *form = address_normalise(forms[i].given);
		g_assert_cmpstr(form, ==, forms[i].want);
	}
}

static const struct {
	const char *given, *delimiters, *base, *extension;
} parts[] = {
	{"support+x@example.com", "+", "support@example.com", "x"},
	{"Support+T.aBc@example.com", "+", "support@example.com", "t.abc"},
	{"support@example.com", "+", "support@example.com", ""},
	{"support-x+y@example.com", "+-", "support@example.com", "x+y"},
	{"support+x@example.com", "", "support+x@example.com", ""},
	{"+x@example.com", "+", "+x@example.com", ""},
	{"support+@example.com", "+", "support@example.com", ""},
	{"nothing", "+", "", ""},
};

static void an_extension_is_taken_off(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *base = NULL, *extension = NULL;
		address_split(parts[i].given, parts[i].delimiters, &base, &extension);
		g_assert_cmpstr(base, ==, parts[i].base);
		g_assert_cmpstr(extension, ==, parts[i].extension);
	}
}

static void an_organisation_is_its_domain(void)
{
	g_assert_true(address_same_organisation("a@example.com", "b@mail.example.com"));
	g_assert_true(address_same_organisation("a@x.example.co.uk", "b@example.co.uk"));
	g_assert_false(address_same_organisation("a@one.co.uk", "b@two.co.uk"));
	g_assert_false(address_same_organisation("a@example.com", "b@example.org"));
	g_assert_false(address_same_organisation("", ""));
	g_assert_false(address_same_organisation("a@example.com", ""));
}

static void robots_are_known_by_their_local_part(void)
{
	static const char *const robots[] = {
		"mailer-daemon@example.com",
		"MAILER-DAEMON@example.com",
		"postmaster@example.com",
		"no-reply@example.com",
		"noreply+5@example.com",
		"do_not_reply@example.com",
		"shop-noreply@example.com",
		"bounces+1-2@example.com",
		"microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@example.com",
		"list-bounces@example.com",
		"bitte-nicht-antworten@example.com",
		"nagios@example.com"};
	static const char *const people[] = {"ann@example.com",
					     "support@example.com",
					     "replyard@example.com",
					     "daemonica@example.com",
					     "microsoftexchangehelp@example.com",
					     "bouncer@example.com",
					     ""};
	for (gsize i = 0; i < G_N_ELEMENTS(robots); i++)
		g_assert_true(address_is_robot(robots[i]));
	for (gsize i = 0; i < G_N_ELEMENTS(people); i++)
		g_assert_false(address_is_robot(people[i]));
}

static void the_domain_is_borrowed(void)
{
	g_assert_cmpstr(address_domain("ann@example.org"), ==, "example.org");
	g_assert_cmpstr(address_domain("ann"), ==, "");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/address/there is one form for one person",
			one_form_for_one_person);
	g_test_add_func("/address/an extension is taken off", an_extension_is_taken_off);
	g_test_add_func("/address/an organisation is its domain",
			an_organisation_is_its_domain);
	g_test_add_func("/address/robots are known by their local part",
			robots_are_known_by_their_local_part);
	g_test_add_func("/address/the domain is borrowed", the_domain_is_borrowed);
	return g_test_run();
}
