/* model_seal.h - the head and checksum of a model file: for model_file.c and tests. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* A file that holds payload: its version and checksum are right, whatever it holds. */
GBytes *model_seal(GBytes *payload);
