/* learned.h - the model in force: it changes while the rest of a setup stays. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "rules/model.h"

/* Any thread may use it. */
typedef struct Learned Learned;

/* Of a file that need not be there; it is read when the model is first asked for. */
Learned *learned_new(const char *path);
void learned_free(Learned *learned);

/* A new reference; NULL: there is no model, or the file is none (logged once). */
Model *learned_model(Learned *learned);
/* Reads the file again if it was replaced. One that is no model leaves the old one in
 * force. */
void learned_look(Learned *learned);
/* There is no model from now on: what is checked must not depend on what was learned. */
void learned_close(Learned *learned);
