/* mail_auth_results.c - whose verdict on a sender is believed. */
/* SPDX-License-Identifier: MIT */
#include "tests/unit/mail_parsed.h"

static void only_the_own_server_is_believed(void)
{
	g_autoptr(Message) message =
		parse("Authentication-Results: mx.example.com 1; spf=pass "
		      "smtp.mailfrom=a@example.net;\n"
		      " dmarc=fail (p=reject) header.from=example.org\n"
		      "Authentication-Results: evil.example; dkim=pass "
		      "header.d=example.org\n\nx");
	const char *domain;
	g_assert_cmpstr(message_auth_result(message, "mx.example.com", "dmarc", &domain),
			==, "fail");
	g_assert_cmpstr(domain, ==, "example.org");
	g_assert_cmpstr(message_auth_result(message, "mx.example.com", "dkim", NULL), ==,
			"");
	g_assert_cmpstr(message_auth_result(message, "", "dmarc", NULL), ==, "");
}

static void a_verdict_in_disguise_is_none(void)
{
	g_autoptr(Message) encoded = parse(
		"Authentication-Results: =?utf-8?q?mx=2Eexample=2Ecom=3B_dmarc=3Dpass?="
		"\n\nx");
	g_autoptr(Message) other =
		parse("Authentication-Results: mx.example.com; dmarc=pass "
		      "smtp.mailfrom=a@example.com header.from=evil.example\n\nx");
	const char *domain;

	g_assert_cmpstr(message_auth_result(encoded, "mx.example.com", "dmarc", NULL), ==,
			"");
	message_auth_result(other, "mx.example.com", "dmarc", &domain);
	g_assert_cmpstr(domain, ==, "evil.example");
	g_autoptr(Message) quoted = parse(
		"Authentication-Results: mx.example.com; spf=pass (domain of a); "
		"dmarc=pass header.from=example.com; x=(@evil.example) "
		"smtp.mailfrom=evil.example; dmarc=fail header.from=example.com\n\nx");
	g_assert_cmpstr(message_auth_result(quoted, "mx.example.com", "dmarc", NULL), ==,
			"fail");
	for (const char *c = "\1\r\t\033\177"; *c != '\0'; c++) {
		g_autofree char *parted = g_strdup_printf(
			"Authentication-Results: mx.exam%cple.com; dmarc=pass\n\nx", *c);
		g_autoptr(Message) message = parse(parted);
		g_assert_cmpstr(
			message_auth_result(message, "mx.example.com", "dmarc", NULL), ==,
			"");
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/auth results/only the own server's verdict is believed",
			only_the_own_server_is_believed);
	g_test_add_func("/auth results/a verdict in disguise is none",
			a_verdict_in_disguise_is_none);
	return g_test_run();
}
