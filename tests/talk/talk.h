/* talk.h - a transcript as it is written, and the world in which it is played. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/desk.h"
#include "mail/address.h"
#include "mail/draft.h"
#include "mail/error.h"

/* --- what is written --- */

typedef enum {
	STEP_AT,      /* time passes, the desk awake */
	STEP_DOWN,    /* time passes, the desk not running */
	STEP_MAIL,    /* >>> somebody writes */
	STEP_COMMAND, /* $ somebody types */
	STEP_RESTART, /* the desk is closed and opened */
	STEP_REFUSE,  /* a mailbox answers 4xx or 5xx from now on */
	STEP_ACCEPT,  /* and no longer */
	STEP_RELOAD,  /* a new configuration */
} StepKind;

typedef struct {
	int line;
	char *text;
} Line;

/* One "<<<" with what is demanded of the mail. */
typedef struct {
	int line;
	char *who, *subject, *kind; /* subject and kind NULL: any */
	bool none;		    /* "nothing to WHO" */
	GPtrArray *headers; /* Line*: "Name: pattern", "!Name: pattern", "!Name" */
	GPtrArray *body;    /* Line*: '|', '+' or '!' and the text */
} Expect;

typedef struct {
	StepKind kind;
	int line;
	char *text;	     /* what stands behind the mark */
	GPtrArray *options;  /* Line*: "key: value" */
	GString *body;	     /* '|' lines of a mail, '=' lines of a configuration */
	GPtrArray *verdicts; /* Line*: "-->" */
	GPtrArray *output;   /* Line*: '|' lines below a command */
	GPtrArray *expects;  /* Expect* */
	bool more_allowed;   /* "..." */
} Step;

typedef struct {
	char *path, *sentence; /* the first comment line */
	GPtrArray *rules;      /* char*: "3.2" */
	guint kills_max;       /* "# kills 10"; 0: as the command line says */
	char *config;	       /* NULL: the default desk */
	GPtrArray *files;      /* char*, alternating name and content */
	GPtrArray *steps;      /* Step* */
} Transcript;

/* NULL and a message with file:line on stderr when the file is not a transcript. */
Transcript *transcript_parse(const char *path);
void transcript_free(Transcript *transcript);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Transcript, transcript_free)

/* Value of an option of a step, NULL if it has none. Borrowed. */
const char *step_option(const Step *step, const char *key);

/* True when text matches pattern, in which '*' stands for anything. */
bool wild_match(const char *pattern, const char *text);
/* Where pattern occurs in text, at or after it; *end behind it. NULL: nowhere. */
const char *wild_find(const char *text, const char *pattern, const char **end);
/* White space folded to single spaces, trimmed. g_free. */
char *text_fold(const char *text);

/* --- where it is played --- */

/* A mail that lies in a mailbox. */
typedef struct {
	char *sender, *recipient; /* envelope; "" null */
	GBytes *raw;
	Message *message;
	char *kind; /* of its outbox row; "carried": not sent by the desk */
	gint64 ticket;
	bool expected;	/* a "<<<" named it, or nobody has to */
	bool announced; /* kind and ticket were looked up */
} Mail;

/* A mail as its sender's server holds it: what can be sent again. */
typedef struct {
	char *from; /* header address of the author */
	char *sender;
	GPtrArray *recipients; /* char*, without brackets */
	GBytes *raw;
	char *auth, *cert, *client;
	Door door;
	gint64 size_bytes; /* SIZE=, 0 not said */
} Sending;
void sending_free(Sending *sending);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sending, sending_free)

typedef struct Killer Killer;

/* How far a step is: what a kill inside it does not undo. */
typedef enum {
	STAGE_FRESH,
	STAGE_BEGUN, /* the mail is composed, the clock's target is known */
	STAGE_SAID,  /* the verdict is back, the command has ended */
} Stage;

typedef struct World {
	Transport transport; /* first: the desk holds it */
	const Transcript *transcript;
	const char *program; /* the admin command */
	char *base;	     /* directory of the transcript's files */
	char *place;	     /* directory of the store and the configuration */
	char *config;	     /* its text, without the store */
	Setup *setup;
	Desk *desk;
	GTimeZone *zone;
	gint64 now;
	GPtrArray *mails;     /* Mail*, in order of arrival */
	guint seen;	      /* mails that an earlier step has settled */
	GHashTable *refusals; /* address -> reply */
	Sending *sending;     /* the last mail */
	guint mail_count;
	guint turn, turns;   /* of a mail that is written several times, from 1 */
	guint step;	     /* index of the step that is played */
	Stage stage;	     /* how far it is */
	bool unheard;	     /* its command was done and killed before it said so */
	gint64 target;	     /* where its clock goes */
	GPtrArray *verdicts; /* char*: what the SMTP client saw */
	GString *output;     /* of a command */
	GHashTable *
		twice; /* "Message-ID recipient": in flight at the kill, may come again */
	guint repeats; /* that did */
	GHashTable *agent_secrets; /* addresses that only agents were told */
	Killer *killer;		   /* NULL: nobody is killed */
	GString *failure;	   /* "" while all is well */
} World;

World *world_new(const Transcript *transcript, const char *program);
void world_free(World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(World, world_free)

/* Opens the desk at world->place; the killer, if any, watches its commits. */
bool world_open(World *world);
void world_close(World *world);
/* A copy of the place's configuration, for the admin command. */
bool world_write_config(World *world);
/* Says what failed, once: the first failure counts. */
void world_fail(World *world, int line, const char *format, ...) G_GNUC_PRINTF(3, 4);
bool world_failed(const World *world);

/* Lets the clock run to world->target, ticking whenever the desk asks for it. */
void world_settle(World *world);
/* "+2h", "Mon 09:00", "2026-12-24 17:30": a moment that is not over. */
bool clock_parse(const World *world, const char *text, gint64 *at);

/* The address of an agent's name or of itself. g_free. */
char *world_address(const World *world, const char *who);
bool world_is_agent(const World *world, const char *address);
/* The newest mail in somebody's mailbox, of a ticket (0: any) and kind (NULL: any). */
Mail *mailbox_newest(World *world, const char *who, gint64 ticket, const char *kind);
/* Looks up kind and ticket of every mail that is new. */
void mailbox_announce(World *world);
/* Puts a mail into a mailbox; takes nothing. */
Mail *mailbox_put(World *world, const char *sender, const char *recipient, GBytes *raw);
/* {reply-to ann@example.org}, {link ann@example.org This solved it} … filled in. NULL:
 * failed. */
char *world_fill(World *world, int line, const char *text);

/* The mail that a step describes. NULL: failed. */
Sending *sending_compose(World *world, const Step *step);
/* Hands world->sending to the desk as a milter does; fills world->verdicts. */
void sending_deliver(World *world);
/* Runs the admin command of a step; fills world->output and world->verdicts. The signal
 * that ended it, 0: none. */
int command_run(World *world, const Step *step);

/* Plays steps from world->step on, the first one from its stage on. */
bool world_play(World *world);
/* Holds what the step has caused against what is written below it. */
void step_check(World *world, const Step *step);
/* Demands of every mail that the desk sends, whatever the transcript says. */
void mail_check(World *world, const Step *step, const Mail *mail);

/* --- killing --- */

typedef struct {
	guint commits, kills, failed, repeats;
} KillCount;

/* Watches a desk's commits and plays each of the chosen ones (every nth, from the first)
 * as if the desk had been killed there. */
Killer *killer_new(guint every, KillCount *count);
void killer_free(Killer *killer);
void killer_watch(Killer *killer, World *world, Store *store);
/* The same for the commits of the command that the world is about to run. */
void killer_command(Killer *killer);
