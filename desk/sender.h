/* sender.h - who is it: From is a claim, this is the evidence. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/route.h"
#include "mail/message.h"

typedef enum {
	SENDER_CUSTOMER,
	SENDER_AGENT,  /* with evidence */
	SENDER_OWN,    /* our own mail coming back */
	SENDER_ROBOT,  /* must never be answered */
	SENDER_BOUNCE, /* a delivery report */
} SenderKind;
const char *sender_kind_name(SenderKind kind);

/* A value; strings owned by it unless const. */
typedef struct {
	SenderKind kind;
	const Agent *agent;    /* the agent that evidence names, NULL */
	const Agent *claimed;  /* whose address From is, unproven; NULL */
	const char *evidence;  /* "auth", "cert", "token", "dmarc", "trusted", "" */
	const char *automatic; /* why nothing automatic may go out, NULL: it may */
	bool is_refused;       /* AUTH of one agent, From of another */
	bool dmarc_passed;     /* for the domain of the one From, which is address */
	bool dmarc_failed;
	bool is_replayed; /* an agent's words, proved by DMARC alone, came before */
	bool is_spam;	  /* a spam verdict header says so */
	char *address;	  /* the customer to write to: From, or Reply-To of a web form */
	char *name;
	char *answer_to; /* where an automatic answer may go; "": nowhere */
} Sender;

/* token_address: whom the first token was issued to, NULL: none. is_own: the Message-ID
 * is one that we sent. */
Sender *sender_read(const Setup *setup, const Envelope *envelope, const Message *message,
		    const Route *route, const char *token_address, bool is_own);
/* Takes an agent's evidence back: the same words came before. */
void sender_doubt(Sender *sender);
void sender_free(Sender *sender);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sender, sender_free)
