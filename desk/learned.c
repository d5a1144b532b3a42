/* learned.c - the model in force: it changes while the rest of a setup stays. */
/* SPDX-License-Identifier: MIT */
#include "desk/learned.h"

#include <pthread.h>
#include <sys/stat.h>

/* Tells one file of a name from the next. */
typedef struct {
	gint64 inode, size, seconds, nanoseconds;
} Stamp;

struct Learned {
	pthread_mutex_t lock;
	char *path;
	Model *model; /* NULL: none */
	Stamp stamp;  /* of the file that was read last */
	bool was_read, is_closed;
};

Learned *learned_new(const char *path)
{
	Learned *learned = g_new0(Learned, 1);

	pthread_mutex_init(&learned->lock, NULL);
	learned->path = g_strdup(path);
	return learned;
}

void learned_free(Learned *learned)
{
	if (!learned)
		return;
	model_unref(learned->model);
	pthread_mutex_destroy(&learned->lock);
	g_free(learned->path);
	g_free(learned);
}

/* Zeros when there is no file. */
static Stamp stamp_of(const char *path)
{
	struct stat file;

	if (stat(path, &file) != 0)
		return (Stamp){0};
	return (Stamp){(gint64)file.st_ino, (gint64)file.st_size,
		       (gint64)file.st_mtim.tv_sec, (gint64)file.st_mtim.tv_nsec};
}

static bool stamps_equal(const Stamp *a, const Stamp *b)
{
	return a->inode == b->inode && a->size == b->size && a->seconds == b->seconds &&
	       a->nanoseconds == b->nanoseconds;
}

/* Reading takes as long as the file is large;
 * mail goes on with the old model meanwhile. */
static void learned_read(Learned *learned, const Stamp *stamp)
{
	g_autoptr(GError) error = NULL;
	Model *fresh = stamp->inode ? model_load(learned->path, &error) : NULL;

	if (error)
		g_warning("%s", error->message);
	pthread_mutex_lock(&learned->lock);
	Model *old = learned->model;
	if (fresh || !stamp->inode)
		learned->model = fresh;
	else
		old = NULL;
	pthread_mutex_unlock(&learned->lock);
	model_unref(old);
}

/* Claims the reading of a file that nobody has read: false when there is none. */
static bool learned_claim(Learned *learned, const Stamp *stamp, bool only_first)
{
	pthread_mutex_lock(&learned->lock);
	bool is_new = !learned->was_read ||
		      (!only_first && !stamps_equal(&learned->stamp, stamp));
	bool claimed = is_new && !learned->is_closed;
	learned->was_read = true;
	if (claimed)
		learned->stamp = *stamp;
	pthread_mutex_unlock(&learned->lock);
	return claimed;
}

static void learned_renew(Learned *learned, bool only_first)
{
	Stamp stamp = stamp_of(learned->path);

	if (learned_claim(learned, &stamp, only_first))
		learned_read(learned, &stamp);
}

void learned_look(Learned *learned)
{
	learned_renew(learned, false);
}

Model *learned_model(Learned *learned)
{
	pthread_mutex_lock(&learned->lock);
	bool was_read = learned->was_read;
	pthread_mutex_unlock(&learned->lock);
	if (!was_read)
		learned_renew(learned, true);
	pthread_mutex_lock(&learned->lock);
	Model *model = learned->model ? model_ref(learned->model) : NULL;
	pthread_mutex_unlock(&learned->lock);
	return model;
}

void learned_close(Learned *learned)
{
	pthread_mutex_lock(&learned->lock);
	Model *old = learned->model;
	learned->model = NULL;
	learned->is_closed = learned->was_read = true;
	pthread_mutex_unlock(&learned->lock);
	model_unref(old);
}
