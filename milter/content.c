/* content.c - the mail as it comes in: headers and body, in memory and then in a file. */
/* SPDX-License-Identifier: MIT */
#include "milter/content.h"
#include "mail/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

struct Content {
	GByteArray *memory; /* all of it, or what the file does not have yet */
	char *spool_dir;
	int spool; /* -1: none yet */
	gint64 size;
	gint64 kept;
	bool in_body;
	GError *failure;
};

#define NO_HEADER "X-Postdesk-Header: none\r\n"

/* The file is written in pieces of this size. */
#define SPOOL_PIECE (256 * 1024)

Content *content_new(const char *spool_dir)
{
	Content *content = g_new0(Content, 1);

	content->memory = g_byte_array_new();
	content->spool_dir = g_strdup(spool_dir);
	content->spool = -1;
	return content;
}

void content_free(Content *content)
{
	if (content == NULL)
		return;
	if (content->memory != NULL)
		g_byte_array_unref(content->memory);
	if (content->spool >= 0)
		close(content->spool);
	g_clear_error(&content->failure);
	g_free(content->spool_dir);
	g_free(content);
}

static void content_fail(Content *content, const char *what)
{
	int code = errno;

	g_byte_array_set_size(content->memory, 0);
	g_set_error(&content->failure, POSTDESK_ERROR, POSTDESK_BUSY, "spool %s: %s: %s",
		    content->spool_dir, what, g_strerror(code));
}

/* Never has a name where the file system can do without one. */
static int spool_open(const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;

	g_autofree char *path = g_build_filename(dir, "postdesk-XXXXXX", NULL);
	fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		g_unlink(path);
	return fd;
}

static bool write_all(int fd, const guint8 *bytes, gsize size)
{
	while (size > 0) {
		ssize_t written = write(fd, bytes, size);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		size -= (gsize)written;
	}
	return true;
}

static void content_spool(Content *content)
{
	if (content->spool < 0)
		content->spool = spool_open(content->spool_dir);
	if (content->spool < 0)
		return content_fail(content, "cannot create a file");
	if (!write_all(content->spool, content->memory->data, content->memory->len))
		return content_fail(content, "cannot write");
	g_byte_array_set_size(content->memory, 0);
}

static void content_append(Content *content, const void *bytes, gsize size)
{
	gint64 room = CONTENT_BYTES_MAX - content->kept;

	content->size += (gint64)size;
	if (content->failure != NULL || size == 0 || room <= 0)
		return;
	if ((gint64)size > room)
		size = (gsize)room;
	g_byte_array_append(content->memory, bytes, (guint)size);
	content->kept += (gint64)size;
	gsize most = content->spool < 0 ? CONTENT_MEMORY_BYTES : SPOOL_PIECE;
	if (content->memory->len > most)
		content_spool(content);
}

/* Folds come as LF (Postfix) or CRLF: everything here ends in CRLF. */
static void content_append_folded(Content *content, const char *value)
{
	const char *end;

	while ((end = strchr(value, '\n')) != NULL) {
		gsize length = (gsize)(end - value);
		if (length > 0 && value[length - 1] == '\r')
			length--;
		content_append(content, value, length);
		content_append(content, "\r\n", 2);
		value = end + 1;
	}
	content_append(content, value, strlen(value));
}

void content_add_header(Content *content, const char *name, const char *value,
			bool with_space)
{
	content_append(content, name, strlen(name));
	content_append(content, ": ", with_space ? 1 : 2);
	content_append_folded(content, value);
	content_append(content, "\r\n", 2);
}

static void content_end_headers(Content *content)
{
	if (content->in_body)
		return;
	content->in_body = true;
	/* A reader that looks for a header would find what the sender put into the body,
	 * unseen by those who look at headers. */
	if (content->size == 0)
		content_append(content, NO_HEADER, sizeof NO_HEADER - 1);
	content_append(content, "\r\n", 2);
}

void content_add_body(Content *content, const void *chunk, gsize size)
{
	content_end_headers(content);
	content_append(content, chunk, size);
}

gint64 content_size(const Content *content)
{
	return content->size;
}

static GBytes *spool_map(Content *content, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GMappedFile) map =
		g_mapped_file_new_from_fd(content->spool, FALSE, &cause);

	if (map == NULL) {
		g_set_error(error, POSTDESK_ERROR, POSTDESK_BUSY, "spool %s: %s",
			    content->spool_dir, cause->message);
		return NULL;
	}
	return g_mapped_file_get_bytes(map);
}

GBytes *content_take(Content *content, GError **error)
{
	content_end_headers(content);
	if (content->failure == NULL && content->spool >= 0)
		content_spool(content);
	if (content->failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&content->failure));
		return NULL;
	}
	if (content->spool >= 0)
		return spool_map(content, error);
	return g_byte_array_free_to_bytes(g_steal_pointer(&content->memory));
}
