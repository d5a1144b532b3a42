/* config.h - postdesk.ini: the desk as its administrator describes it. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/sla.h"

/* All strings owned by the configuration, immutable after loading, readable by any
 * thread. */
typedef struct {
	char *name;		  /* [agent NAME] */
	char *display;		  /* name = Anna; default: NAME with a capital */
	GPtrArray *addresses;	  /* char*, comparison form; first is where notices go */
	char *login;		  /* SASL identity; default: first address */
	char *language;		  /* "en"; NULL: the queue's first */
	GPtrArray *skills;	  /* char* categories, "billing.*"; empty: all */
	char *calendar_name;	  /* own hours; NULL: none */
	const Calendar *calendar; /* NULL: any hour */
	char *file;
	int skills_line, language_line; /* of the key, else of the section */
} Agent;

typedef enum { QUEUE_KEEP, QUEUE_CONSUME } QueueDeliver;

typedef struct {
	char *name;	      /* [queue NAME] */
	char *file;	      /* where it stands */
	int languages_line;   /* of languages =, else of the section */
	char *display;	      /* name = Support; default: NAME with a capital */
	GPtrArray *addresses; /* char*, comparison form; first is the one we write from */
	GPtrArray *agents;    /* Agent* borrowed */
	char *lead,
		*head; /* address to write to (an agent's first, or as written); NULL */
	char *lead_agent, *head_agent; /* agent's name when it is one, else NULL */
	GPtrArray *languages; /* char* ISO 639-1; first is the default; default: en */
	char *sla_name;
	const Sla *sla; /* NULL: none */
	QueueDeliver deliver;
	char *tag; /* "[Support #%d]"; default "[#%d]" */
	bool tag_archive;
	bool answers;		 /* automatic answers; default yes */
	gint64 limit_bytes;	 /* size limit; default 25 MiB */
	gint64 reopen_s;	 /* default 14d */
	gint64 close_s;		 /* default 14d */
	char *list_ok;		 /* List-Id that is welcome; NULL */
	GPtrArray *form_senders; /* char* addresses of web-form relays */
	bool expert_answers; /* subscribers of other queues answer customers; default no
			      */
	bool calls;	     /* articles offer "please call me"; default no */
	bool closing;  /* the customer is told that a solved ticket closes; default no */
	double survey; /* part of the solved tickets that is asked about; default 0 */
	double answer_above; /* confidence from which an article is sent; default 0.8 */
	gint64 retention_s;  /* of the raw mail; 0: for ever; default: the desk's */
} Queue;

typedef struct {
	char *name;	    /* [organisation NAME] */
	GPtrArray *domains; /* char* lower case */
	char *tier;	    /* default "standard" */
	char *sla_name;
	const Sla *sla; /* NULL */
} Organisation;

/* Bits of agent_evidence. */
typedef enum {
	EVIDENCE_AUTH = 1,
	EVIDENCE_CERT = 2,
	EVIDENCE_TOKEN = 4,
	EVIDENCE_DMARC = 8,
	EVIDENCE_TRUSTED = 16,
} Evidence;

typedef struct Config {
	char *file;			 /* as opened */
	char *store;			 /* "sqlite:/var/lib/postdesk/desk.db" */
	char *socket;			 /* libmilter notation */
	char *outbox;			 /* transport_open notation */
	char *rules_dir, *templates_dir; /* shipped ones by default */
	char *model;			 /* file; default: beside the store */
	double auto_answer_precision;	 /* 0 … 1; default 0.95 */
	char *spool_dir;	  /* large bodies; default: directory of the store */
	char *delimiters;	  /* recipient_delimiter, default "+"; "" never */
	char *authserv_id;	  /* "" none */
	unsigned agent_evidence;  /* Evidence bits; default auth cert token dmarc */
	GPtrArray *trusted;	  /* char* CIDR; default empty */
	GPtrArray *signers;	  /* char* milters as Postfix names them; default empty */
	gint64 max_new_tickets;	  /* per sender and hour; default 20 */
	char *user;		  /* unprivileged user to become; NULL: stay */
	bool log_debug;		  /* log = debug; default info */
	gint64 retention_s;	  /* of the raw mail; 0: for ever, the default */
	gint64 collision_s;	  /* two agents answer within this; default 5m */
	GPtrArray *queues;	  /* Queue* in file order, at least one */
	GPtrArray *agents;	  /* Agent* */
	GPtrArray *organisations; /* Organisation* */
	GHashTable *slas;	  /* name -> Sla* */
	GHashTable *calendars;	  /* name -> Calendar* */
	GPtrArray *tiers;	  /* char*: names of [tier NAME] */
	GHashTable *tier_slas;	  /* tier -> Sla*: [tier gold] sla = gold */
	GHashTable *lines;	  /* private: config_line */
	bool is_whole;	   /* false: sections may be missing, see config_load_anyway */
	GPtrArray *doubts; /* char*: what may be meant so, as file:line: message */
} Config;

/*
 * Loads path and what it includes. Every problem is appended to problems as file:line:
 * message; returns NULL if there was any. The two directories default to the shipped
 * ones.
 */
Config *config_load(const char *path, GPtrArray *problems);
/*
 * The same, but what could be read of a wrong file comes back all the same, never NULL,
 * to look on with for other mistakes. Unless is_whole, names in it may be missing.
 */
Config *config_load_anyway(const char *path, GPtrArray *problems);
void config_free(Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)

/* The line of a key of [postdesk] in config->file; 0 when it is not given. */
int config_line(const Config *config, const char *key);

/* POSTDESK_INVALID: text is no socket as socket = has it. */
bool config_check_socket(const char *text, GError **error);

/* Lookups; NULL when there is none. Addresses are compared in comparison form. */
const Queue *config_queue(const Config *config, const char *name);
const Queue *config_queue_by_address(const Config *config, const char *address);
/* Mail to address, with any extension, comes to a queue. */
bool config_is_own_address(const Config *config, const char *address);
const Agent *config_agent(const Config *config, const char *name);
const Agent *config_agent_by_address(const Config *config, const char *address);
const Agent *config_agent_by_login(const Config *config, const char *login);
/* The address is the lead's or the head's, of a queue or of any. */
bool queue_is_led_by(const Queue *queue, const char *address);
bool config_is_lead(const Config *config, const char *address);
const Organisation *config_organisation_by_address(const Config *config,
						   const char *address);

/*
 * The policy that applies: by tier, organisation, category, queue, in that order (section
 * 8); category_sla is the taxonomy's or a rule's name, NULL for none. NULL: no promise is
 * made.
 */
const Sla *config_sla(const Config *config, const Queue *queue, const char *tier,
		      const Organisation *organisation, const char *category_sla);
