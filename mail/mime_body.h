/* mime_body.h - the MIME tree of a draft. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "mail/draft.h"

#include <gmime/gmime.h>

/*
 * text/plain; with html multipart/alternative; with inline pictures the HTML in
 * multipart/related; with attachments multipart/mixed around it. All 7-bit. The caller
 * unrefs.
 */
GMimeObject *mime_body(const Draft *draft);
