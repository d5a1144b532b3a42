/* pack.c - compresses raw mail with zstd, and never unpacks more than was packed. */
/* SPDX-License-Identifier: MIT */
#include "store/pack.h"

#include "mail/error.h"

#include <zstd.h>

#define LEVEL 3

GBytes *pack_raw(GBytes *raw)
{
	gsize size;
	const void *bytes = g_bytes_get_data(raw, &size);
	gsize bound = ZSTD_compressBound(size);
	g_autofree void *packed = g_malloc(bound);

	gsize length = ZSTD_compress(packed, bound, bytes, size, LEVEL);
	g_assert(!ZSTD_isError(length)); /* only for a bound that is too small */
	packed = g_realloc(packed, length);
	return g_bytes_new_take(g_steal_pointer(&packed), length);
}

gint64 pack_size(GBytes *packed)
{
	gsize length;
	const void *bytes = g_bytes_get_data(packed, &length);
	unsigned long long size = ZSTD_getFrameContentSize(bytes, length);

	return size > G_MAXINT64 ? -1 : (gint64)size;
}

GBytes *unpack_raw(GBytes *packed, gint64 size_bytes, GError **error)
{
	gsize length;
	const void *bytes = g_bytes_get_data(packed, &length);
	g_autofree void *raw = NULL;

	if (size_bytes >= 0 && pack_size(packed) == size_bytes)
		raw = g_try_malloc(MAX(size_bytes, 1));
	if (!raw ||
	    ZSTD_decompress(raw, size_bytes, bytes, length) != (gsize)size_bytes) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BROKEN,
			    "store: a raw mail of %" G_GINT64_FORMAT
			    " bytes cannot be unpacked",
			    size_bytes);
		return NULL;
	}
	return g_bytes_new_take(g_steal_pointer(&raw), size_bytes);
}
