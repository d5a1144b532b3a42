/* rules_bench.h - a mail, a customer and rules that one test asks about it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/unit/rules_place.h"

/* Monday 2026-11-23, 10:00 and 20:00 UTC. */
#define MORNING G_GINT64_CONSTANT(1795428000)
#define EVENING G_GINT64_CONSTANT(1795464000)

static Address ann = {"Ann Customer", "ann@example.org"};
static Address desk = {"", "support@example.com"};
static Address friend = {"Bob", "bob@example.net"};
static Header headers[] = {
	{"X-Shop", "north"}, {"x-shop", "south"}, {"X-Spam-Status", "Yes, score=9.1"}};
static Attachment photo = {
	.name = "Photo.JPG", .type = "image/jpeg", .size_bytes = 3 << 20};

static inline GPtrArray *array_of(gpointer first)
{
	GPtrArray *array = g_ptr_array_new();

	g_ptr_array_add(array, first);
	return array;
}

typedef struct {
	Config *config;
	char *dir;
	Taxonomy *taxonomy;
	Rules *rules;
	Message message;
	GHashTable *customer;
	RulesInput input;
} Bench;

static inline void bench_mail(Bench *bench)
{
	Message *message = &bench->message;

	message->subject = "Money  back for order 4711";
	message->reply_text = message->text =
		"Hello,\nthe sites didn't work. Верните деньги.\n"
		"Order: 4711\n";
	message->quoted_text = "> old words\n-- \nAnn";
	message->language = "en";
	message->calendar_method = "REQUEST";
	message->from = array_of(&ann);
	message->to = array_of(&desk);
	message->cc = array_of(&friend);
	message->attachments = array_of(&photo);
	message->headers = g_ptr_array_new();
	for (gsize i = 0; i < G_N_ELEMENTS(headers); i++)
		g_ptr_array_add(message->headers, &headers[i]);
	bench->customer = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_insert(bench->customer, (char *)"contract", (char *)"C-77");
	bench->input = (RulesInput){.message = message,
				    .queue = "support",
				    .tier = "gold",
				    .organisation = "acme",
				    .state = "open",
				    .category = "billing.refund",
				    .evidence = "token dmarc",
				    .now = MORNING,
				    .size_bytes = 6 << 20,
				    .customer = bench->customer};
}

static inline void bench_open(Bench *bench, const char *rules)
{
	g_autoptr(GPtrArray) problems = problems_new();

	*bench = (Bench){.config = place_config(),
			 .dir = place_make(place_taxonomy, rules)};
	bench->taxonomy = taxonomy_load(bench->dir, bench->config, problems);
	bench->rules = rules_load(bench->dir, bench->config, bench->taxonomy, problems);
	g_autofree char *text = place_problems(problems, bench->dir);
	g_assert_cmpstr(text, ==, "");
	bench_mail(bench);
}

static inline void bench_close(Bench *bench)
{
	Message *message = &bench->message;
	GPtrArray *arrays[] = {message->from, message->to, message->cc,
			       message->attachments, message->headers};

	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_ptr_array_unref(arrays[i]);
	g_hash_table_unref(bench->customer);
	rules_free(bench->rules);
	taxonomy_free(bench->taxonomy);
	place_remove(bench->dir);
	place_config_free(bench->config);
}

static inline void bench_add(const char *group, const char *name, gconstpointer data,
			     GTestDataFunc test)
{
	g_autofree char *path = g_strdup_printf("/%s/%s", group, name);

	for (char *at = path + strlen(group) + 2; (at = strchr(at, '/'));)
		*at = ' ';
	g_test_add_data_func(path, data, test);
}
