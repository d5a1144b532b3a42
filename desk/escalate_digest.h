/* escalate_digest.h - steps told in one mail: for the escalation's files only. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "desk/escalate_mail.h"

/* What waits to be told, by person. It is kept in the store, since a unit of work sees
 * only a part of what is due and each person is to get one mail. */
typedef struct EscalateDigest EscalateDigest;

EscalateDigest *escalate_digest_load(Work *work, GError **error);
void escalate_digest_free(EscalateDigest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EscalateDigest, escalate_digest_free)

bool escalate_digest_has(const EscalateDigest *digest, const char *address);
/* A later step of the same timer takes the place of an earlier one. */
void escalate_digest_add(EscalateDigest *digest, const Alarm *alarm);
/* Writes it back if it changed. */
bool escalate_digest_save(const EscalateDigest *digest, Work *work, GError **error);
