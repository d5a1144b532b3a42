/* pack.h - raw mail in the store: compressed, and unpacked within its noted size. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* What compressing takes and the next mail can use again; any thread may. */
typedef struct Packer Packer;
Packer *packer_new(void);
void packer_free(Packer *packer);
/* packer NULL: everything is made for this one mail, which takes twice as long. */
GBytes *pack_raw(Packer *packer, GBytes *raw);
/* Size of what was packed, from its frame; -1 when it is not known. */
gint64 pack_size(GBytes *packed);
/* BROKEN when the bytes are damaged or would unpack to another size. */
GBytes *unpack_raw(GBytes *packed, gint64 size_bytes, GError **error);
