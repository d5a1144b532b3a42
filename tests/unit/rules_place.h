/* rules_place.h - a directory with rules for one test, and a small desk. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/problem.h"
#include "rules/rules.h"

#include <glib.h>
#include <glib/gstdio.h>

static const char place_taxonomy[] = "[category orders]\ntitle.en = Orders\n"
				     "[category orders.status]\ntitle.en = Status\n"
				     "[category orders.cancel]\ntitle.en = Cancel\n"
				     "[category billing]\ntitle.en = Billing\n"
				     "[category billing.refund]\ntitle.en = Refund\n"
				     "[category billing.invoice]\ntitle.en = Invoice\n";

/* Two queues, two agents, an organisation, an SLA, and a calendar open on weekdays 9
 * to 17. */
static inline Config *place_config(void)
{
	static Queue support, billing;
	static Agent anna, boris;
	static Organisation acme;
	Config *config = g_new0(Config, 1);

	config->agent_evidence =
		EVIDENCE_AUTH | EVIDENCE_CERT | EVIDENCE_TOKEN | EVIDENCE_DMARC;
	support.name = (char *)"support";
	billing.name = (char *)"billing";
	support.file = (char *)"desk.ini";
	support.languages_line = 2;
	support.limit_bytes = billing.limit_bytes = (gint64)25 << 20;
	support.languages = billing.languages = g_ptr_array_new();
	g_ptr_array_add(support.languages, (char *)"en");
	anna.name = (char *)"anna";
	boris.name = (char *)"boris";
	acme.name = (char *)"acme";
	config->queues = g_ptr_array_new();
	g_ptr_array_add(config->queues, &support);
	g_ptr_array_add(config->queues, &billing);
	config->agents = g_ptr_array_new();
	g_ptr_array_add(config->agents, &anna);
	g_ptr_array_add(config->agents, &boris);
	config->organisations = g_ptr_array_new();
	g_ptr_array_add(config->organisations, &acme);
	config->tiers = g_ptr_array_new();
	g_ptr_array_add(config->tiers, (char *)"gold");
	config->slas = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_insert(config->slas, (char *)"gold", &support);
	config->calendars = g_hash_table_new(g_str_hash, g_str_equal);
	Calendar *office = calendar_new("office");
	g_assert_true(calendar_set(office, "mon-fri", "09:00-17:00", NULL));
	g_hash_table_insert(config->calendars, (char *)"office", office);
	return config;
}

static inline void place_config_free(Config *config)
{
	g_ptr_array_unref(((Queue *)config->queues->pdata[0])->languages);
	g_ptr_array_unref(config->queues);
	g_ptr_array_unref(config->agents);
	g_ptr_array_unref(config->organisations);
	g_ptr_array_unref(config->tiers);
	g_hash_table_unref(config->slas);
	calendar_free(g_hash_table_lookup(config->calendars, "office"));
	g_hash_table_unref(config->calendars);
	g_free(config);
}

/* A new directory with taxonomy.ini and, unless NULL, shop.ini. place_remove it. */
static inline char *place_make(const char *taxonomy, const char *rules)
{
	char *dir = g_dir_make_tmp("postdesk-rules-XXXXXX", NULL);
	g_autofree char *first = g_build_filename(dir, "taxonomy.ini", NULL);
	g_autofree char *second = g_build_filename(dir, "shop.ini", NULL);

	g_assert_true(g_file_set_contents(first, taxonomy, -1, NULL));
	if (rules)
		g_assert_true(g_file_set_contents(second, rules, -1, NULL));
	return dir;
}

static inline void place_remove(char *dir)
{
	static const char *const files[] = {"taxonomy.ini", "shop.ini"};

	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(dir, files[i], NULL);
		g_unlink(path);
	}
	g_rmdir(dir);
	g_free(dir);
}

/* The problems, one a line, with the directory left out. g_free. */
static inline char *place_problems(const GPtrArray *problems, const char *dir)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < problems->len; i++)
		g_string_append_printf(text, "%s\n", (char *)problems->pdata[i]);
	g_autofree char *prefix = g_strconcat(dir, "/", NULL);
	g_string_replace(text, prefix, "", 0);
	return g_string_free(g_steal_pointer(&text), FALSE);
}
